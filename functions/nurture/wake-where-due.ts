import { holds } from '../../core/condition.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import { fromInstant } from '../../core/names.ts'
import type { Enrolment } from '../../core/nurture/enrolment.ts'
import { eventsAskedFor } from '../../core/nurture/exits.ts'
import { leadFacts } from '../../core/nurture/lead-facts.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { waitOf } from '../../core/nurture/steps.ts'
import { takeSteps } from '../../core/nurture/take-steps.ts'
import type { Happening } from '../../core/nurture/triggers.ts'
import { env } from '../aws/env.ts'
import { marketingMailOn } from '../consent/switches.ts'
import { contentVersion } from '../content/published.ts'
import { readLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'
import { enrolmentClock } from './enrolment-clock.ts'
import { wake } from './enrolment-items.ts'
import { startClock, stopClock } from './start-clock.ts'

/** A clock that rings within this is left to ring; a TakeStep may be at work on it already. */
const aboutToRingMs = 2_000
const triesAtMost = 8

/**
 * Wakes the sequences of a lead for which something changed: an awaited click, an exit, the end of a hold. The fact is stored beside the cursor with
 * `wakeSeq` + 1 in one write, then generation + 1 is started and the old execution stopped; TakeStep alone raises the generation. Safe to repeat.
 */
export async function wakeWhereDue(leadId: string, happening: Happening): Promise<void> {
  const lead = await readLead(leadId)
  for (const { enrolmentId } of lead?.enrolments.filter(({ state }) => state === 'active') ?? []) {
    await wakeOne(leadId, enrolmentId, happening, lead)
  }
}

async function wakeOne(leadId: string, enrolmentId: string, happening: Happening, read?: LeadState): Promise<void> {
  let lead = read
  for (let attempt = 1; attempt <= triesAtMost; attempt += 1) {
    const enrolment = lead?.enrolments.find((one) => one.enrolmentId === enrolmentId)
    if (!lead || enrolment?.state !== 'active') return
    const published = await contentVersion('sequences', enrolment.sequence, enrolment.version)
    if (!published) return
    const sequence: Sequence = published.value
    const facts = factsFor(enrolment, sequence, happening)
    const after: Enrolment = { ...enrolment, ...facts }
    const action = await whatToDo(sequence, after, lead)
    if (!facts && action === 'nothing') return
    const woken = await wake(enrolment, facts ?? {}, ['active'])
    if (!woken) {
      lead = await readLead(leadId)
      continue
    }
    if (action === 'wake') {
      const clock = enrolmentClock(enrolment)
      const started = await startClock(clock, woken.generation + 1)
      if (started > woken.generation) await stopClock(clock, woken.generation)
    }
    return
  }
  throw new Error('an enrolment was changed by others at each of eight tries to wake it')
}

/** What this happening tells the enrolment: a click on one of its mails, or an event that its sequence asks for. */
function factsFor(
  enrolment: Enrolment,
  sequence: Sequence,
  { type, at, data }: Happening,
): Partial<Enrolment> | undefined {
  if (type === 'email-clicked') {
    const template = String(data.template ?? '')
    const own = data.enrolmentId ? data.enrolmentId === enrolment.enrolmentId : Object.hasOwn(enrolment.sent, template)
    if (!own || template === '' || Object.hasOwn(enrolment.clicked, template)) return undefined
    return { clicked: { ...enrolment.clicked, [template]: at } }
  }
  if (!eventsAskedFor(sequence).has(type) || at < enrolment.startedAt || Object.hasOwn(enrolment.seen, type)) {
    return undefined
  }
  return { seen: { ...enrolment.seen, [type]: at } }
}

/**
 * `wake`: there is something to do before the clock rings. `decide-again`: its clock is ringing, so a TakeStep that read before this must not write
 * what it decided. The same decision code answers that TakeStep itself runs.
 */
async function whatToDo(
  sequence: Sequence,
  enrolment: Enrolment,
  lead: LeadState,
): Promise<'wake' | 'decide-again' | 'nothing'> {
  const nowMs = now()
  const setting = { zone: env('DEFAULT_ZONE'), marketingMail: await marketingMailOn() }
  const dueMs = enrolment.due ? fromInstant(enrolment.due) : nowMs
  const ringing = dueMs <= nowMs + aboutToRingMs
  const { decision, passed } = takeSteps({ sequence, enrolment, lead, nowMs, setting })
  if (ringing) return decision.kind === 'end' || awaitedHappened(sequence, enrolment, lead) ? 'decide-again' : 'nothing'
  const sooner = decision.kind === 'wait' && decision.clock && decision.dueMs < dueMs - aboutToRingMs
  return passed.length > 0 || decision.kind !== 'wait' || sooner ? 'wake' : 'nothing'
}

/** Some wait of this sequence would end now: a TakeStep at work may be about to write itself into that wait. */
function awaitedHappened(sequence: Sequence, enrolment: Enrolment, { profile }: LeadState): boolean {
  const facts = leadFacts(profile, enrolment)
  return sequence.steps.some((step) => {
    const until = waitOf(step)?.until
    return until !== undefined && holds(until, facts)
  })
}
