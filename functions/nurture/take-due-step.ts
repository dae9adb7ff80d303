import type * as z from 'zod'
import { fromInstant, toInstant } from '../../core/names.ts'
import type { Enrolment } from '../../core/nurture/enrolment.ts'
import { sendIdOf } from '../../core/nurture/send-id.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { capOf } from '../../core/nurture/steps.ts'
import { pastSend, type Taken, takeSteps } from '../../core/nurture/take-steps.ts'
import type { takeStep } from '../../core/tasks.ts'
import { env } from '../aws/env.ts'
import type { SendOutcome } from '../consent/mail-request.ts'
import { sendMail } from '../consent/send-mail.ts'
import { marketingMailOn } from '../consent/switches.ts'
import { contentVersion } from '../content/published.ts'
import { type ReadLead, readLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'
import { endEnrolment, settleEnded } from './end-enrolment.ts'
import { enrolmentClock } from './enrolment-clock.ts'
import { moveCursor, raiseGeneration } from './enrolment-items.ts'
import { ownerAddress } from './owner-address.ts'
import { startClock } from './start-clock.ts'

type State = z.output<typeof takeStep.input>

/** No wait of a state machine is longer; what is due later is looked at in between. */
const longestWaitMs = 30 * 86_400_000
/** An execution lives a year at most and keeps 25,000 history events: it hands over well before. */
const handOverAfterMs = 300 * 86_400_000
const handOverAfterLoops = 1_000
/** A lost race reads and decides again; so often in a row that it must be something else. */
const decisionsAtMost = 8
/** When a mail that SES turned away for now is tried again: a throttle soon, trouble of the whole account later. */
const againSoonMs = 30_000
const againLaterMs = 15 * 60_000

/**
 * Takes the steps of one enrolment that are due, with at most one mail among them. The cursor in the table is the truth: this may run twice, late, or beside
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
      if (!raised) continue
      enrolment = raised
    }
    if (enrolment.state === 'finished' || enrolment.state === 'exited') {
      await settleEnded(enrolment)
      return finished(state)
    }
    if (enrolment.state === 'paused') return finished(state)
    if (isWornOut(enrolment)) {
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
  const published = await contentVersion('sequences', read.sequence, read.version)
  if (!published) return (await endEnrolment(read, read, 'exited', 'its version is gone')) ? finished(state) : undefined
  const sequence: Sequence = published.value
  const setting = { zone: env('DEFAULT_ZONE'), marketingMail: await marketingMailOn() }
  const take = (enrolment: Enrolment): Taken => takeSteps({ sequence, enrolment, lead, nowMs: now(), setting })

  let taken = take(read)
  if (taken.decision.kind === 'send') {
    const outcome = await sendDue(taken, taken.decision, lead, sequence)
    taken = afterSend(taken, outcome, take, sequence)
  }
  const { decision, enrolment } = taken
  if (decision.kind === 'end') {
    return (await endEnrolment(read, enrolment, decision.state, decision.reason)) ? finished(state) : undefined
  }
  const dueMs = decision.kind === 'send' ? now() : decision.dueMs
  const moved: Enrolment = {
    ...enrolment,
    due: toInstant(dueMs),
    held: decision.kind === 'wait' ? decision.held : undefined,
    loops: read.loops + 1,
  }
  if (!isSame(read, moved) && !(await moveCursor(read, moved))) return undefined
  // Without a clock: the sweep starts the next generation once what holds it is over.
  if (decision.kind === 'wait' && !decision.clock) return finished(state)
  return { ...state, waitSeconds: secondsUntil(dueMs), finished: false }
}

function sendDue(
  { enrolment }: Taken,
  { step, template }: { step: string; template: string },
  lead: ReadLead,
  sequence: Sequence,
): Promise<SendOutcome> {
  const { leadId, enrolmentId } = enrolment
  const visit = enrolment.visit + 1
  const open = lead.enrolments.filter(({ state }) => state === 'active' || state === 'paused')
  return ownerAddress(sequence, lead).then((replyTo) =>
    sendMail({
      leadId,
      sendId: sendIdOf(leadId, enrolmentId, visit),
      basis: 'consent',
      topic: sequence.topic,
      template,
      lead,
      cap: capOf(sequence),
      enrolment: { enrolmentId, sequence: sequence.id, step, visit, open: open.map((one) => one.enrolmentId) },
      ...(replyTo && { replyTo }),
    }),
  )
}

/** Where the lead goes on from what became of its mail: from the step of the mail that was really claimed, which a retry may not have come to by itself. */
function afterSend(
  taken: Taken,
  outcome: SendOutcome,
  take: (enrolment: Enrolment) => Taken,
  sequence: Sequence,
): Taken {
  const hold = (held: string, dueMs: number): Taken => ({
    ...taken,
    decision: { kind: 'wait', held, dueMs, clock: true },
  })
  const own = taken.enrolment.step
  switch (outcome.result) {
    case 'held':
      return hold(outcome.why, outcome.untilMs)
    case 'again':
      return hold(`to be tried again: ${outcome.why}`, now() + (outcome.account ? againLaterMs : againSoonMs))
    case 'unknown':
      return hold('no answer from SES yet', outcome.untilMs)
    default: {
      const sent = { step: outcome.step ?? own, template: outcome.template }
      const sentAt = outcome.result === 'sent' ? outcome.at : undefined
      return take(pastSend({ sequence, enrolment: taken.enrolment, nowMs: now() }, { ...sent, sentAt }))
    }
  }
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
