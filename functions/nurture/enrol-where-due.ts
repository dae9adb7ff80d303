import { sequencesKind } from '../../core/content/schemas.ts'
import { leadStatus } from '../../core/leads/lead-status.ts'
import { fromInstant, toInstant } from '../../core/names.ts'
import type { Enrolment } from '../../core/nurture/enrolment.ts'
import { parkingAfter } from '../../core/nurture/parking.ts'
import { type Happening, sequencesToEnter } from '../../core/nurture/triggers.ts'
import { startClock } from '../aws/start-clock.ts'
import { allCurrent } from '../content/published.ts'
import { type ReadLead, readLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'
import { enrol } from './enrol.ts'
import { enrolmentClock } from './enrolment-clock.ts'
import { settleLead } from './settle-lead.ts'

/**
 * When the clock of an enrolment may be missing: not while whoever put it starts it (its event, which is told last, or a minute later by who looks for what was left
 * untold, comes here again), and not once the sweep looks for it.
 */
const [startsWithinMs, startingMs] = [30_000, 15 * 60_000]

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
  const published = await allCurrent(sequencesKind)
  const sequences = published.map(({ value }) => value)
  const made: Enrolment[] = []
  for (const sequence of sequencesToEnter(sequences, lead, happening, now())) {
    const version = published.find(({ value }) => value === sequence)?.version ?? 1
    const by = sequence.trigger && 'idle' in sequence.trigger ? 'band' : undefined
    const enrolment = await enrol(lead, sequence, version, whyEntered(happening), by)
    if (enrolment) made.push(enrolment)
  }
  if (made.length === 0 && isUnsettled(lead)) {
    await settleLead(leadId, { type: 'settled', id: leadId, at: toInstant(now()) }, { noneTakesIt: true })
  }
  return made
}

/** So lately that whoever did it is still at it, or done. */
export function isJustNow(at: string): boolean {
  return now() - fromInstant(at) < startsWithinMs
}

/** The lead's status must follow from its enrolments, also when whoever changed those died before settling it. */
function isUnsettled(lead: ReadLead): boolean {
  return parkingAfter(lead, now(), true) !== undefined || leadStatus(lead, now()).status !== lead.profile.status
}

function whyEntered(happening: Happening | undefined): string {
  return happening && happening.type !== 'scored' ? happening.type : 'its score band'
}

/** Only a clock that never rang: whatever rang has counted a loop. */
function isStarting(enrolment: Enrolment): boolean {
  const { state, loops, startedAt } = enrolment
  return state === 'active' && loops === 0 && !isJustNow(startedAt) && now() - fromInstant(startedAt) < startingMs
}
