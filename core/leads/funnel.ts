import * as z from 'zod/mini'
import { words } from '../content/words.ts'
import { slug } from '../names.ts'

/** The stages of the funnel in words, in order; `visitor` and `sales-ready` are stages for people to read, not of the lead item. */
export const funnelStages = [
  'visitor',
  'subscriber',
  'lead',
  'mql',
  'sales-ready',
  'sql',
  'opportunity',
  'customer',
] as const

/** What both sides write in `templates/funnel.yaml`. */
export const funnel = z
  .strictObject({
    id: slug,
    stages: z
      .array(
        z.strictObject({
          stage: z.enum(funnelStages),
          words,
          criteria: z.array(words).check(z.minLength(1)),
          'sub-categories': z._default(z.array(slug), []),
        }),
      )
      .check(z.minLength(1)),
  })
  .check(
    z.refine(({ stages }) => stages.map(({ stage }) => stage).join() === funnelStages.join(), {
      path: ['stages'],
      message: `the stages are, in this order: ${funnelStages.join(', ')}`,
    }),
  )
