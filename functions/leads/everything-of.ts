import { leadPartition, submissionKey, visitorKey } from '../aws/keys.ts'
import { everyItem, getItem, type Item } from '../aws/table.ts'
import { foreignCursor } from '../runtime/cursor.ts'

/** What an item is called in the export, by how its key begins. */
const kinds: Readonly<Record<string, string>> = {
  ACT: 'activity',
  CONSENT: 'consent',
  DOWNLOAD: 'download',
  ENROL: 'enrolment',
  EXTERNAL: 'external-id',
  HANDOFF: 'handoff',
  MAILBOX: 'mailbox',
  MERGE: 'merge',
  POSTED: 'posted',
  PROFILE: 'profile',
  SCORE: 'score',
  SCORED: 'score-change',
  SEND: 'send',
  SERVICEMAIL: 'service-mail',
  STAGES: 'journey',
  STAFFMAIL: 'staff-mail',
  VISITOR: 'visitor',
  TASKMAIL: 'task-mail',
  TRIAL: 'trial',
  'WORKS-AT': 'account',
}

/** Lambda answers with 6 MB at most, and an item has up to 0.4 MB. */
const mostBytes = 5_000_000

/**
 * Every item about one person, whole, in the order of the keys, the leads that are merged into theirs after it; a pointer to a submission is replaced by the
 * submission. What does not go into one answer is gone on with from `next`. Throws RangeError for a cursor that is not ours.
 */
export async function everythingOf(
  leadIds: readonly string[],
  cursor?: string,
): Promise<{ items: Item[]; next?: string }> {
  const items: Item[] = []
  const place = cursor === undefined ? { lead: 0, last: '' } : placeOf(cursor)
  let [bytes, last] = [0, place.last]
  for (const [lead, leadId] of leadIds.entries()) {
    if (lead < place.lead) continue
    // `!` comes before any character of a key: the first key after the last one.
    for await (const item of everyItem({ pk: leadPartition(leadId), between: { from: `${last}!`, to: '~' } })) {
      const shown = await whole(item)
      bytes += shown ? bytesOf(shown) : 0
      if (bytes > mostBytes) return { items, next: Buffer.from(`${lead}.${last}`).toString('base64url') }
      if (shown) items.push(shown)
      last = String(item.sk)
    }
    last = ''
  }
  return { items }
}

/** Undefined for a pointer to a submission that is kept no longer. */
async function whole({ pk, sk, ...held }: Item): Promise<Item | undefined> {
  const [kind = '', name, id] = String(sk).split('#')
  if (kind === 'VISITOR') return { kind: 'visitor', ...held, ...(await browserOf(String(name), String(pk))) }
  if (kind !== 'SUBMISSION') return { kind: kinds[kind] ?? kind.toLowerCase(), ...held }
  const submission = await getItem(submissionKey(String(id)))
  if (!submission) return undefined
  const { pk: _pk, sk: _sk, ...post } = submission
  return { kind: 'submission', ...post }
}

/** What is held of a browser, unless it belongs to somebody else: the pointer is there before that is known. */
async function browserOf(visitorId: string, partition: string): Promise<Item> {
  const { leadId, firstAt, lastAt, landing } = (await getItem(visitorKey(visitorId))) ?? {}
  if (leadId === undefined || leadPartition(String(leadId)) !== partition) return {}
  return { lastAt, ...(firstAt !== undefined && { firstAt }), ...(landing !== undefined && { landing }) }
}

/** As it counts in Lambda's answer, in which the body stands as one text: quotes take two bytes. */
function bytesOf(item: Item): number {
  return Buffer.byteLength(JSON.stringify(JSON.stringify(item)))
}

/** A cursor is which lead it was, and the last key that was answered. */
function placeOf(cursor: string): { lead: number; last: string } {
  const [, lead, last] =
    /^(\d{1,3})\.((?:[A-Z-]+(?:#[!-}]{1,1000})?)?)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (lead === undefined || last === undefined) throw foreignCursor()
  return { lead: Number(lead), last }
}
