import { type MergeRecord, type MergeSign, mergeRecord, mergeSigns } from '../../core/leads/merge-record.ts'
import { proposedAtMost, signWords } from '../../core/leads/propose-merge.ts'
import { leadPartition, mergeKey } from '../aws/keys.ts'
import { everyItem, getItem, type Item, ifAbsent, putItem, queryItems, updateItem } from '../aws/table.ts'

const boxOf = (state: string) => `MERGES#${state}`

/** Notes what stands between two leads, for the list. */
export async function putMerge(record: MergeRecord): Promise<void> {
  await putItem(mergeKey(record.leadId, record.into), itemOf(record))
}

/**
 * Proposes a merge by a sign. False where it was merged, undone or dismissed before, since what people decided is not asked again; where it is proposed the
 * other way round; and where too many are proposed of that lead. A proposal that is there already gets the sign beside those that it has.
 */
export async function proposeMerge(
  pair: Pick<MergeRecord, 'leadId' | 'into' | 'at' | 'by'>,
  sign: MergeSign,
): Promise<boolean> {
  const { leadId, into } = pair
  const back = await getItem(mergeKey(into, leadId))
  if (back) {
    await addSign(mergeRecord.parse(back), sign)
    return false
  }
  const before = await getItem(mergeKey(leadId, into))
  if (before) return addSign(mergeRecord.parse(before), sign)
  if ((await proposedOf(leadId)).length >= proposedAtMost) return false
  const record: MergeRecord = { ...pair, state: 'proposed', reason: signWords[sign], signs: [sign] }
  return (await putItem(mergeKey(leadId, into), itemOf(record), ifAbsent)) || proposeMerge(pair, sign)
}

async function addSign(record: MergeRecord, sign: MergeSign): Promise<boolean> {
  const { signs: before = [] } = record
  if (record.state !== 'proposed') return false
  const signs = mergeSigns.filter((one) => one === sign || before.includes(one))
  if (signs.length === before.length) return true
  const news = { signs, reason: signs.map((one) => signWords[one]).join('; ') }
  return (await updateItem(mergeKey(record.leadId, record.into), { set: news }, ifProposed)) !== undefined
}

/** Nobody has decided it meanwhile. */
const ifProposed = { text: '#state = :proposed', names: { '#state': 'state' }, values: { ':proposed': 'proposed' } }

async function proposedOf(leadId: string): Promise<MergeRecord[]> {
  const items = await Array.fromAsync(everyItem({ pk: leadPartition(leadId), prefix: 'MERGE#' }))
  return items.map((item) => mergeRecord.parse(item)).filter(({ state }) => state === 'proposed')
}

/** Notes of all that is proposed of a lead that it is somebody else; answers how many that were. */
export async function dismissProposed(
  leadId: string,
  said: Pick<MergeRecord, 'at' | 'by' | 'reason'>,
): Promise<number> {
  const proposed = await proposedOf(leadId)
  for (const record of proposed) await putMerge({ ...record, ...said, state: 'dismissed' })
  return proposed.length
}

function itemOf({ leadId, into, state, at, by, reason, signs }: MergeRecord): Item {
  return { leadId, into, state, at, by, reason, signs, box: boxOf(state), boxOrder: `${at}#${leadId}` }
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
