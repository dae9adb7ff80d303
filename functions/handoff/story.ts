import { scoringModelsKind } from '../../core/content/schemas.ts'
import { inLocale } from '../../core/content/words.ts'
import type { Handoff } from '../../core/handoff/handoff.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import { contentVersion } from '../content/published.ts'
import { readTimeline } from '../leads/read-timeline.ts'
import { explainLead } from '../scoring/explain-lead.ts'
import { readScore } from '../scoring/score-items.ts'
import { shown } from './find-handoff.ts'
import { staffMailsOf } from './staff-mails.ts'

/** How much of the timeline stands beside a hand-off; the rest is at `GET /leads/{leadId}/timeline`. */
const timelineHead = 30

/** "Sales gets the whole story": the lead, its score explained, questions to ask, what it did last, what is next, who was told what. */
export async function storyOf(handoff: Handoff, lead: LeadState, locale: string) {
  const { leadId, handoffId } = handoff
  const [score, indicators, timeline, mails] = await Promise.all([
    explainLead(leadId),
    questions(leadId, locale),
    readTimeline(lead, { limit: timelineHead }),
    staffMailsOf(handoff),
  ])
  const view = shown(handoff)
  const next = handoff.duties.find((duty) => !duty.metAt && duty.due === view.due)
  return {
    ...view,
    next: next && { duty: next.id, who: next.who, what: next.what, due: next.due, how: next.how },
    lead: known(lead),
    explained: score,
    indicators,
    timeline: timeline.items,
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

/** Of each indicator of the model whether it holds, and what to ask. */
async function questions(leadId: string, locale: string) {
  const stored = await readScore(leadId)
  const made = stored && (await contentVersion(scoringModelsKind, stored.model, stored.modelVersion))
  return (made?.value.indicators ?? []).map(({ id, ask }) => ({
    id,
    holds: stored?.score.indicators.includes(id) ?? false,
    ask: inLocale(ask, locale),
  }))
}
