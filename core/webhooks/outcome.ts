import * as z from 'zod/mini'
import { answerHandoff, reportOutcome } from '../handoff/answer.ts'
import type { AskedFindings } from '../handoff/finding.ts'
import type { Handoff } from '../handoff/handoff.ts'
import type { Activity } from '../leads/activity.ts'
import { fromInstant, handoffId, instant, leadId, slug, toInstant } from '../names.ts'
import { once } from '../once.ts'
import { figure, reason } from '../route.ts'
import { sharedSecret, shownSecrets } from './signing-secret.ts'

/** A system that may report outcomes: `WEBHOOKS / SOURCE#id`. */
export const outcomeSource = z.object({
  sourceId: slug,
  description: z.optional(z.string()),
  enabled: z.boolean(),
  /** What its API key and signature let it do, and nothing else. */
  scope: z.literal('outcomes'),
  secrets: z.array(sharedSecret),
  createdAt: instant,
  createdBy: z.string(),
  rev: z.int(),
})
export type OutcomeSource = z.infer<typeof outcomeSource>

/** A source as it is answered: its secrets by their dates alone. */
export function shownSource({ secrets, rev, ...rest }: OutcomeSource, at: string) {
  return { ...rest, secrets: shownSecrets(secrets, at) }
}

/** The message of a CRM; which lead it is about is said in one of three ways. */
export const outcomeReport = once(() =>
  z.strictObject({
    type: z.literal('outcome.reported'),
    timestamp: z.optional(z.string().check(z.maxLength(40))),
    data: z
      .strictObject({
        handoffId: z.optional(handoffId),
        leadId: z.optional(leadId),
        email: z.optional(z.string().check(z.maxLength(320))),
        result: z.enum(['opportunity', 'won', 'lost']),
        /** When it happened there; the time of its coming where nothing is said. */
        at: z.optional(z.iso.datetime({ offset: true })),
        revenue: z.optional(figure().check(z.gte(0))),
        reason: z.optional(reason()),
        /** What the CRM calls it. */
        reference: z.optional(z.string().check(z.maxLength(200))),
      })
      .check(
        z.refine(
          (data) => [data.handoffId, data.leadId, data.email].filter((one) => one !== undefined).length === 1,
          'say which lead by exactly one of handoffId, leadId and email',
        ),
      ),
  }),
)
export type OutcomeData = z.infer<ReturnType<typeof outcomeReport>>['data']

/** What became of such a message: `OUTCOMES#source / MESSAGE#id`. */
export const outcomeState = z.enum(['stored', 'known', 'late', 'unmatched', 'conflict'])
export type OutcomeState = z.infer<typeof outcomeState>

export const keptOutcome = z.object({
  sourceId: slug,
  messageId: z.string(),
  /** The API key that it came with, where that is not the source's own. */
  keyId: z.optional(z.string()),
  /** A hash of what it said, so that the same id with something else is seen. */
  says: z.string(),
  state: outcomeState,
  receivedAt: instant,
  /** As it was asked for; an address is kept as the id that it makes. */
  about: z.object({ handoffId: z.optional(handoffId), leadId: z.optional(leadId) }),
  result: z.enum(['opportunity', 'won', 'lost']),
  at: z.optional(instant),
  revenue: z.optional(z.number()),
  reference: z.optional(z.string()),
  /** The state of the hand-off after it, where there is one. */
  handoffState: z.optional(z.string()),
  /** What the funnel asks of the lead and nobody found, though it is an opportunity or won. */
  missing: z.optional(z.array(z.string())),
})
export type KeptOutcome = z.infer<typeof keptOutcome>

/** Clocks of two systems differ. */
const skewMs = 5 * 60_000

/** When it happened by what the CRM says, in ms; or what is wrong with that. */
export function timeOf({ at }: OutcomeData, nowMs: number): { atMs: number } | { problem: string } {
  if (at === undefined) return { atMs: nowMs }
  const atMs = fromInstant(at)
  if (atMs > nowMs + skewMs) return { problem: 'this is in the future' }
  return { atMs: Math.min(atMs, nowMs) }
}

export interface Judged {
  readonly state: Exclude<OutcomeState, 'unmatched'>
  /** The hand-off as it then is, where it changes, why for those who follow it, and the facts that it makes. */
  readonly change?: {
    readonly handoff: Handoff
    readonly causes: readonly string[]
    readonly facts: readonly Activity[]
  }
}

/**
 * What a report does to the hand-off that it is about, in whatever order reports come. Who won what nobody accepted here took it there: it counts as accepted.
 * An opportunity that is told after the end is late and changes nothing; another end than the one that is known, or one of a lead that sales gave back, is for
 * people to look at. A deal is taken also where nobody said here what sales found: a CRM has no such fields, it would send the same again for ever, and a customer who
 * is not known as one would be nurtured on. What is missing is said with the fact, the hand-off and the answer, and sales may still fill it in.
 */
export function judgeOutcome(
  handoff: Handoff,
  data: OutcomeData,
  { by, asks }: { readonly by: string; readonly asks?: AskedFindings | undefined },
  atMs: number,
): Judged {
  const { result, revenue, reason } = data
  if (handoff.outcome?.result === result || handoff.state === result) return { state: 'known' }
  const isClosed = handoff.state === 'won' || handoff.state === 'lost'
  if (isClosed) return { state: result === 'opportunity' ? 'late' : 'conflict' }
  // Nothing of a hand-off happened before it.
  const ms = Math.max(atMs, fromInstant(handoff.openedAt), fromInstant(handoff.answer?.at ?? toInstant(0)))
  const answered = handoff.state === 'open' ? answerHandoff(handoff, { kind: 'accepted', by, asks }, ms) : undefined
  const accepted = answered?.result === 'first' ? answered : undefined
  const reported = reportOutcome(accepted?.handoff ?? handoff, { result, by, revenue, reason, elsewhere: true }, ms)
  if (!reported) return { state: 'conflict' }
  return {
    state: 'stored',
    change: {
      handoff: reported.handoff,
      causes: [...(accepted ? ['accepted'] : []), result],
      facts: [...(accepted ? [accepted.fact] : []), ...reported.facts],
    },
  }
}

/** Which of a lead's hand-offs a report is about that names only the lead: the latest. */
export function latestHandoff(handoffs: readonly Handoff[]): Handoff | undefined {
  return handoffs.reduce<Handoff | undefined>((last, one) => (last && last.k > one.k ? last : one), undefined)
}
