import * as z from 'zod/mini'
import { presentStatus, stage } from '../leads/lead.ts'
import { instant, slug } from '../names.ts'

/** Which leads a broadcast is for: of this stage, of this status, taken by the trigger as they are, or all of these; without any, everybody. */
export const audience = z.object({
  stage: z.optional(stage),
  status: z.optional(presentStatus),
  triggered: z.optional(z.boolean()),
})
export type Audience = z.infer<typeof audience>

/** Where a list is gone on from: the part of it, and the place in that part. */
export const listPlace = z.object({ part: z.int(), cursor: z.optional(z.string()) })
export type ListPlace = z.infer<typeof listPlace>

/** A list on its way into a sequence: `BROADCAST#id / JOB`. It is gone through page by page; this item is the truth of how far. */
export const broadcast = z.object({
  broadcastId: z.string(),
  sequence: slug,
  version: z.int(),
  audience,
  /** How many the list held when somebody said yes to it. */
  count: z.int(),
  by: z.string(),
  startedAt: instant,
  page: z.int(),
  place: z.optional(listPlace),
  /** Leads gone through, and those of them who entered. */
  seen: z.int(),
  entered: z.int(),
  state: z.enum(['running', 'done']),
  endedAt: z.optional(instant),
})
export type Broadcast = z.infer<typeof broadcast>

/** A list takes half of the sending rate, so that sequences go on beside it. */
const shareOfRate = 0.5

/** When the lead at this place of the list (counted from 0) enters the sequence, in ms: never before now. */
export function entersAt(startedMs: number, position: number, sendsPerSecond: number, nowMs: number): number {
  return Math.max(nowMs, startedMs + Math.floor((position * 1000) / (sendsPerSecond * shareOfRate)))
}
