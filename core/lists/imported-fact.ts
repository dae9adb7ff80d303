import type { Activity } from '../leads/activity.ts'
import type { ListImport, ListRow } from './list-row.ts'

/** The fact that an address stood on a list: named by import and row, at the time of the import. Of two rows with one address the first fills first. */
export function importedFact(
  leadId: string,
  { importId, source, startedAt, makes }: Omit<ListImport, 'by'>,
  row: ListRow,
): Activity {
  const { n, fields, tags, locale, zone, externalId, campaign, consent } = row
  const basis = [...new Set(consent.map((one) => one.basis))].sort()
  return {
    leadId,
    id: `${importId}-${String(n).padStart(7, '0')}`,
    type: 'list-imported',
    at: startedAt,
    data: {
      importId,
      row: n,
      source: source.name,
      origin: source.origin,
      ...(source.controllable !== undefined && { controllable: source.controllable }),
      ...(basis.length > 0 && { basis }),
      ...(source.qualifyBy && { qualifyBy: source.qualifyBy }),
      ...(makes && { makes }),
      ...(externalId !== undefined && { externalId }),
      ...(campaign !== undefined && { campaign }),
    },
    told: {
      fields: { ...fields, ...(zone !== undefined && { timezone: zone }) },
      ...(tags.length > 0 && { tags }),
      ...(locale !== undefined && { locale }),
    },
  }
}
