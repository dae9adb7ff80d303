import { sequencesKind } from '../../core/content/schemas.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import { toInstant } from '../../core/names.ts'
import { asksActivity } from '../../core/nurture/asks-activity.ts'
import { isOpen } from '../../core/nurture/enrolment.ts'
import { type Happening, sequencesToEnter, timePassed } from '../../core/nurture/triggers.ts'
import { allCurrent, contentVersion } from '../content/published.ts'
import { now } from '../runtime/clock.ts'
import { enrolWhereDue } from './enrol-where-due.ts'
import { wakeWhereDue } from './wake-where-due.ts'

/**
 * "No page visit for 30 days" comes true without an event: enters the lead, looked at once a night, into the sequences whose triggers hold by now, and wakes those
 * that it is inside of. Only sequences that ask for activity are looked at: all else comes with an event. Safe to repeat.
 */
export async function actOnTime(lead: LeadState): Promise<void> {
  const { leadId } = lead.profile
  const happening: Happening = { type: timePassed, at: toInstant(now()), data: {} }
  const live = (await allCurrent(sequencesKind)).map(({ value }) => value)
  if (sequencesToEnter(live.filter(asksActivity), lead, happening, now()).length > 0) {
    await enrolWhereDue(leadId, happening)
  }
  for (const { sequence, version } of lead.enrolments.filter(isOpen)) {
    const published = await contentVersion(sequencesKind, sequence, version)
    if (published && asksActivity(published.value)) return wakeWhereDue(leadId, happening)
  }
}
