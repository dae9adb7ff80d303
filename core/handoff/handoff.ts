import * as z from 'zod'
import { handoffId, instant, leadId, slug } from '../names.ts'

/** Staff: `USER#id / PROFILE`. */
export const user = z.object({
  userId: slug,
  email: z.string(),
  name: z.string(),
  groups: z.array(z.enum(['marketing', 'sales-development', 'sales', 'admin'])),
  team: slug.optional(),
  manager: slug.optional(),
  zone: z.string().optional(),
  locale: z.string().default('en'),
  /** Days off, both ends included, in the user's zone. */
  absences: z.array(z.object({ from: z.iso.date(), to: z.iso.date() })).default([]),
  active: z.boolean().default(true),
})
export type User = z.infer<typeof user>

export const handoffState = z.enum(['open', 'accepted', 'rejected', 'recycled', 'opportunity', 'won', 'lost'])

/** One duty of the SLA on this hand-off and how it stands. */
export const duty = z.object({
  id: slug,
  who: z.enum(['sales-development', 'sales']),
  what: z.enum(['answer', 'call', 'email', 'meeting']),
  due: instant,
  warnAt: instant.optional(),
  warnedAt: instant.optional(),
  metAt: instant.optional(),
  breachedAt: instant.optional(),
})
export type Duty = z.infer<typeof duty>

/** The k-th qualification of a lead, forwarded: `LEAD#id / HANDOFF#k`. */
export const handoff = z.object({
  leadId,
  handoffId,
  k: z.number().int(),
  state: handoffState,
  owner: slug,
  team: slug,
  /** Why this owner, in words. */
  routedBy: z.string(),
  policy: slug,
  policyVersion: z.number().int(),
  priority: z.number().int().min(1).max(4),
  openedAt: instant,
  /** Present until every clock on it stopped. */
  due: instant.optional(),
  duties: z.array(duty),
  /** Breach steps done, by index, with time; each happens once and in order. */
  escalations: z.array(z.object({ index: z.number().int(), what: z.string(), at: instant })).default([]),
  /** The first answer wins; later ones are kept as late. */
  answer: z
    .object({
      kind: z.enum(['accepted', 'rejected', 'recycled']),
      at: instant,
      by: slug,
      reason: z.string().optional(),
      parkUntil: instant.optional(),
    })
    .optional(),
  outcome: z
    .object({
      result: z.enum(['opportunity', 'won', 'lost']),
      at: instant,
      by: slug,
      revenue: z.number().optional(),
      reason: z.string().optional(),
    })
    .optional(),
  late: z.array(z.object({ kind: z.string(), at: instant, by: slug })).default([]),
  previousOwners: z.array(slug).default([]),
  generation: z.number().int(),
  wakeSeq: z.number().int(),
  version: z.number().int(),
})
export type Handoff = z.infer<typeof handoff>
