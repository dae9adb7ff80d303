import { topicAndChannel } from '../consent/channel.ts'
import { suppressionOf } from '../consent/suppression.ts'
import type { Handoff } from '../handoff/handoff.ts'
import { shownEnrolment } from '../nurture/enrolment.ts'
import { shownActivity } from './activity-summary.ts'
import type { Profile } from './lead.ts'
import { isWithSales, type LeadState } from './lead-status.ts'

/** A lead in a list: what is known and where it stands, without what only writers need. Of an erased one nothing but that. */
export function shownProfile(profile: Profile) {
  const { fieldsSetBy, activitySummary, version, ...shown } = profile
  return profile.status === 'erased' ? { leadId: profile.leadId, status: profile.status } : shown
}

/** One lead whole: profile, activity by type and day, stage, status, mailable, score with its parts (`explained`), consents, enrolments, hand-off. */
export function shownLead(lead: LeadState, explained: object | undefined) {
  const { profile, mailbox, enrolments, handoffs } = lead
  const { fieldsSetBy, activitySummary = {}, version, ...shown } = profile
  const suppression = suppressionOf(mailbox)
  const handoff = handoffs.find(isWithSales) ?? handoffs.toSorted((a, b) => b.k - a.k)[0]
  return {
    ...shown,
    activity: shownActivity(activitySummary),
    ...(explained && { score: explained }),
    consents: Object.entries(mailbox.consent).map(([name, consent]) => ({ ...shownConsentName(name), ...consent })),
    ...(suppression && { suppression }),
    ...(mailbox.merged?.length && { mergedFrom: mailbox.merged.map(({ leadId, at }) => ({ leadId, at })) }),
    enrolments: enrolments.map(shownEnrolment),
    ...(handoff && { handoff: shownHandoff(handoff) }),
  }
}

/** A consent without a channel is to mail. */
function shownConsentName(name: string) {
  const { topic, channel } = topicAndChannel(name)
  return { topic, ...(channel !== 'email' && { channel }) }
}

/** What only the clock of a hand-off needs. */
const ofTheClock = ['leadId', 'generation', 'generationAt', 'wakeSeq', 'loops', 'version', 'settled', 'tells']

function shownHandoff(handoff: Handoff): Partial<Handoff> {
  return Object.fromEntries(Object.entries(handoff).filter(([name]) => !ofTheClock.includes(name)))
}
