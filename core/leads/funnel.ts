import * as z from 'zod/mini'
import { inLocale, words } from '../content/words.ts'
import { type AskedFindings, findingNames } from '../handoff/finding.ts'
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
          'sub-categories': z._default(z.array(z.union([slug, z.strictObject({ id: slug, says: words })])), []),
          /** Of the stage `sql` alone: what sales finds out before a lead that it accepted is one. Absent: accepting is enough. */
          requires: z.optional(
            z.array(z.enum(findingNames)).check(
              z.minLength(1),
              z.refine((all) => new Set(all).size === all.length, 'name each of them once'),
            ),
          ),
        }),
      )
      .check(z.minLength(1)),
  })
  .check(
    z.refine(({ stages }) => stages.map(({ stage }) => stage).join() === funnelStages.join(), {
      path: ['stages'],
      message: `the stages are, in this order: ${funnelStages.join(', ')}`,
    }),
    z.superRefine(({ stages }, context) => {
      for (const [index, { stage, requires }] of stages.entries()) {
        if (requires && stage !== 'sql')
          context.addIssue({
            code: 'custom',
            path: ['stages', index, 'requires'],
            message: 'only of the stage sql something is required: what sales is to find out',
          })
      }
    }),
  )

/** What a version of the funnel asks sales to find out before a lead is an SQL; undefined where accepting is enough. */
export function findingsAsked({ stages }: Funnel, version: number): AskedFindings | undefined {
  const findings = stages.find(({ stage }) => stage === 'sql')?.requires
  return findings && { findings, funnelVersion: version }
}

export type Funnel = z.infer<typeof funnel>
type SubCategory = Funnel['stages'][number]['sub-categories'][number]

/** How far an opportunity may be, in the order of the funnel; none where it does not say. */
export function opportunityStages(known: Funnel | undefined, locale: string): { id: string; says: string }[] {
  const opportunity = known?.stages.find(({ stage }) => stage === 'opportunity')
  return (opportunity?.['sub-categories'] ?? []).map((one) => subCategoryInWords(one, locale))
}

/** A sub-category and how people read it; one that is written as an id alone reads as that with spaces. */
function subCategoryInWords(one: SubCategory, locale: string): { id: string; says: string } {
  return typeof one === 'string'
    ? { id: one, says: one.replaceAll('-', ' ') }
    : { id: one.id, says: inLocale(one.says, locale) }
}
