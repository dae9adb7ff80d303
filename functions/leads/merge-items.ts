import { type MergeRecord, mergeRecord } from '../../core/leads/merge-record.ts'
import { mergeKey } from '../aws/keys.ts'
import { getItem, putItem, queryItems } from '../aws/table.ts'

const boxOf = (state: string) => `MERGES#${state}`

/** Notes what stands between two leads, for the list. */
export async function putMerge(record: MergeRecord): Promise<void> {
  const { leadId, into, state, at, by, reason } = record
  const item = { leadId, into, state, at, by, reason, box: boxOf(state), boxOrder: `${at}#${leadId}` }
  await putItem(mergeKey(leadId, into), item)
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
