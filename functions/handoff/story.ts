import type { Handoff } from '../../core/handoff/handoff.ts'
import { nextDuty } from '../../core/handoff/keep-sla.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import { explainLead } from '../scoring/explain-lead.ts'
import { shown } from './find-handoff.ts'
import { leadPackage, type Reader } from './lead-package.ts'
import { staffMailsOf } from './staff-mails.ts'

/** How much of the timeline stands beside a hand-off; the rest is at `GET /leads/{leadId}/timeline`. */
const timelineHead = 30

/** "Sales gets the whole story": the lead, its score explained, questions to ask, what it saw and did, its company, what is next, who was told what. */
export async function storyOf(handoff: Handoff, lead: LeadState, reader: Reader) {
  const { handoffId } = handoff
  const { leadId } = lead.profile
  const [score, story, mails] = await Promise.all([
    explainLead(leadId),
    leadPackage(handoff, lead, reader),
    staffMailsOf(handoff),
  ])
  const view = shown(handoff)
  const next = nextDuty(handoff)
  return {
    ...view,
    next: next && { duty: next.id, who: next.who, what: next.what, due: next.due, how: next.how },
    lead: known(lead),
    explained: score,
    ...story,
    indicators: story.questions,
    timeline: story.timeline.slice(0, timelineHead),
    earlier: lead.handoffs.filter((one) => one.handoffId !== handoffId).map(inShort),
    mails: mails.map(({ to, template, state, at, reason }) => ({ to, template, state, at, reason })),
  }
}

function known({ profile, mailbox }: LeadState) {
  const { leadId, email, fields, tags, locale, zone, stage, status, mailable, firstTouch, lastTouch } = profile
  const consent = Object.fromEntries(Object.entries(mailbox.consent).map(([topic, { state }]) => [topic, state]))
  const { customerSince } = profile
  return {
    leadId,
    email,
    fields,
    tags,
    locale,
    zone,
    stage,
    status,
    mailable,
    consent,
    firstTouch,
    lastTouch,
    customerSince,
  }
}

function inShort({ handoffId, state, owner, openedAt, answer, outcome }: Handoff) {
  return { handoffId, state, owner, openedAt, answer, outcome }
}
