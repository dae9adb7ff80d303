import { isWithSales } from '../leads/lead-status.ts'
import { fromInstant } from '../names.ts'
import type { SeenAct } from './content-seen.ts'
import type { Handoff } from './handoff.ts'
import { nextDutyDue } from './keep-sla.ts'
import { waitingFact } from './pause-facts.ts'

/** May sales do so, by the lead's consent? `unsaid`: the policy names no topic for it, so that nobody was asked. */
export type Allowed = 'granted' | 'not-granted' | 'unsaid'

export interface Contact {
  readonly call: Allowed
  readonly email: Allowed
}

/** What to do next with a lead, and why; `about` is what the lead did, in the words of its facts. */
export interface NextBest {
  readonly act: 'prepare' | 'reply' | 'call' | 'write' | 'wait' | 'ask-consent' | 'close'
  readonly why:
    | 'meeting'
    | 'replied'
    | 'asked'
    | 'looked'
    | 'overdue'
    | 'due'
    | 'waiting'
    | 'no-consent'
    | 'ended'
    | 'open'
  readonly about?: string
  readonly at?: string
}

const day = 86_400_000
/** A form that asks for sales is warm for a week, a look at the website for two days. */
const askedWithinMs = 7 * day
const lookedWithinMs = 2 * day

/**
 * The next best action, with its reason: what the lead waits for comes first (a meeting, an answer), then what it asked for or looked at lately, then what the SLA
 * asks. Whoever may not be called is written to; whoever may be neither is asked when they next come by themselves.
 */
export function nextBestAction(handoff: Handoff, acts: readonly SeenAct[], contact: Contact, nowMs: number): NextBest {
  if (!isWithSales(handoff)) return { act: 'close', why: 'ended' }
  const latest = (fits: (act: SeenAct) => boolean, withinMs: number) =>
    acts
      .filter((act) => fits(act) && fromInstant(act.at) > nowMs - withinMs && fromInstant(act.at) <= nowMs)
      .sort((a, b) => (a.at < b.at ? 1 : -1))[0]
  const spoke = latest(({ type }) => spoken.includes(type), Number.POSITIVE_INFINITY)
  const isNews = (act: SeenAct | undefined) => act !== undefined && (!spoke || act.at > spoke.at)
  const { meeting } = handoff
  if (meeting && fromInstant(meeting.on) > nowMs) return { act: 'prepare', why: 'meeting', at: meeting.on }
  const replied = latest(({ type }) => type === 'email-replied' || type === 'lead-answered', Number.POSITIVE_INFINITY)
  if (replied && isNews(replied)) return { act: 'reply', why: 'replied', at: replied.at }
  const reach = reachBy(contact)
  if (!reach) return { act: 'ask-consent', why: 'no-consent' }
  const asked = latest(({ type, data }) => type === 'form-submitted' && data.intent === 'explicit', askedWithinMs)
  if (asked && isNews(asked)) return { act: reach, why: 'asked', about: String(asked.data.form), at: asked.at }
  const looked = latest(({ type }) => type === 'page-visited', lookedWithinMs)
  if (looked && isNews(looked))
    return { act: reach, why: 'looked', about: String(looked.data.path ?? ''), at: looked.at }
  const due = nextDutyDue(handoff)
  if (due !== undefined && fromInstant(due) <= nowMs) return { act: reach, why: 'overdue', at: due }
  const waiting = latest(({ type }) => type === waitingFact, 5 * day)
  if (waiting && (!replied || replied.at < waiting.at)) return { act: 'wait', why: 'waiting', at: waiting.at }
  return due === undefined ? { act: reach, why: 'open' } : { act: reach, why: 'due', at: due }
}

const spoken: readonly string[] = ['call', 'demo']

function reachBy({ call, email }: Contact): 'call' | 'write' | undefined {
  if (call !== 'not-granted') return 'call'
  return email === 'not-granted' ? undefined : 'write'
}
