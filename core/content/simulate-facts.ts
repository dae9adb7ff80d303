import { applyConsent } from '../consent/apply-consent.ts'
import { suppress } from '../consent/suppression.ts'
import { durationMs } from '../duration.ts'
import { type AskedFindings, type Found, findingNames } from '../handoff/finding.ts'
import { missingFindings, qualify } from '../handoff/findings.ts'
import type { Handoff, HandoffState } from '../handoff/handoff.ts'
import { priorityOf } from '../handoff/priority.ts'
import { profileAfter } from '../handoff/settle.ts'
import type { Activity } from '../leads/activity.ts'
import { foldFacts } from '../leads/fold-profile.ts'
import { isWithSales, type LeadState, leadStatus } from '../leads/lead-status.ts'
import { fromInstant, toInstant } from '../names.ts'
import type { Act } from './persona-acts.ts'

/** What sales does with the lead that it has, by the fact of it. */
const answers: Readonly<Record<string, HandoffState>> = {
  'handoff-accepted': 'accepted',
  'handoff-rejected': 'rejected',
  'handoff-recycled': 'recycled',
  'opportunity-opened': 'opportunity',
  'deal-won': 'won',
  'deal-lost': 'lost',
}

/** An act of a persona as the fact that it becomes; `n`: which of all it is, `about`: what the mail that it clicks is about. */
export function factOf(act: Act, n: number, leadId: string, nowMs: number, about?: readonly string[]): Activity {
  const { after, every, type, template, fields, tags, ...data } = act
  return {
    leadId,
    id: `simulated-${n}`,
    type,
    at: toInstant(nowMs),
    data: {
      ...(data as Activity['data']),
      ...(template !== undefined && { template }),
      ...(about && { tags: [...about] }),
    },
    ...((fields || tags) && { told: { ...(fields && { fields }), ...(tags && { tags: [...tags] }) } }),
  }
}

/** What sales does, as the running system tells it: "SQL: sales found need and authority", where the funnel asks for that; accepting alone makes none then. */
export function asSalesTells(fact: Activity, lead: LeadState, asks: AskedFindings | undefined): Activity {
  const { to: _, awaits: __, ...data } = fact.data
  if (fact.type === 'handoff-accepted' && asks) return { ...fact, data: { ...data, awaits: [...asks.findings] } }
  if (fact.type !== 'handoff-qualified') return fact
  const found = foundIn(fact)
  const open = lead.handoffs.findLast(isWithSales)
  // A persona may begin with sales having it, of which no hand-off tells.
  const isWhole = open
    ? qualify(open, { by: 'sales', found }, fromInstant(fact.at)).result === 'changed'
    : missingFindings({ asks }, found).length === 0
  return { ...fact, data: { ...data, ...(asks && isWhole && { to: 'sql' }) } }
}

function foundIn({ data }: Activity): Found {
  const told = findingNames.filter((name) => typeof data[name] === 'string')
  return Object.fromEntries(told.map((name) => [name, data[name]])) as Found
}

/** The lead after this happened to it, by the same folds and rules as in the running system; `topic` is what the sequence is about. */
export function afterFact(lead: LeadState, fact: Activity, topic: string, asks?: AskedFindings): LeadState {
  const folded = { ...lead, profile: foldFacts(lead.profile, [fact]) }
  return standing(afterAnswer(afterMailFact(folded, fact, topic), fact, asks), fromInstant(fact.at))
}

/** The lead once sales has it: no person is named, since nobody is told. */
export function handedOver(lead: LeadState, k: number, at: string): LeadState {
  const { leadId, score } = lead.profile
  const handoff: Handoff = {
    leadId,
    handoffId: `${leadId}.${k}`,
    k,
    state: 'open',
    owner: 'sales',
    team: 'sales',
    by: 'round-robin',
    routedBy: 'simulated',
    policy: 'simulated',
    policyVersion: 1,
    priority: priorityOf(score?.total ?? 0),
    openedAt: at,
    duties: [],
    steps: [],
    escalations: [],
    late: [],
    previousOwners: [],
    tells: [],
    generation: 1,
    loops: 0,
    version: 1,
  }
  return standing({ ...lead, handoffs: [...lead.handoffs, handoff] }, fromInstant(at))
}

/** Status and mailability as they follow from all else. */
export function standing(lead: LeadState, nowMs: number): LeadState {
  const { status, parked, mailable, suppressed } = leadStatus(lead, nowMs)
  return { ...lead, profile: { ...lead.profile, status, parked: parked ?? lead.profile.parked, mailable, suppressed } }
}

function afterMailFact(lead: LeadState, { id, type, at, data }: Activity, topicOfSequence: string): LeadState {
  const { mailbox } = lead
  const topic = typeof data.topic === 'string' ? data.topic : topicOfSequence
  switch (type) {
    case 'consent-withdrawn':
      return withMailbox(lead, applyConsent(mailbox, [{ topic, decision: 'withdrawn', at, evidence: 'simulated' }]))
    case 'consent-granted':
      return withMailbox(lead, applyConsent(mailbox, [{ topic, decision: 'granted', at, evidence: 'simulated' }]))
    case 'email-bounced':
      return withMailbox(lead, suppress(mailbox, { reason: 'bounced', at }))
    case 'email-complained':
      return withMailbox(lead, suppress(mailbox, { reason: 'complained', at }))
    // A mail of another sequence: caps count over all.
    case 'email-sent':
      return withMailbox(lead, { claims: [...mailbox.claims, { sendId: id, at, topic }].slice(-50) })
    default:
      return lead
  }
}

function afterAnswer(lead: LeadState, fact: Activity, asks: AskedFindings | undefined): LeadState {
  const { type, at, data } = fact
  if (type === 'handoff-opened') return lead.handoffs.some(isWithSales) ? lead : handedOver(lead, nextK(lead), at)
  const open = lead.handoffs.findLast(isWithSales)
  if (type === 'handoff-qualified' && open) {
    const made = qualify(open, { by: 'sales', found: foundIn(fact) }, fromInstant(at))
    return made.result === 'changed' ? withHandoff(lead, open, made.handoff) : lead
  }
  const state = Object.hasOwn(answers, type) ? answers[type] : undefined
  if (!state || !open) return lead
  const parkUntil = typeof data.park === 'string' ? toInstant(fromInstant(at) + durationMs(data.park)) : undefined
  const kind = state === 'accepted' || state === 'rejected' || state === 'recycled' ? state : undefined
  const result = state === 'opportunity' || state === 'won' || state === 'lost' ? state : undefined
  const answered: Handoff = {
    ...open,
    state,
    ...(kind === 'accepted' && { asks }),
    ...(kind && { answer: { kind, at, by: 'sales', ...(parkUntil && { parkUntil }) } }),
    ...(result && { outcome: { result, at, by: 'sales' } }),
  }
  return withHandoff(lead, open, answered)
}

function withHandoff(lead: LeadState, before: Handoff, after: Handoff): LeadState {
  return {
    ...lead,
    handoffs: lead.handoffs.map((one) => (one === before ? after : one)),
    profile: { ...lead.profile, ...profileAfter(after, lead.profile) },
  }
}

function nextK({ handoffs, profile }: LeadState): number {
  return Math.max(profile.qualification?.k ?? 0, ...handoffs.map(({ k }) => k)) + 1
}

function withMailbox(lead: LeadState, change: Partial<LeadState['mailbox']> | undefined): LeadState {
  return change ? { ...lead, mailbox: { ...lead.mailbox, ...change } } : lead
}
