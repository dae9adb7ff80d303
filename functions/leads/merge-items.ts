import { type MergeRecord, mergeRecord } from '../../core/leads/merge-record.ts'
import { leadPartition, mergeKey } from '../aws/keys.ts'
import { everyItem, getItem, type Item, ifAbsent, putItem, queryItems } from '../aws/table.ts'

const boxOf = (state: string) => `MERGES#${state}`

/** Notes what stands between two leads, for the list. */
export async function putMerge(record: MergeRecord): Promise<void> {
  await putItem(mergeKey(record.leadId, record.into), itemOf(record))
}

/** Proposes a merge. False where it was merged, undone or dismissed before: what people decided is not asked again. A proposal that is there already stays. */
export async function proposeMerge(proposed: Omit<MergeRecord, 'state'>): Promise<boolean> {
  const { leadId, into } = proposed
  const back = await getItem(mergeKey(into, leadId))
  if (back) return false
  if (await putItem(mergeKey(leadId, into), itemOf({ ...proposed, state: 'proposed' }), ifAbsent)) return true
  return (await getItem(mergeKey(leadId, into)))?.state === 'proposed'
}

/** Notes of all that is proposed of a lead that it is somebody else; answers how many that were. */
export async function dismissProposed(
  leadId: string,
  said: Pick<MergeRecord, 'at' | 'by' | 'reason'>,
): Promise<number> {
  let dismissed = 0
  for await (const item of everyItem({ pk: leadPartition(leadId), prefix: 'MERGE#' })) {
    const record = mergeRecord.parse(item)
    if (record.state !== 'proposed') continue
    await putMerge({ ...record, ...said, state: 'dismissed' })
    dismissed += 1
  }
  return dismissed
}

function itemOf({ leadId, into, state, at, by, reason }: MergeRecord): Item {
  return { leadId, into, state, at, by, reason, box: boxOf(state), boxOrder: `${at}#${leadId}` }
}

/** One page of the merges in this state, newest first. The index lags behind by a moment, so each is read; one that has moved on is left out. */
export async function listMerges(
  state: MergeRecord['state'],
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ items: MergeRecord[]; next?: string }> {
  const page = await queryItems({ index: 'box', pk: boxOf(state), limit, cursor, newestFirst: true })
  const read = await Promise.all(page.items.map(({ pk, sk }) => getItem({ pk: String(pk), sk: String(sk) })))
  const items = read.flatMap((item) => (item?.state === state ? [mergeRecord.parse(item)] : []))
  return { items, ...(page.next && { next: page.next }) }
}
