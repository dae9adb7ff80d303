import * as z from 'zod/mini'
import { handoffId, instant, leadId, slug } from '../names.ts'
import type { AskedFindings, Findings } from './finding.ts'

export const handoffStates = ['open', 'accepted', 'rejected', 'recycled', 'opportunity', 'won', 'lost'] as const
export const handoffState = z.enum(handoffStates)
export type HandoffState = z.infer<typeof handoffState>

const text = z.optional(z.string())
const time = z.optional(instant)
const name = z.optional(slug)
const number = z.optional(z.number())
/** Who said something and when: one of the staff, or `sla` where the policy took the lead back; why, by its id where the policy lists reasons, and what else. */
const said = { at: instant, by: slug, reason: text, note: text }
type Said = { at: string; by: string; reason?: string | undefined; note?: string | undefined }
/** What no clock and no mail is decided by is taken as it was stored: each bundle that reads leads holds this schema. */
const asStored = z.optional(z.unknown())
type AsStored<Stored> = z.ZodMiniOptional<z.ZodMiniType<Stored>>

/** One duty of the SLA on this hand-off and how it stands. */
export const duty = z.object({
  id: slug,
  who: z.enum(['marketing', 'sales-development', 'sales']),
  what: z.enum(['answer', 'call', 'email', 'meeting', 'pass']),
  /** How to do it: a talk track, a link. */
  how: text,
  /** The activities that prove it, where the policy names some. */
  proof: asStored as AsStored<string[]>,
  /** Whose duty it is, where it is not the owner's. */
  whose: name,
  due: instant,
  warnAt: time,
  warnedAt: time,
  /** When it was done, by the fact's own time; after `due` it was done late. */
  metAt: time,
  /** When it was found undone past its due time, and who had the lead then. */
  breachedAt: time,
  missedBy: name,
})
export type Duty = z.infer<typeof duty>

/** The time that a hand-off was with sales development. */
export interface Leg {
  readonly owner: string
  readonly team: string
  readonly from: string
  readonly to: string
  /** Who passed it on, and what they said. */
  readonly by: string
  readonly note?: string | undefined
  readonly duties: readonly Duty[]
  readonly answer?: unknown
  readonly escalations: readonly unknown[]
}

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
  template: z.enum([
    'handoff-opened',
    'handoff-warning',
    'handoff-escalated',
    'handoff-moved',
    'handoff-disputed',
    'handoff-reviewed',
  ]),
  /** The duty that it is about. */
  duty: name,
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
  /** Why this priority, in words. */
  priorityBecause: text,
  /** The score it was opened with. */
  score: asStored as AsStored<{ total: number; fit: number; interest: number }>,
  openedAt: instant,
  /** When the clock must look next; present until every clock on it stopped. */
  due: time,
  duties: z.array(duty),
  /** All due times are fixed when it is opened: an edit of the policy concerns later hand-offs. */
  steps: z._default(z.array(slaStep), []),
  /** When the lead was waited for: that time is not counted. */
  pauses: z.optional(z.array(z.object({ from: instant, to: instant }))),
  /** The times as they were promised, once some were moved by a pause. */
  unpaused: z.optional(z.record(z.string(), instant)),
  /** Breach steps done, by index, with time; each happens once and in order. */
  escalations: z._default(z.array(z.object({ index: z.int(), what: z.string(), at: instant, who: name })), []),
  /** The first answer wins; later ones are kept as late. */
  answer: z.optional(
    z.object({
      kind: z.enum(['accepted', 'rejected', 'recycled']),
      ...said,
      parkUntil: time,
    }),
  ),
  outcome: z.optional(
    z.object({
      result: z.enum(['opportunity', 'won', 'lost']),
      ...said,
      revenue: number,
      /** How far the opportunity is, and what it may bring. */
      stage: name,
      value: number,
      /** Lost: when the lead is nurtured again. */
      until: time,
    }),
  ),
  /** What the funnel asked sales to find out when the lead was accepted; absent where it asked nothing. */
  asks: asStored as AsStored<AskedFindings>,
  /** What sales found. */
  findings: asStored as AsStored<Findings>,
  /** The meeting that was agreed on last, and when it is. */
  meeting: asStored as AsStored<Said & { on: string }>,
  /** Marketing asked that a rejected lead be looked at again, and what was found. */
  dispute: asStored as AsStored<Said & { review?: Said & { upheld: boolean } }>,
  /** The company behind the address, and the open hand-off of a colleague that has the same owner. */
  account: asStored as AsStored<{ domain: string; with?: string }>,
  /** Sales development has it, and passes it on to this team. */
  passesTo: asStored as AsStored<{ team: string; by: 'round-robin' | 'capacity' }>,
  /** What came before it was passed on, as it stood then. */
  legs: asStored as AsStored<Leg[]>,
  late: z._default(z.array(z.object({ kind: z.string(), ...said })), []),
  previousOwners: z._default(z.array(slug), []),
  /** Mails to staff that are owed; the clock sends them. */
  tells: z._default(z.array(tell), []),
  /** Which execution may act: raised by KeepSla alone. */
  generation: z.int(),
  /** Since when this generation acts; absent until a clock first looked. */
  generationAt: time,
  loops: z._default(z.int(), 0),
  /** Every write of what was decided adds one; a KeepSla that read before decides again. */
  version: z.int(),
  /** The state that the lead's profile was brought in line with. */
  settled: z.optional(handoffState),
})
export type Handoff = z.infer<typeof handoff>
