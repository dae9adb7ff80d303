import { safeCell } from './csv-line.ts'

/** A lead as `GET /leads` lists it. */
export type ListedLead = Readonly<Record<string, unknown>>

/** What every lead has; its answers follow, by field name, as columns `field.<name>`. */
const ownColumns = [
  'leadId',
  'email',
  'stage',
  'status',
  'mailable',
  'suppressed',
  'score.total',
  'score.fit',
  'score.interest',
  'locale',
  'zone',
  'tags',
  'imported.source',
  'imported.origin',
  'imported.controllable',
  'firstTouch.source',
  'firstTouch.medium',
  'firstTouch.campaign',
  'lastTouch.source',
  'lastTouch.medium',
  'lastTouch.campaign',
  'parked.reason',
  'parked.until',
  'customerSince',
  'createdAt',
  'lastActivityAt',
] as const

/** The columns of an export whose leads gave these answers. */
export function leadColumns(fields: Iterable<string>): string[] {
  return [...ownColumns, ...[...fields].sort().map((field) => `field.${field}`)]
}

/** The names of a lead's answers. */
export function fieldsOf({ fields }: ListedLead): string[] {
  return fields && typeof fields === 'object' ? Object.keys(fields) : []
}

/** The cells of a lead, none of which a spreadsheet takes for a formula. */
export function leadCells(lead: ListedLead, columns: readonly string[]): string[] {
  return columns.map((column) => cellOf(valueAt(lead, column.replace(/^field\./, 'fields.'))))
}

function valueAt(lead: ListedLead, path: string): unknown {
  let value: unknown = lead
  for (const name of path.split('.')) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}

function cellOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return safeCell(Array.isArray(value) ? value.map(String).join(', ') : String(value))
}
