import { mailbox } from '../../core/consent/mailbox.ts'
import { forgottenUntil, isToDelete, nextLookAt } from '../../core/leads/erasure.ts'
import { type Key, leadPartition, mailboxKey, submissionKey } from '../aws/keys.ts'
import { deleteReceived } from '../aws/replies-bucket.ts'
import { deleteItem, everyItem, getItem, type Item, ifRev, updateItem } from '../aws/table.ts'
import { markAccount } from '../insight/mark-account.ts'
import { now } from '../runtime/clock.ts'
import { forgetVisitor } from '../website/forget-visitor.ts'
import { stripProfile } from './strip-profile.ts'

/** Deletes that are under way at the same time. */
const atOnce = 10

/** Where mailboxes of erased people stand that must be looked at again. */
export const erasedKind = 'erased'

/** The index attributes of a tombstone: when to look next for what came late. */
export function erasedBox(dueAt: string | undefined): Item {
  return { dueKind: dueAt && erasedKind, dueAt }
}

/**
 * Deletes, page after page, all that is held of an erased person but the tombstone and what the person did since, the submissions in their own partitions with
 * it. Safe to repeat and to break off anywhere. Answers how many items are gone.
 */
export async function deleteErased(leadId: string): Promise<number> {
  const item = await getItem(mailboxKey(leadId))
  if (!item) return 0
  const read = mailbox.parse(item)
  const until = forgottenUntil(read)
  if (until === undefined) return 0
  await stripProfile(leadId, until)
  let deleted = 0
  let batch: Promise<unknown>[] = []
  for await (const found of everyItem({ pk: leadPartition(leadId) })) {
    const sk = String(found.sk)
    if (!isToDelete(sk, found, read)) continue
    batch.push(deleteWithAll(found, { pk: String(found.pk), sk }))
    deleted += 1
    if (batch.length >= atOnce) {
      await Promise.all(batch)
      batch = []
    }
  }
  await Promise.all(batch)
  return deleted
}

/** Sets when to look at this tombstone again, or that nothing can come any more. */
export async function lookAgain(leadId: string): Promise<void> {
  const item = await getItem(mailboxKey(leadId))
  if (!item) return
  const until = forgottenUntil(mailbox.parse(item))
  const next = until === undefined ? undefined : nextLookAt(until, now())
  await updateItem(mailboxKey(leadId), { set: erasedBox(next) }, ifRev(item.rev as number))
}

/** `SUBMISSION#time#id`, `VISITOR#id` and `REPLY#id` point to what goes first: a pointer that is left is found again. */
async function deleteWithAll(found: Item, key: Key): Promise<void> {
  const [kind, visitorId, submissionId] = key.sk.split('#')
  if (kind === 'VISITOR' && visitorId) await forgetVisitor(visitorId, key.pk)
  if (kind === 'SUBMISSION' && submissionId) await deleteItem(submissionKey(submissionId))
  // Once it is gone, nobody could say any more which company counts one less.
  if (kind === 'WORKS-AT') await markAccount(String(found.domain))
  if (kind === 'REPLY') await deleteReceived(String(found.object))
  await deleteItem(key)
}
