import { toInstant } from '../../core/names.ts'
import { accountSummaryKey } from '../aws/keys.ts'
import { updateItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'

/** How an account that is to be folded stands in the index of what is due. */
export const accountKind = 'account'

/** Marks the account of a domain to be folded: somebody came, changed, or is gone. */
export async function markAccount(domain: string): Promise<void> {
  const due = { domain, dueKind: accountKind, dueAt: toInstant(now()) }
  await updateItem(accountSummaryKey(domain), { set: due, add: { rev: 1 } })
}
