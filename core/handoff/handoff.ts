import * as z from 'zod/mini'
import { handoffId, instant, leadId, slug } from '../names.ts'

export const handoffStates = ['open', 'accepted', 'rejected', 'recycled', 'opportunity', 'won', 'lost'] as const
export const handoffState = z.enum(handoffStates)
export type HandoffState = z.infer<typeof handoffState>

/** One duty of the SLA on this hand-off and how it stands. */
export const duty = z.object({
  id: slug,
  who: z.enum(['sales-development', 'sales']),
  what: z.enum(['answer', 'call', 'email', 'meeting']),
  /** How to do it: a talk track, a link. */
  how: z.optional(z.string()),
  due: instant,
  warnAt: z.optional(instant),
  warnedAt: z.optional(instant),
  /** When it was done, by the fact's own time; after `due` it was done late. */
  metAt: z.optional(instant),
  /** When it was found undone past its due time. */
  breachedAt: z.optional(instant),
})
export type Duty = z.infer<typeof duty>

/** A step of the policy on a breach, with the time before which it is not taken. */
export const slaStep = z.object({
  index: z.int(),
  what: z.enum(['notify-owner', 'notify-manager', 'reassign', 'recycle']),
  due: instant,
})
export type SlaStep = z.infer<typeof slaStep>

/** A mail to one of the staff that was decided and is not yet settled. */
export const tell = z.object({
  /** Names the mail within the hand-off: told once. */
  key: z.string().check(z.regex(/^[a-z0-9-]{1,200}$/)),
  to: slug,
  template: z.enum(['handoff-opened', 'handoff-warning', 'handoff-escalated']),
  /** The duty that it is about. */
  duty: z.optional(slug),
  at: instant,
})
export type Tell = z.infer<typeof tell>

/** The k-th qualification of a lead, forwarded: `LEAD#id / HANDOFF#k`. */
export const handoff = z.object({
  leadId,
  handoffId,
  k: z.int(),
  state: handoffState,
  owner: slug,
  team: slug,
  /** How the team shares its leads, for when this one goes to the next. */
  by: z._default(z.enum(['round-robin', 'capacity']), 'round-robin'),
  /** Why this owner, in words. */
  routedBy: z.string(),
  policy: slug,
  policyVersion: z.int(),
  priority: z.int().check(z.gte(1), z.lte(4)),
  /** The score it was opened with. */
  score: z.optional(z.object({ total: z.number(), fit: z.number(), interest: z.number() })),
  openedAt: instant,
  /** When the clock must look next; present until every clock on it stopped. */
  due: z.optional(instant),
  duties: z.array(duty),
  /** All due times are fixed when it is opened: an edit of the policy concerns later hand-offs. */
  steps: z._default(z.array(slaStep), []),
  /** When the lead was waited for: that time is not counted. */
  pauses: z.optional(z.array(z.object({ from: instant, to: instant }))),
  /** The times as they were promised, once some were moved by a pause. */
  unpaused: z.optional(z.record(z.string(), instant)),
  /** Breach steps done, by index, with time; each happens once and in order. */
  escalations: z._default(
    z.array(z.object({ index: z.int(), what: z.string(), at: instant, who: z.optional(slug) })),
    [],
  ),
  /** The first answer wins; later ones are kept as late. */
  answer: z.optional(
    z.object({
      kind: z.enum(['accepted', 'rejected', 'recycled']),
      at: instant,
      /** One of the staff, or `sla` where the policy took the lead back. */
      by: slug,
      reason: z.optional(z.string()),
      parkUntil: z.optional(instant),
    }),
  ),
  outcome: z.optional(
    z.object({
      result: z.enum(['opportunity', 'won', 'lost']),
      at: instant,
      by: slug,
      revenue: z.optional(z.number()),
      reason: z.optional(z.string()),
    }),
  ),
  late: z._default(z.array(z.object({ kind: z.string(), at: instant, by: slug })), []),
  previousOwners: z._default(z.array(slug), []),
  /** Mails to staff that are owed; the clock sends them. */
  tells: z._default(z.array(tell), []),
  /** Which execution may act: raised by KeepSla alone. */
  generation: z.int(),
  /** Since when this generation acts; absent until a clock first looked. */
  generationAt: z.optional(instant),
  loops: z._default(z.int(), 0),
  /** Every write of what was decided adds one; a KeepSla that read before decides again. */
  version: z.int(),
  /** The state that the lead's profile was brought in line with. */
  settled: z.optional(handoffState),
})
export type Handoff = z.infer<typeof handoff>
