import type * as z from 'zod/mini'
import { sequencesKind } from '../../core/content/schemas.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import { fromInstant, toInstant } from '../../core/names.ts'
import { type Enrolment, isOpen } from '../../core/nurture/enrolment.ts'
import { sendIdOf } from '../../core/nurture/send-id.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { type Taken, takeSteps, withMail } from '../../core/nurture/take-steps.ts'
import { type Rival, takeTurn } from '../../core/nurture/take-turn.ts'
import type { takeStep } from '../../core/tasks.ts'
import { env } from '../aws/env.ts'
import { mailStops } from '../consent/switches.ts'
import { contentVersion } from '../content/published.ts'
import { type ReadLead, readLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'
import { endEnrolment, settleEnded } from './end-enrolment.ts'
import { enrolmentClock } from './enrolment-clock.ts'
import { moveCursor, raiseGeneration } from './enrolment-items.ts'
import { afterSend, sendDue } from './send-due.ts'
import { settleMoved } from './settle-lead.ts'

type State = z.output<typeof takeStep.input>

/** No wait of a state machine is longer; what is due later is looked at in between. */
const longestWaitMs = 30 * 86_400_000
/** An execution lives a year at most and keeps 25,000 history events: it hands over well before. */
const handOverAfterMs = 300 * 86_400_000
const handOverAfterLoops = 1_000
/** A lost race reads and decides again; so often in a row that it must be something else. */
const decisionsAtMost = 8

/**
 * Takes the steps of one enrolment that are due, with at most one mail, task or message among them. The cursor in the table is the truth: this may run twice, late, or beside
 * another; only the highest generation acts, and it decides by one strongly consistent read (docs/decisions/0002-one-read-decides-a-step.md).
 */
export async function takeDueStep(state: State): Promise<State> {
  for (let attempt = 1; attempt <= decisionsAtMost; attempt += 1) {
    const lead = await readLead(state.leadId)
    const found = lead?.enrolments.find(({ enrolmentId }) => enrolmentId === state.enrolmentId)
    if (!lead || !found || found.generation > state.generation) return finished(state)
    let enrolment = found
    if (found.generation < state.generation) {
      const raised = await raiseGeneration(found, state.generation, toInstant(now()))
      // Whoever woke it since the read counts on this generation to see why: it takes this running execution for its own.
      if (!raised || raised.wakeSeq !== found.wakeSeq) continue
      enrolment = raised
    }
    if (!isOpen(enrolment)) {
      await settleEnded(enrolment)
      return finished(state)
    }
    if (enrolment.state === 'paused') return finished(state)
    if (isWornOut(enrolment)) {
      // Once in a year: what speaks to Step Functions is read by whoever hands over.
      const { startClock } = await import('../aws/start-clock.ts')
      await startClock(enrolmentClock(enrolment), state.generation + 1)
      return finished(state)
    }
    const answer = await act(state, lead, enrolment)
    if (answer) return answer
  }
  throw new Error('the enrolment was changed by others at each of eight decisions')
}

/** One decision and what it asks for; undefined when somebody wrote in between, so that it must be taken again. */
async function act(state: State, lead: ReadLead, read: Enrolment): Promise<State | undefined> {
  const published = await contentVersion(sequencesKind, read.sequence, read.version)
  if (!published) return (await endEnrolment(read, read, 'exited', 'its version is gone')) ? finished(state) : undefined
  const sequence: Sequence = published.value
  const stops = await mailStops()
  // What chooses hours is read for sequences that go by them.
  const sendTime = sequence['send-time'] && (await import('./send-time-by.ts')).sendTimeBy(stops.commonHours)
  const setting = { zone: env('DEFAULT_ZONE'), ...stops, sendTime }
  const take = (enrolment: Enrolment, at: LeadState = lead): Taken =>
    takeSteps({ sequence, enrolment, lead: at, nowMs: now(), setting })

  let taken = take(read)
  if (taken.decision.kind === 'send' && !taken.isTried) {
    const rivals = await rivalsOf(read, lead)
    taken = takeTurn({ sequence, enrolment: read, lead, nowMs: now(), setting }, rivals, taken)
  }
  const mailIsDue = taken.decision.kind === 'send'
  if (taken.decision.kind === 'send') {
    const outcome = await sendDue(taken.enrolment, taken.decision, lead, sequence)
    const sendId = sendIdOf(read.leadId, read.enrolmentId, taken.enrolment.visit + 1)
    const after = outcome.result === 'sent' ? withMail(lead, sequence, { sendId, at: outcome.at }) : lead
    taken = afterSend(taken, outcome, (enrolment) => take(enrolment, after), sequence)
  } else if (taken.decision.kind === 'touch') {
    // Few sequences have tasks and messages: what makes one is read for those that do.
    const { takeTouch } = await import('../outreach/take-touch.ts')
    taken = await takeTouch(taken, lead, sequence, take)
  }
  const { decision, enrolment } = taken
  if (decision.kind === 'end') {
    return (await endEnrolment(read, enrolment, decision.state, decision.reason)) ? finished(state) : undefined
  }
  const dueMs = decision.kind === 'wait' ? decision.dueMs : now()
  const moved: Enrolment = {
    ...enrolment,
    due: toInstant(dueMs),
    held: decision.kind === 'wait' ? decision.held : undefined,
    // What holds a step before its mail is tried ends by other means than another try.
    putOff: mailIsDue ? enrolment.putOff : undefined,
    loops: read.loops + 1,
  }
  // The first look of a generation is always written: until then whoever wakes the enrolment takes it to be at work.
  if (read.loops === 0 || !isSame(read, moved)) {
    if (!(await moveCursor(read, moved))) return undefined
    await settleMoved(read, moved)
  }
  // Without a clock: the sweep starts the next generation once what holds it is over.
  if (decision.kind === 'wait' && !decision.clock) return finished(state)
  return { ...state, waitSeconds: secondsUntil(dueMs), finished: false }
}

/** The other sequences of the lead: versions never change and are kept, so that this reads no table once they are known. */
async function rivalsOf({ enrolmentId }: Enrolment, { enrolments }: LeadState): Promise<Rival[]> {
  const others = enrolments.filter((one) => one.state === 'active' && one.enrolmentId !== enrolmentId)
  const found = await Promise.all(
    others.map(async (enrolment) => {
      const published = await contentVersion(sequencesKind, enrolment.sequence, enrolment.version)
      return published && { sequence: published.value, enrolment }
    }),
  )
  return found.filter((one) => one !== undefined)
}

function isWornOut({ loops, generationAt, startedAt }: Enrolment): boolean {
  return loops >= handOverAfterLoops || now() - fromInstant(generationAt ?? startedAt) > handOverAfterMs
}

/** Looking early and finding the same moves nothing and costs no write. */
function isSame(read: Enrolment, moved: Enrolment): boolean {
  return read.step === moved.step && read.visit === moved.visit && read.due === moved.due && read.held === moved.held
}

function secondsUntil(dueMs: number): number {
  return Math.max(0, Math.ceil(Math.min(dueMs - now(), longestWaitMs) / 1000))
}

function finished(state: State): State {
  return { ...state, waitSeconds: 0, finished: true }
}
