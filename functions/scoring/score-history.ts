import { activity } from '../../core/leads/activity.ts'
import { instant } from '../../core/names.ts'
import { changeInWords, scoreChange } from '../../core/scoring/score-change.ts'
import { stageInWords, stageTypes } from '../../core/scoring/stage-change.ts'
import { leadPartition } from '../aws/keys.ts'
import { everyItem, queryItems } from '../aws/table.ts'
import { foreignCursor } from '../runtime/cursor.ts'

/** More activities than this between two changes of a score are not gone through for changes of stage. */
const readAtMost = 2_000

/**
 * One page of a lead's changes of score, newest first, with the changes of stage among them. Both are read by time alone, from where the page before ended.
 * Throws RangeError for a cursor that is not ours.
 */
export async function scoreHistory(
  leadId: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ items: object[]; next?: string }> {
  const before = cursor === undefined ? undefined : timeIn(cursor)
  const { items } = await queryItems({
    pk: leadPartition(leadId),
    // `!` comes before any character of a time: what is of the very time of the cursor was on the page before.
    between: { from: 'SCORED#', to: before === undefined ? 'SCORED#~' : `SCORED#${before}!` },
    newestFirst: true,
    limit: limit + 1,
  })
  const changes = items
    .map((item) => scoreChange.parse(item))
    .filter(({ at }) => at !== before)
    .slice(0, limit)
  const last = changes.at(-1)
  const isMore = items.length > limit && last !== undefined
  const stages = await stageChanges(leadId, isMore ? last.at : '', before)
  const shown = [
    ...changes.map(({ leadId: _, ...one }) => ({ kind: 'score', ...one, says: changeInWords({ leadId, ...one }) })),
    ...stages,
  ].sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? 1 : -1))
  return { items: shown, ...(isMore && { next: Buffer.from(last.at).toString('base64url') }) }
}

async function stageChanges(leadId: string, from: string, before: string | undefined) {
  const found = []
  let read = 0
  const between = { from: `ACT#${from}`, to: before === undefined ? 'ACT#~' : `ACT#${before}!` }
  for await (const item of everyItem({ pk: leadPartition(leadId), between, newestFirst: true })) {
    read += 1
    if (read > readAtMost) break
    if (!stageTypes.has(String(item.type))) continue
    const { type, at, data } = activity.parse(item)
    found.push({ kind: 'stage', at, type, data, says: stageInWords({ type, data }) })
  }
  return found
}

function timeIn(cursor: string): string {
  const at = Buffer.from(cursor, 'base64url').toString()
  if (instant.safeParse(at).success) return at
  throw foreignCursor()
}
