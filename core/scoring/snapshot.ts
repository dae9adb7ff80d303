import * as z from 'zod/mini'
import { instant } from '../names.ts'
import { addFacts, type Engagement, type Fact, noEngagement } from './engagement.ts'
import type { Rules } from './rules.ts'

/** Facts younger than this stay out of a snapshot, so that reports that overtake each other need no rebuild. */
const settledAfterMs = 3_600_000
/** A tail up to this long costs less to read again than a snapshot to move. */
const tailAtMost = 20
/** So many facts of the last hour are a robot at work or a busy reader: the older of them are taken in. */
const youngAtMost = 200
/** How many of those stay in the tail. */
const youngKept = 50
/** Smaller sums can't make a point any more, and DynamoDB refuses numbers near zero. */
const negligible = 1e-9

const ruleSum = z.object({
  sum: z.number(),
  full: z.number(),
  facts: z.int(),
  last: instant,
  recent: z.optional(z.array(instant)),
})

/** The facts up to a horizon, folded: with the facts after it (the tail) it makes the score, so that history costs nothing. */
export const snapshot = z.object({
  /** The newest fact in it; older ones are in it too, or came late. */
  horizon: z.optional(z.object({ at: instant, id: z.string() })),
  /** Version of the profile when the lead's whole history was last read: facts told with it or before are known. */
  wholeAtVersion: z.int(),
  /** Sums at the horizon, by the rule's place in the model. */
  sums: z.record(z.string().check(z.regex(/^\d{1,3}$/)), ruleSum),
  capturedAt: z.optional(instant),
  actedAt: z.optional(instant),
  explicit: z.boolean(),
  /** The lead's newest act of all, where the model asks for it. */
  lastAt: z.optional(instant),
})
export type Snapshot = z.infer<typeof snapshot>

/** A snapshot of nothing: the whole history is its tail. */
export const emptySnapshot: Snapshot = { wholeAtVersion: 0, sums: {}, explicit: false }

/**
 * Is a fact older than the horizon, told with this version of the profile, possibly missing in the snapshot? Then only the whole history tells.
 * A repeat of what was there when the history was last read is not.
 */
export function mayMiss(taken: Snapshot, told: { readonly at: string; readonly version: number }): boolean {
  return taken.horizon !== undefined && told.at <= taken.horizon.at && told.version > taken.wholeAtVersion
}

/** The engagement of snapshot and tail ({@link inOrder}, after the horizon) at a time. */
export function engagementOf(rules: Rules, taken: Snapshot, tail: readonly Fact[], atMs: number): Engagement {
  return addFacts(rules, unpack(taken), tail, atMs)
}

/**
 * Moves the horizon on over the settled part of the tail once that is worth it; else answers the same snapshot. `version` is the profile's,
 * read before the tail.
 */
export function moveHorizon(
  rules: Rules,
  taken: Snapshot,
  tail: readonly Fact[],
  nowMs: number,
  version: number,
): Snapshot {
  if (tail.length <= tailAtMost) return taken
  const count = settledIn(tail, nowMs)
  const newest = tail[count - 1]
  if (!newest) return taken
  const engagement = addFacts(rules, unpack(taken), tail.slice(0, count), Date.parse(newest.at))
  const wholeAtVersion = taken.horizon ? taken.wholeAtVersion : version
  return pack(engagement, { at: newest.at, id: newest.id }, wholeAtVersion)
}

/** How many facts at the beginning of the tail are settled; a fact ahead of the time never is. */
function settledIn(tail: readonly Fact[], nowMs: number): number {
  const until = (ms: number) => tail.filter(({ at }) => Date.parse(at) <= ms).length
  const settled = until(nowMs - settledAfterMs)
  return tail.length - settled <= youngAtMost ? settled : Math.min(tail.length - youngKept, until(nowMs))
}

function unpack({ horizon, sums, capturedAt, actedAt, explicit, lastAt }: Snapshot): Engagement {
  if (!horizon) return noEngagement
  const list: Engagement['sums'][number][] = []
  for (const [index, sum] of Object.entries(sums)) list[Number(index)] = sum
  return { atMs: Date.parse(horizon.at), sums: list, capturedAt, actedAt, explicit, lastAt }
}

function pack(engagement: Engagement, horizon: Snapshot['horizon'], wholeAtVersion: number): Snapshot {
  const { sums, capturedAt, actedAt, explicit, lastAt } = engagement
  const kept = sums.flatMap((sum, index) =>
    sum ? [[String(index), { ...sum, sum: Math.abs(sum.sum) < negligible ? 0 : sum.sum }] as const] : [],
  )
  return {
    horizon,
    wholeAtVersion,
    sums: Object.fromEntries(kept),
    ...(capturedAt !== undefined && { capturedAt }),
    ...(actedAt !== undefined && { actedAt }),
    explicit,
    ...(lastAt !== undefined && { lastAt }),
  }
}
