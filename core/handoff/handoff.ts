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
  /** Hand-offs at once, where a route goes by capacity. */
  capacity: z.number().int().min(1).max(10_000).optional(),
  active: z.boolean().default(true),
})
export type User = z.infer<typeof user>

export const handoffStates = ['open', 'accepted', 'rejected', 'recycled', 'opportunity', 'won', 'lost'] as const
export const handoffState = z.enum(handoffStates)
export type HandoffState = z.infer<typeof handoffState>

/** One duty of the SLA on this hand-off and how it stands. */
export const duty = z.object({
  id: slug,
  who: z.enum(['sales-development', 'sales']),
  what: z.enum(['answer', 'call', 'email', 'meeting']),
  /** How to do it: a talk track, a link. */
  how: z.string().optional(),
  due: instant,
  warnAt: instant.optional(),
  warnedAt: instant.optional(),
  /** When it was done, by the fact's own time; after `due` it was done late. */
  metAt: instant.optional(),
  /** When it was found undone past its due time. */
  breachedAt: instant.optional(),
})
export type Duty = z.infer<typeof duty>

/** A step of the policy on a breach, with the time before which it is not taken. */
export const slaStep = z.object({
  index: z.number().int(),
  what: z.enum(['notify-owner', 'notify-manager', 'reassign', 'recycle']),
  due: instant,
})
export type SlaStep = z.infer<typeof slaStep>

/** A mail to one of the staff that was decided and is not yet settled. */
export const tell = z.object({
  /** Names the mail within the hand-off: told once. */
  key: z.string().regex(/^[a-z0-9-]{1,200}$/),
  to: slug,
  template: z.enum(['handoff-opened', 'handoff-warning', 'handoff-escalated']),
  /** The duty that it is about. */
  duty: slug.optional(),
  at: instant,
})
export type Tell = z.infer<typeof tell>

/** The k-th qualification of a lead, forwarded: `LEAD#id / HANDOFF#k`. */
export const handoff = z.object({
  leadId,
  handoffId,
  k: z.number().int(),
  state: handoffState,
  owner: slug,
  team: slug,
  /** How the team shares its leads, for when this one goes to the next. */
  by: z.enum(['round-robin', 'capacity']).default('round-robin'),
  /** Why this owner, in words. */
  routedBy: z.string(),
  policy: slug,
  policyVersion: z.number().int(),
  priority: z.number().int().min(1).max(4),
  /** The score it was opened with. */
  score: z.object({ total: z.number(), fit: z.number(), interest: z.number() }).optional(),
  openedAt: instant,
  /** When the clock must look next; present until every clock on it stopped. */
  due: instant.optional(),
  duties: z.array(duty),
  /** All due times are fixed when it is opened: an edit of the policy concerns later hand-offs. */
  steps: z.array(slaStep).default([]),
  /** Breach steps done, by index, with time; each happens once and in order. */
  escalations: z
    .array(z.object({ index: z.number().int(), what: z.string(), at: instant, who: slug.optional() }))
    .default([]),
  /** The first answer wins; later ones are kept as late. */
  answer: z
    .object({
      kind: z.enum(['accepted', 'rejected', 'recycled']),
      at: instant,
      /** One of the staff, or `sla` where the policy took the lead back. */
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
  /** Mails to staff that are owed; the clock sends them. */
  tells: z.array(tell).default([]),
  /** Which execution may act: raised by KeepSla alone. */
  generation: z.number().int(),
  /** Since when this generation acts; absent until a clock first looked. */
  generationAt: instant.optional(),
  loops: z.number().int().default(0),
  /** Every write of what was decided adds one; a KeepSla that read before decides again. */
  version: z.number().int(),
  /** The state that the lead's profile was brought in line with. */
  settled: handoffState.optional(),
})
export type Handoff = z.infer<typeof handoff>
