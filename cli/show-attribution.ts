import type { AttributionRow } from '../core/insight/funnel/attribution.ts'
import type { AttributionModel } from '../core/insight/funnel/attribution-names.ts'
import { dim, table } from './output.ts'
import { headOf, type ShownFunnel } from './show-funnel.ts'

/** What the API answers about whose doing it was. */
export interface ShownAttribution extends ShownFunnel {
  readonly model: AttributionModel
  readonly items: readonly AttributionRow[]
  readonly total: Omit<AttributionRow, 'value' | 'exact'>
}

const columns = ['MQL', 'SQL', 'won', 'revenue']

/** Sources or campaigns with their parts, for a terminal. */
export function showAttribution(shown: ShownAttribution): string {
  const { items, total, by, model } = shown
  const rows = [...items, ...(items.length > 0 ? [{ value: 'in all', ...total }] : [])].map(
    ({ value, mql, sql, customer, revenue }) => ({
      [by]: value,
      MQL: figure(mql),
      SQL: figure(sql),
      won: figure(customer),
      revenue: figure(revenue),
    }),
  )
  const note =
    model === 'influenced'
      ? 'Whoever was touched by several counts whole for each: these are more than there are in all.'
      : '“none” is who came by nothing that names itself. Exact parts, like 7/5: --json.'
  return [headOf(shown), table(rows, [by, ...columns], 'Nothing came of leads of these months yet.'), dim(note)].join(
    '\n\n',
  )
}

function figure(part: number): string {
  return part === 0 ? '' : part.toLocaleString('en', { maximumFractionDigits: 2 })
}
