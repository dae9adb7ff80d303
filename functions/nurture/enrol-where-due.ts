import { leadStatus } from '../../core/leads/lead-status.ts'
import { fromInstant, toInstant } from '../../core/names.ts'
import type { Enrolment } from '../../core/nurture/enrolment.ts'
import { isParkedByItself, parkingAfter } from '../../core/nurture/parking.ts'
import { type Happening, isOpen, sequencesToEnter } from '../../core/nurture/triggers.ts'
import { allCurrent } from '../content/published.ts'
import { changeLead } from '../leads/change-lead.ts'
import { readLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'
import { enrol } from './enrol.ts'
import { enrolmentClock } from './enrolment-clock.ts'
import { startClock } from './start-clock.ts'

/** How long after an enrolment was put its clock may still be missing because the function that put it died; later the sweep looks. */
const startingMs = 15 * 60_000

/**
 * Drives a lead to where its sequences say it should be: enters those whose triggers hold, finishes what an earlier try left half done, and parks with a
 * date the lead that none takes. Safe to repeat. Answers the enrolments it made.
 */
export async function enrolWhereDue(leadId: string, happening: Happening | undefined): Promise<Enrolment[]> {
  const lead = await readLead(leadId)
  if (!lead) return []
  for (const enrolment of lead.enrolments) {
    if (isStarting(enrolment)) await startClock(enrolmentClock(enrolment), enrolment.generation)
  }
  const published = await allCurrent('sequences')
  const entered = sequencesToEnter(
    published.map(({ value }) => value),
    lead,
    happening,
    now(),
  )
  const made: Enrolment[] = []
  for (const sequence of entered) {
    const version = published.find(({ value }) => value === sequence)?.version ?? 1
    const enrolment = await enrol(lead, sequence, version, happening?.type ?? 'its score band')
    if (enrolment) made.push(enrolment)
  }
  if (made.length === 0) await settle(leadId)
  return made
}

/** The lead's status must follow from its enrolments, also when whoever changed those died before settling it. */
async function settle(leadId: string): Promise<void> {
  const cause = { type: 'settled', id: leadId, at: toInstant(now()) }
  await changeLead(leadId, cause, (lead) => {
    const parked =
      lead.profile.status === 'parked' && !lead.profile.parked?.until ? parkingAfter(lead, now()) : undefined
    if (parked) return { set: { parked } }
    const nurtured = lead.enrolments.some(({ state, newsletter }) => state === 'active' && !newsletter)
    const lifted = nurtured && isParkedByItself(lead.profile) ? { set: { parked: undefined } } : {}
    const profile = { ...lead.profile, ...lifted.set }
    return leadStatus({ ...lead, profile }, now()).status === lead.profile.status ? {} : lifted
  })
}

function isStarting(enrolment: Enrolment): boolean {
  return isOpen(enrolment) && enrolment.loops === 0 && fromInstant(enrolment.startedAt) > now() - startingMs
}
