import type { ListRow } from '../../../core/lists/list-row.ts'

/** One person of a list as the API takes it, of whom only what matters is said. */
export function aRow(given: Partial<ListRow> = {}): ListRow {
  return {
    n: 1,
    email: 'olga@shop.example',
    fields: {},
    tags: [],
    consent: [
      {
        topic: 'product-education',
        basis: 'opt-in',
        evidence: 'Signed paper form at the stand',
        at: '2026-04-22T08:00:00Z',
      },
    ],
    ...given,
  }
}
