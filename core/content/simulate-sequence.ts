import type { LeadState } from '../leads/lead-status.ts'
import { fromInstant, toInstant } from '../names.ts'
import type { StepInput } from '../nurture/decide-step.ts'
import type { Enrolment } from '../nurture/enrolment.ts'
import type { Sequence } from '../nurture/sequence.ts'
import { type Passed, pastSend, takeSteps, withMail } from '../nurture/take-steps.ts'
import { freshEnrolment } from '../nurture/triggers.ts'
import { leadOf, type Persona } from './persona.ts'

const hour = 3_600_000
/** A persona that clicks does so this long after the mail. */
const clickAfterMs = 4 * hour
const year = 366 * 24 * hour
/** A sequence that mails more often in a year goes in a circle. */
const mailsAtMost = 400

/** One mail that the persona gets. */
export interface SimulatedMail {
  readonly at: string
  readonly step: string
  readonly template: string
  readonly subject?: string
  /** What it waited for at its step, where it did not go at once: the window, a cap. */
  readonly held?: string
  /** The way to it, in words. */
  readonly why: string
}

export interface Simulation {
  readonly items: readonly SimulatedMail[]
  readonly ended: { readonly at: string; readonly reason: string }
}

export interface SimulationInput {
  readonly sequence: Sequence
  readonly persona: Persona
  readonly startMs: number
  /** Templates whose mail the persona clicks, four hours after it came. */
  readonly clicks: readonly string[]
  /** Zone of those whose own is not known. */
  readonly zone: string
  /** The subject as the persona would see it, where it is known. */
  readonly subjectOf?: (template: string, lead: LeadState) => string | undefined
}

/**
 * Every mail that a persona would get from a sequence within a year, when, and why: the same decisions as in the running system, with consent assumed and
 * nothing else happening. Sends nothing. Throws RangeError on a sequence that goes in a circle without a wait or a send.
 */
export function simulateSequence(input: SimulationInput): Simulation {
  const { sequence, clicks, subjectOf } = input
  let lead = leadOf(input.persona, [sequence.topic], input.startMs)
  let nowMs = input.startMs
  let enrolment = freshEnrolment(sequence, 1, lead, 1, nowMs)
  let way: Passed[] = []
  const held = new Set<string>()
  const items: SimulatedMail[] = []
  const setting = { zone: input.zone, marketingMail: true }
  const ended = (reason: string): Simulation => ({ items, ended: { at: toInstant(nowMs), reason } })

  while (nowMs <= input.startMs + year && items.length < mailsAtMost) {
    const taken = takeSteps({ sequence, enrolment, lead, nowMs, setting } satisfies StepInput)
    enrolment = taken.enrolment
    way = [...way, ...taken.passed]
    const { decision } = taken
    if (decision.kind === 'end') return ended(decision.reason)
    if (decision.kind === 'wait') {
      if (decision.held) held.add(decision.held)
      const clickMs = nextClick(enrolment, clicks)
      const nextMs = Math.min(decision.dueMs, clickMs ?? Number.POSITIVE_INFINITY)
      nowMs = Math.max(nextMs, nowMs + 1)
      enrolment = clicked(enrolment, clicks, nowMs)
      continue
    }
    const { step, template } = decision
    const at = toInstant(nowMs)
    const subject = subjectOf?.(template, lead)
    items.push({
      at,
      step,
      template,
      ...(subject !== undefined && { subject }),
      ...(held.size > 0 && { held: [...held].join(', ') }),
      why: inWords(way, items.length === 0),
    })
    lead = withMail(lead, sequence, { sendId: `mail-${items.length}`, at })
    enrolment = pastSend({ sequence, enrolment, nowMs }, { step, template, sentAt: at })
    way = []
    held.clear()
  }
  return ended(items.length >= mailsAtMost ? `it goes on after ${mailsAtMost} mails` : 'it goes on after a year')
}

/** When the persona next clicks a mail that it has not clicked yet, in ms. */
function nextClick({ sent, clicked: done }: Enrolment, clicks: readonly string[]): number | undefined {
  const times = clicks
    .filter((template) => Object.hasOwn(sent, template) && !Object.hasOwn(done, template))
    .map((template) => fromInstant(sent[template] ?? '') + clickAfterMs)
  return times.length > 0 ? Math.min(...times) : undefined
}

function clicked(enrolment: Enrolment, clicks: readonly string[], nowMs: number): Enrolment {
  const now = clicks
    .filter((template) => Object.hasOwn(enrolment.sent, template) && !Object.hasOwn(enrolment.clicked, template))
    .filter((template) => fromInstant(enrolment.sent[template] ?? '') + clickAfterMs <= nowMs)
  return {
    ...enrolment,
    clicked: { ...enrolment.clicked, ...Object.fromEntries(now.map((one) => [one, toInstant(nowMs)])) },
  }
}

function inWords(way: readonly Passed[], isFirst: boolean): string {
  if (way.length > 0) return way.map(({ why, to }) => `${why}: on to ${to}`).join('; ')
  return isFirst ? 'the first step' : 'the next step'
}
