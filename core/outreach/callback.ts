import * as z from 'zod/mini'
import { fromInstant, toInstant } from '../names.ts'
import { outcomes, strongest } from '../nurture/touch-steps.ts'
import { type Touch, touchName } from './touch.ts'

/** What a provider reports of a message. */
export const outcomeReport = () =>
  z.strictObject({
    type: z.literal('message.outcome'),
    data: z.strictObject({
      messageId: touchName,
      outcome: z.enum(outcomes),
      at: z.optional(z.iso.datetime({ offset: true })),
      reason: z.optional(z.string().check(z.maxLength(200))),
    }),
  })
export type Outcome = z.output<ReturnType<typeof outcomeReport>>['data']

/** Clocks of others may be this far ahead. */
const aheadMs = 5 * 60_000

/** When it was, as far as that can be: never later than now. Undefined where it says a time that is to come. */
export function timeOfOutcome({ at }: Pick<Outcome, 'at'>, nowMs: number): string | undefined {
  const ms = at === undefined ? nowMs : fromInstant(at)
  return ms > nowMs + aheadMs ? undefined : toInstant(Math.min(ms, nowMs))
}

/**
 * What a message becomes by an outcome; undefined where that is known. In any order and however often they come, the same outcomes make the same message:
 * each is kept with its earliest time, and the strongest is the result.
 */
export function withOutcome(
  message: Touch,
  outcome: Outcome['outcome'],
  at: string,
  reason?: string,
): Partial<Touch> | undefined {
  const { outcomes: known = {}, state, awaits, result } = message
  const before = known[outcome]
  if (before !== undefined && before <= at) return undefined
  const all = { ...known, [outcome]: at }
  const strongestYet = Object.keys(all).reduce<string | undefined>((best, one) => strongest(best, one), undefined)
  const ends = state === 'open' && !(awaits === 'replied' && strongestYet === 'delivered')
  return {
    outcomes: all,
    // What is over stays over: the sequence went on by what it knew.
    ...((state === 'open' || state === 'answered') && strongestYet !== result && { result: strongestYet }),
    ...(ends && { state: 'answered' as const, settledAt: at, nextAt: undefined }),
    ...(reason && { why: reason }),
  }
}
