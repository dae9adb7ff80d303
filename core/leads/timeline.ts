import type { ConsentEvidence } from '../consent/mailbox.ts'
import type { Send } from '../consent/send.ts'
import { oneLine } from '../content/words.ts'
import type { Enrolment } from '../nurture/enrolment.ts'
import type { Touch } from '../outreach/touch.ts'
import { touchInWords } from '../outreach/touch-in-words.ts'
import { stageInWords, stageTypes } from '../scoring/stage-change.ts'
import type { Activity } from './activity.ts'

/** One thing that happened to a lead, was sent to it or was decided about it. */
export type TimelineEntry = { readonly at: string; readonly kind: string; readonly id: string } & Readonly<
  Record<string, unknown>
>

/** Where a page of the timeline ended. */
export type TimelinePlace = Pick<TimelineEntry, 'at' | 'kind' | 'id'>

/** Newest first; of the same time in a fixed order, so that a page goes on exactly where the one before ended. */
export function newestFirst(a: TimelinePlace, b: TimelinePlace): number {
  const [one, other] = [orderOf(a), orderOf(b)]
  return one === other ? 0 : one > other ? -1 : 1
}

/** A fact; what changes the stage of a lead, or whether sales has it, also in words. */
export function entryOfActivity({ id, type, at, data, from }: Activity): TimelineEntry {
  return {
    at,
    kind: 'activity',
    id,
    type,
    data,
    ...(from && { from }),
    ...(stageTypes.has(type) && { says: stageInWords({ type, data }) }),
  }
}

/** A reply with what was written in it, in one line too. */
export function entryOfReply(fact: TimelineEntry, text: string): TimelineEntry {
  const line = oneLine(text)
  return { ...fact, text, says: line.length > 120 ? `${line.slice(0, 120)} …` : line }
}

/** A mail, with why it was allowed, and what became of it. */
export function entryOfSend(send: Send): TimelineEntry {
  const { leadId, sendId, by, preparedAt, ...shown } = send
  return { at: send.claimedAt ?? preparedAt, kind: 'send', id: sendId, ...shown }
}

/** A task or a message of a sequence: why it was made or was not, who or what was asked, and what came of it, in words too. */
export function entryOfTouch(one: Touch): TimelineEntry {
  const { leadId, touchId, rev, nextAt, tries, version, kind, ...shown } = one
  return { ...shown, kind: 'touch', id: touchId, touch: kind, says: touchInWords(one) }
}

/** A decision of the person about mail, with what proves it; the proof's own address and browser are in the export alone. */
export function entryOfConsent(evidence: ConsentEvidence): TimelineEntry {
  const { id, at, topic, channel, decision, by, form, text, locale, list } = evidence
  return {
    at,
    kind: 'consent',
    id,
    topic,
    ...(channel !== 'email' && { channel }),
    decision,
    by,
    form,
    text,
    locale,
    list,
  }
}

/** Where a sequence stands: when it began, why its present step waits, how it ended. */
export function entriesOfEnrolment(enrolment: Enrolment): TimelineEntry[] {
  const { enrolmentId: id, sequence, version, state, step, since, due, held, reason } = enrolment
  const entry = (at: string, what: string, more: Record<string, unknown>): TimelineEntry => ({
    at,
    kind: 'enrolment',
    id: `${id}.${what}`,
    enrolmentId: id,
    sequence,
    version,
    what,
    ...more,
  })
  const began = entry(enrolment.startedAt, 'started', {})
  if (state === 'active') return [began, entry(since, 'waits', { step, due, why: held ?? `step ${step}` })]
  if (state === 'paused') return [began, entry(enrolment.pausedAt ?? since, 'paused', { step, why: reason })]
  return [began, entry(enrolment.endedAt ?? since, state, { step, why: reason })]
}

function orderOf({ at, kind, id }: TimelinePlace): string {
  return `${at} ${kind} ${id}`
}
