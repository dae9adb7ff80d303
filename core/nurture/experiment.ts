import * as z from 'zod/mini'
import { duration } from '../duration.ts'

export const share = z
  .string()
  .check(z.regex(/^(0|[1-9]\d?)(\.\d{1,2})? ?%$/, 'write a share of less than 100 % like "5 %"'))

/** `{ metric: clicked, baseline: 5 %, detect: 2 %, power: 80 % }` at a split of two: what is measured, and how sure the answer shall be. */
export const experiment = z
  .strictObject({
    /** `clicked`: a click on a mail that went after the split. `goal`: the goal of the sequence. */
    metric: z.enum(['clicked', 'goal']),
    /** What the first variant is expected to bring. */
    baseline: share,
    /** The difference, in points, that shall not be missed. */
    detect: share,
    /** How probable it shall be that such a difference is found. */
    power: z._default(z.string().check(z.regex(/^(80|85|90|95) ?%$/, 'write 80 %, 85 %, 90 % or 95 %')), '80 %'),
    /** How long after the split it counts. */
    within: z._default(duration, '14d'),
  })
  .check(
    z.refine(({ detect }) => partOf(detect) > 0, {
      message: 'a difference of nothing is never found',
      path: ['detect'],
    }),
    z.refine(({ baseline, detect }) => partOf(baseline) + partOf(detect) < 1, {
      message: 'baseline and difference together must be less than 100 %',
      path: ['detect'],
    }),
  )
export type Experiment = z.infer<typeof experiment>

/** `5 %` as a part of one. */
export function partOf(percent: string): number {
  return Number(percent.replace('%', '').trim()) / 100
}
