import { isWithSales } from '../leads/lead-status.ts'
import { fromInstant } from '../names.ts'
import { asksForSales, type Contact, isAllowed } from './contact.ts'
import type { SeenAct } from './content-seen.ts'
import type { FindingName } from './finding.ts'
import { missingFindings } from './findings.ts'
import type { Duty, Handoff } from './handoff.ts'
import { nextDuty } from './keep-sla.ts'
import { waitingFact } from './pause-facts.ts'

/** What to do next with a lead, and why; `about` is what the lead did, in the words of its facts. */
export interface NextBest {
  readonly act:
    | 'accept'
    | 'prepare'
    | 'reply'
    | 'call'
    | 'write'
    | 'meet'
    | 'pass'
    | 'wait'
    | 'find-out'
    | 'report'
    | 'ask-consent'
    | 'review'
    | 'close'
  /** Nobody answered the lead yet: it is accepted before anything else. */
  readonly first?: 'accept'
  readonly why:
    | 'meeting'
    | 'replied'
    | 'asked'
    | 'looked'
    | 'overdue'
    | 'due'
    | 'waiting'
    | 'no-consent'
    | 'disputed'
    | 'ended'
    | 'unanswered'
    | 'missing'
    | 'open'
  readonly about?: string
  readonly at?: string
  /** What the funnel asks and nobody found yet. */
  readonly missing?: readonly FindingName[]
}

const day = 86_400_000
/** A form that asks for sales is warm for a week, a look at the website for two days. */
const askedWithinMs = 7 * day
const lookedWithinMs = 2 * day
/** Five working days, with the weekend between them: so long the clocks stand. */
const waitedWithinMs = 7 * day

/** The next best action, with its reason. Whoever has not answered the lead accepts it first; after it is closed there is none. */
export function nextBestAction(handoff: Handoff, acts: readonly SeenAct[], contact: Contact, nowMs: number): NextBest {
  const next = onceAccepted(handoff, acts, contact, nowMs)
  return handoff.state === 'open' && next.act !== 'accept' ? { ...next, first: 'accept' } : next
}

/**
 * What the lead waits for comes first (a meeting, an answer), then what it asked for or looked at lately, then what the SLA
 * asks; while it is waited for nothing else is asked. Whoever may not be called is written to; whoever may be neither is asked when they next come by themselves.
 */
function onceAccepted(handoff: Handoff, all: readonly SeenAct[], contact: Contact, nowMs: number): NextBest {
  if (handoff.dispute && !handoff.dispute.review) return { act: 'review', why: 'disputed' }
  if (!isWithSales(handoff)) return { act: 'close', why: 'ended' }
  // A program that says that they are away has not answered.
  const acts = all.filter(({ data }) => data.machine !== true)
  const latest = (fits: (act: SeenAct) => boolean, withinMs: number) =>
    acts
      .filter((act) => fits(act) && fromInstant(act.at) > nowMs - withinMs && fromInstant(act.at) <= nowMs)
      .sort((a, b) => (a.at < b.at ? 1 : -1))[0]
  const spoke = latest(({ type }) => spoken.includes(type), Number.POSITIVE_INFINITY)
  const waiting = latest(({ type }) => type === waitingFact, waitedWithinMs)
  const isNews = (act: SeenAct | undefined) =>
    act !== undefined && (!spoke || act.at > spoke.at) && (!waiting || act.at > waiting.at)
  const { meeting } = handoff
  if (meeting && fromInstant(meeting.on) > nowMs) return { act: 'prepare', why: 'meeting', at: meeting.on }
  const replied = latest(({ type }) => type === 'email-replied' || type === 'lead-answered', Number.POSITIVE_INFINITY)
  if (replied && isNews(replied)) return { act: 'reply', why: 'replied', at: replied.at }
  const reach = reachBy(contact)
  if (!reach) return { act: 'ask-consent', why: 'no-consent' }
  const asked = latest(asksForSales, askedWithinMs)
  if (asked && isNews(asked)) return { act: reach, why: 'asked', about: String(asked.data.form), at: asked.at }
  const looked = latest(({ type }) => type === 'page-visited', lookedWithinMs)
  if (looked && isNews(looked))
    return { act: reach, why: 'looked', about: String(looked.data.path ?? ''), at: looked.at }
  const isMet = (act: SeenAct | undefined) => act !== undefined && waiting !== undefined && act.at >= waiting.at
  const met = latest(({ type }) => type === 'meeting-booked', waitedWithinMs)
  // An answer to the lead itself waits for nobody.
  if (waiting && handoff.state !== 'open' && ![spoke, replied, met].some(isMet))
    return { act: 'wait', why: 'waiting', at: waiting.at }
  const next = nextDuty(handoff)
  if (next) {
    const why = fromInstant(next.due) <= nowMs ? 'overdue' : 'due'
    return { act: actFor(next.what, reach, contact), why, at: next.due }
  }
  if (handoff.state === 'open') return { act: 'accept', why: 'unanswered' }
  const missing = missingFindings(handoff)
  return missing.length > 0 ? { act: 'find-out', why: 'missing', missing } : { act: 'report', why: 'open' }
}

/** What a duty asks to be done, by a way that the lead agreed to. */
function actFor(what: Duty['what'], reach: 'call' | 'write', { email }: Contact): NextBest['act'] {
  if (what === 'answer') return 'accept'
  if (what === 'meeting') return 'meet'
  if (what === 'pass') return 'pass'
  return what === 'email' && isAllowed(email) ? 'write' : reach
}

const spoken: readonly string[] = ['call', 'demo']

function reachBy({ call, email }: Contact): 'call' | 'write' | undefined {
  if (isAllowed(call)) return 'call'
  return isAllowed(email) ? 'write' : undefined
}
