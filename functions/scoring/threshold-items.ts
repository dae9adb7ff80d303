import { type Threshold, threshold } from '../../core/scoring/threshold.ts'
import { thresholdKey, thresholdRecordKey } from '../aws/keys.ts'
import { getItem, ifAbsent, putItem, queryItems } from '../aws/table.ts'
import { Kept } from '../content/kept.ts'

const kept = new Kept<Threshold | undefined>()

/** The bar that sales set for just this version of a model, as it was at most 60 s ago; undefined when it set none. */
export async function thresholdNow(model: string, modelVersion: number): Promise<Threshold | undefined> {
  const set = await kept.get(model, () => readThreshold(model))
  return set?.modelVersion === modelVersion ? set : undefined
}

/** For whoever must see at once what was set: a bar counts for 60 s where it is kept. */
export function forgetThresholds(): void {
  kept.clear()
}

/** The bar that was set last, for whichever version; strongly consistent. */
export async function readThreshold(model: string): Promise<Threshold | undefined> {
  const item = await getItem(thresholdKey(model))
  return item && threshold.parse(item)
}

/**
 * Keeps what was set, on condition that nobody set another since `before` was read; else false. Who dies between the two writes leaves the bar without its
 * record, which the next one writes, and which is listed all the same.
 */
export async function storeThreshold(set: Threshold, before: Threshold | undefined): Promise<boolean> {
  if (before) await record(before)
  const condition = before ? { text: '#at = :read', names: { '#at': 'at' }, values: { ':read': before.at } } : ifAbsent
  if (!(await putItem(thresholdKey(set.model), set, condition))) return false
  await record(set)
  kept.clear()
  return true
}

/** Keeps what sales would like beside what it set; the bar stands where it is. False where something else was said at this very moment. */
export function keepProposal(said: Threshold): Promise<boolean> {
  return record(said)
}

/** Who set the bar or proposed one, when and why, newest first. */
export async function thresholdRecords(model: string, limit: number): Promise<Threshold[]> {
  const range = { pk: thresholdKey(model).pk, prefix: 'THRESHOLD#', newestFirst: true, limit }
  const [{ items }, last] = await Promise.all([queryItems(range), readThreshold(model)])
  const records = items.map((item) => threshold.parse(item))
  if (!last || records.some(({ at, proposed }) => at === last.at && !proposed)) return records
  return [last, ...records].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, limit)
}

function record(set: Threshold): Promise<boolean> {
  return putItem(thresholdRecordKey(set.model, set.at, set.proposed), set, ifAbsent)
}
