import type { Condition } from '../condition.ts'
import { suppressionOf } from '../consent/suppression.ts'
import { stages } from '../leads/lead.ts'
import { isWithSales, type LeadState } from '../leads/lead-status.ts'
import { askedInWords } from './asked-in-words.ts'
import type { Enrolment } from './enrolment.ts'
import { holdsFor } from './lead-facts.ts'
import { endsByReply } from './on-reply.ts'
import type { Sequence } from './sequence.ts'

/** Why the lead leaves this sequence now, in words, or undefined while it stays. "Unsubscribed and suppressed always exit." */
export function reasonToExit(
  sequence: Sequence,
  enrolment: Enrolment,
  lead: LeadState,
  nowMs: number,
): string | undefined {
  const { mailbox, profile } = lead
  if (mailbox.erasedAt) return 'erased'
  if (mailbox.mergedInto) return 'merged'
  if (suppressionOf(mailbox)) return 'suppressed'
  const consent = Object.hasOwn(mailbox.consent, sequence.topic) ? mailbox.consent[sequence.topic] : undefined
  if (consent?.state !== 'granted') return consent?.state === 'withdrawn' ? 'unsubscribed' : 'no-consent'
  if (sequence.audience === 'prospects' && profile.customerSince) return 'exit: for prospects only'
  if (sequence.audience === 'customers' && !profile.customerSince) return 'exit: for customers only'
  if (sequence.audience === 'with-sales' && !lead.handoffs.some(isWithSales))
    return 'exit: only while sales has the lead'
  if (endsByReply(sequence, enrolment, lead)) return 'exit: replied'
  for (const exit of sequence.exit) {
    const met = metOf(exit, sequence, enrolment, lead, nowMs)
    if (met) return `exit: ${met}`
  }
  return undefined
}

/** What has come to pass of an exit or a goal, in words: `stage mql`, `event meeting-booked`, `segment active`, `condition`; undefined while it has not. */
export function metOf(
  awaited: Sequence['exit'][number],
  { segments }: Sequence,
  enrolment: Enrolment,
  { profile }: LeadState,
  nowMs: number,
): string | undefined {
  if ('stage' in awaited) {
    return stages.indexOf(profile.stage) >= stages.indexOf(awaited.stage) ? `stage ${awaited.stage}` : undefined
  }
  if ('event' in awaited) return Object.hasOwn(enrolment.seen, awaited.event) ? `event ${awaited.event}` : undefined
  const asked = { profile, nowMs, segments, enrolment }
  if ('segment' in awaited) return holdsFor(awaited, asked) ? `segment ${awaited.segment}` : undefined
  return holdsFor(awaited.when, asked) ? `condition${askedInWords(awaited.when)}` : undefined
}

/** The activity types whose occurrence a sequence wants to know of: from its exits, its goal and from `event` in its conditions. */
export function eventsAskedFor(sequence: Sequence): ReadonlySet<string> {
  const asked = new Set<string>()
  for (const exit of [...sequence.exit, ...(sequence.goal ? [sequence.goal] : [])]) {
    if ('event' in exit) asked.add(exit.event)
    if ('when' in exit) collect(exit.when, asked)
  }
  for (const step of sequence.steps) {
    for (const { when } of step.branch ?? []) collect(when, asked)
    if (typeof step.wait === 'object' && step.wait.until) collect(step.wait.until, asked)
    if (typeof step.send === 'object') for (const { when } of step.send.variants) collect(when, asked)
  }
  return asked
}

function collect(when: Condition, asked: Set<string>): void {
  for (const [field, test] of Object.entries(when)) {
    if (field === 'any' || field === 'none') for (const inner of test as Condition[]) collect(inner, asked)
    if (field === 'event') for (const name of namesIn(test)) asked.add(name)
  }
}

function namesIn(test: unknown): string[] {
  if (typeof test === 'string') return [test]
  if (Array.isArray(test)) return test.filter((name) => typeof name === 'string')
  return test && typeof test === 'object' ? Object.values(test).flatMap(namesIn) : []
}
