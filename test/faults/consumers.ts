import './virtual-clock.ts'
import {
  ActivityObserved,
  BroadcastRequested,
  ContentPublished,
  EnrolmentChanged,
  FormSubmitted,
  HandoffChanged,
  InFlightRequested,
  LeadChanged,
  LeadErased,
  LeadHandedIn,
  LeadMerged,
  LeadQualified,
  sesDetailTypes,
} from '../../core/events.ts'
import { TouchDue } from '../../core/outreach/events.ts'
import { smsEventPattern } from '../../core/outreach/sms-event.ts'
import { LeadPosted } from '../../core/sources/events.ts'
import { VisitorActed, VisitorNamed } from '../../core/website/events.ts'
import { handler as acceptSubmission } from '../../functions/capture/accept-submission.event.ts'
import { handler as askAgain } from '../../functions/capture/ask-again.schedule.ts'
import { handler as passToSupport } from '../../functions/capture/pass-to-support.event.ts'
import { handler as recordEmail } from '../../functions/consent/record-email.event.ts'
import { handler as settleSends } from '../../functions/consent/settle-sends.schedule.ts'
import { handler as settleInFlight } from '../../functions/content/settle-in-flight.event.ts'
import { handler as forwardLead } from '../../functions/handoff/forward-lead.event.ts'
import { handler as meetDuty } from '../../functions/handoff/meet-duty.event.ts'
import { handler as moveClocks } from '../../functions/handoff/move-clocks.event.ts'
import { handler as settleLead } from '../../functions/handoff/settle-lead.event.ts'
import { handler as sweepHandoffs } from '../../functions/handoff/sweep-handoffs.schedule.ts'
import { handler as announceLeft } from '../../functions/leads/announce-left.schedule.ts'
import { handler as deleteErased } from '../../functions/leads/delete-erased.event.ts'
import { handler as deleteErasedAgain } from '../../functions/leads/delete-erased.schedule.ts'
import { handler as recordActivity } from '../../functions/leads/record-activity.event.ts'
import { handler as settleMerge } from '../../functions/leads/settle-merge.event.ts'
import { handler as broadcastSequence } from '../../functions/nurture/broadcast-sequence.event.ts'
import { handler as enrolLead } from '../../functions/nurture/enrol-lead.event.ts'
import { handler as sweepEnrolments } from '../../functions/nurture/sweep-enrolments.schedule.ts'
import { handler as wakeEnrolment } from '../../functions/nurture/wake-enrolment.event.ts'
import { handler as deliverMessage } from '../../functions/outreach/deliver-message.event.ts'
import { handler as recordSms } from '../../functions/outreach/record-sms.event.ts'
import { handler as sweepMessages } from '../../functions/outreach/sweep-messages.schedule.ts'
import { handler as tellTask } from '../../functions/outreach/tell-task.event.ts'
import { handler as receiveReply } from '../../functions/replies/receive-reply.event.ts'
import { handler as rescoreLead } from '../../functions/scoring/rescore-lead.event.ts'
import { handler as recordPost } from '../../functions/sources/record-post.event.ts'
import { handler as recordVisits } from '../../functions/website/record-visits.event.ts'
import type { Consumer } from './queues.ts'

const minute = 60_000

function consumer(name: string, handler: unknown, ...kinds: readonly { readonly name: string }[]): Consumer {
  return { name, handler, hears: kinds.map((kind) => kind.name) }
}

/** Every function that reads a queue, with the events that its rule lets through, as `infra/` has them (a test compares). */
export const consumers: readonly Consumer[] = [
  consumer('capture/accept-submission.event', acceptSubmission, FormSubmitted),
  consumer('capture/pass-to-support.event', passToSupport, LeadChanged),
  { name: 'consent/record-email.event', handler: recordEmail, hears: Object.values(sesDetailTypes) },
  consumer('content/settle-in-flight.event', settleInFlight, ContentPublished, InFlightRequested),
  consumer('handoff/move-clocks.event', moveClocks, ContentPublished, InFlightRequested),
  consumer('handoff/forward-lead.event', forwardLead, LeadQualified, LeadHandedIn),
  consumer('handoff/meet-duty.event', meetDuty, LeadChanged),
  consumer('handoff/settle-lead.event', settleLead, HandoffChanged),
  consumer('leads/delete-erased.event', deleteErased, LeadErased),
  consumer('leads/settle-merge.event', settleMerge, LeadMerged),
  consumer('leads/record-activity.event', recordActivity, ActivityObserved),
  consumer('nurture/broadcast-sequence.event', broadcastSequence, BroadcastRequested),
  consumer('nurture/enrol-lead.event', enrolLead, LeadChanged, EnrolmentChanged),
  consumer('nurture/wake-enrolment.event', wakeEnrolment, LeadChanged),
  consumer('outreach/deliver-message.event', deliverMessage, TouchDue),
  { name: 'outreach/record-sms.event', handler: recordSms, hears: smsEventPattern['detail-type'] },
  consumer('outreach/tell-task.event', tellTask, TouchDue),
  { name: 'replies/receive-reply.event', handler: receiveReply, hears: ['Object Created'] },
  consumer('scoring/rescore-lead.event', rescoreLead, LeadChanged),
  consumer('sources/record-post.event', recordPost, LeadPosted),
  consumer('website/record-visits.event', recordVisits, VisitorActed, VisitorNamed),
]

/** A function that the clock calls, and what it looks at in the index of due times. */
export interface Sweep {
  readonly name: string
  readonly handler: unknown
  readonly everyMs: number
  /** Where what it looks for stands, with the ms after which it is looked at. With nothing there it would do nothing and is not run. */
  readonly looksAt: readonly { readonly index: 'due' | 'unannounced'; readonly pk: string; readonly afterMs: number }[]
}

const due = (pk: string, afterMs = 0) => ({ index: 'due', pk, afterMs }) as const

/** The schedules that make up for what was left, at their times; the nightly ones are left out: nothing may need them. */
export const sweeps: readonly Sweep[] = [
  {
    name: 'leads/announce-left.schedule',
    handler: announceLeft,
    everyMs: minute,
    looksAt: [{ index: 'unannounced', pk: 'owed', afterMs: minute / 2 }],
  },
  { name: 'capture/ask-again.schedule', handler: askAgain, everyMs: 5 * minute, looksAt: [due('confirmation')] },
  { name: 'consent/settle-sends.schedule', handler: settleSends, everyMs: 15 * minute, looksAt: [due('send')] },
  {
    name: 'nurture/sweep-enrolments.schedule',
    handler: sweepEnrolments,
    everyMs: 15 * minute,
    looksAt: [due('enrolment', 15 * minute), due('stopped-enrolment'), due('park')],
  },
  {
    name: 'handoff/sweep-handoffs.schedule',
    handler: sweepHandoffs,
    everyMs: 15 * minute,
    looksAt: [due('handoff', 15 * minute)],
  },
  {
    name: 'outreach/sweep-messages.schedule',
    handler: sweepMessages,
    everyMs: 5 * minute,
    looksAt: [due('message')],
  },
  {
    name: 'leads/delete-erased.schedule',
    handler: deleteErasedAgain,
    everyMs: 15 * minute,
    looksAt: [due('erased')],
  },
]
