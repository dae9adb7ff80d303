import { sequencesKind } from '../../core/content/schemas.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import { crossesTo } from '../../core/nurture/cross-band.ts'
import { type Enrolment, isOpen } from '../../core/nurture/enrolment.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import type { Happening } from '../../core/nurture/triggers.ts'
import { factsFor, type WakeAction, whatToDo } from '../../core/nurture/waking.ts'
import { env } from '../aws/env.ts'
import { startClock, stopClock } from '../aws/start-clock.ts'
import { mailStops } from '../consent/switches.ts'
import { allCurrent, contentVersion } from '../content/published.ts'
import { readLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'
import { enrolmentClock } from './enrolment-clock.ts'
import { wake } from './enrolment-items.ts'

const triesAtMost = 8

/**
 * Wakes the sequences of a lead for which something changed: an awaited click, an exit, the end of a hold. The fact is stored beside the cursor with
 * `wakeSeq` + 1 in one write, then generation + 1 is started and the old execution stopped; TakeStep alone raises the generation. Safe to repeat.
 */
export async function wakeWhereDue(leadId: string, happening: Happening): Promise<void> {
  const lead = await readLead(leadId)
  for (const { enrolmentId } of lead?.enrolments.filter(isOpen) ?? []) {
    await wakeOne(leadId, enrolmentId, happening, lead)
  }
}

async function wakeOne(leadId: string, enrolmentId: string, happening: Happening, read?: LeadState): Promise<void> {
  let lead = read
  for (let attempt = 1; attempt <= triesAtMost; attempt += 1) {
    const enrolment = lead?.enrolments.find((one) => one.enrolmentId === enrolmentId)
    if (!lead || !enrolment || !isOpen(enrolment)) return
    const published = await contentVersion(sequencesKind, enrolment.sequence, enrolment.version)
    if (!published) return
    const facts = await factsOf(enrolment, published.value, lead, happening)
    const action = await actionFor(published.value, { ...enrolment, ...facts }, lead, happening)
    if (!facts && action === 'nothing') return
    const woken = await wake(enrolment, facts ?? {}, [enrolment.state])
    if (!woken) {
      lead = await readLead(leadId)
      continue
    }
    // As it is now: a TakeStep that began meanwhile decides again, and what one wrote just before may ring too late.
    if ((await actionFor(published.value, woken, lead, happening)) === 'wake') await startNext(woken)
    return
  }
  throw new Error('an enrolment was changed by others at each of eight tries to wake it')
}

/** What this tells the enrolment; also that the score moved its lead to the band of another sequence, which is then known beside the cursor. */
async function factsOf(
  enrolment: Enrolment,
  sequence: Sequence,
  lead: LeadState,
  happening: Happening,
): Promise<Partial<Enrolment> | undefined> {
  const told = factsFor(enrolment, sequence, happening)
  if (!enrolment.byBand) return told
  const live = (await allCurrent(sequencesKind)).map(({ value }) => value)
  const to = crossesTo(sequence, enrolment, lead, live, now())
  return to ? { ...told, crossed: to.id } : told
}

async function actionFor(
  sequence: Sequence,
  enrolment: Enrolment,
  lead: LeadState,
  happening: Happening,
): Promise<WakeAction> {
  const setting = { zone: env('DEFAULT_ZONE'), ...(await mailStops()) }
  return whatToDo({ sequence, enrolment, lead, nowMs: now(), setting }, happening)
}

async function startNext(woken: Enrolment): Promise<void> {
  const clock = enrolmentClock(woken)
  const started = await startClock(clock, woken.generation + 1)
  if (started > woken.generation) await stopClock(clock, woken.generation)
}
