import { toInstant } from '../../core/names.ts'
import { type Enrolment, isOpen } from '../../core/nurture/enrolment.ts'
import type { Steered } from '../../core/nurture/steering.ts'
import { startClock, stopClock } from '../aws/start-clock.ts'
import { knownLead } from '../leads/known-lead.ts'
import { now } from '../runtime/clock.ts'
import { Problem } from '../runtime/problem.ts'
import { closeAsked } from './end-enrolment.ts'
import { enrolmentClock } from './enrolment-clock.ts'
import { readEnrolment, tellEnrolment, wake } from './enrolment-items.ts'
import { settleLead } from './settle-lead.ts'

const triesAtMost = 8

/**
 * Does what staff decided about one enrolment: one write that raises `wakeSeq`, so that a TakeStep in flight decides again; then the clock starts or stops,
 * and the lead's status follows. Answers the enrolment as it is now; throws {@link Problem} 404 (no such lead or enrolment) or 409 (ended).
 */
export async function steerEnrolment(
  { leadId, enrolmentId }: { leadId: string; enrolmentId: string },
  decide: (enrolment: Enrolment, nowMs: number) => Steered,
): Promise<Enrolment> {
  await knownLead(leadId)
  let tried: Partial<Enrolment> | undefined
  for (let attempt = 1; attempt <= triesAtMost; attempt += 1) {
    const read = await readEnrolment(leadId, enrolmentId)
    if (!read) throw new Problem(404, 'There is no such enrolment of this lead.')
    // Written by the try before, whose answer was lost.
    if (tried?.state === read.state) return follow(read)
    const change = decide(read, now())
    if (change === 'ended') throw new Problem(409, `This enrolment ended already: it is ${read.state}.`)
    if (change === 'unchanged') return read
    const steered = await wake(read, change, [read.state])
    if (steered) return follow(steered)
    tried = change
  }
  throw new Error('the enrolment was changed by others at each of eight tries')
}

/** What follows from the new state: its clock, its lead's status, and its event, last: who hears of it finds all else done. */
async function follow(steered: Enrolment): Promise<Enrolment> {
  const { leadId, enrolmentId, sequence, state } = steered
  await runOrStop(steered)
  if (!isOpen(steered)) await closeAsked(steered)
  await settleLead(leadId, { type: `enrolment-${state}`, id: enrolmentId, at: toInstant(now()), data: { sequence } })
  await tellEnrolment(steered)
  return steered
}

async function runOrStop(steered: Enrolment): Promise<void> {
  const clock = enrolmentClock(steered)
  if (steered.state === 'active') await startClock(clock, steered.generation + 1)
  else await stopClock(clock, steered.generation)
}
