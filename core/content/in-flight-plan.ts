import type { StepInput } from '../nurture/decide-step.ts'
import { isOpen } from '../nurture/enrolment.ts'
import { takeSteps } from '../nurture/take-steps.ts'
import type { StandsAt } from './in-flight.ts'

/** "Moving them sends `case-study` to 118 of them within the hour." */
export const planWithinMs = 3_600_000
/** Waits that end within the hour are gone past; more than these in one hour is a circle that mails. */
const looksAtMost = 60

/** What a lead does first within the hour. */
export type FirstAct =
  | { readonly act: 'mail'; readonly template: string }
  | { readonly act: 'ends'; readonly reason: string }
  | { readonly act: 'waits' }

/** What a lead at a step would do first within the hour: by the very decision that TakeStep takes, at each time that a wait ends. */
export function firstAct(input: StepInput): FirstAct {
  if (!isOpen(input.enrolment) || input.enrolment.state === 'paused') return { act: 'waits' }
  const untilMs = input.nowMs + planWithinMs
  let at = input
  for (let look = 0; look < looksAtMost; look += 1) {
    const { decision, enrolment } = takeSteps(at)
    if (decision.kind === 'send') {
      // Without a template it looks for what became of a mail that went before.
      return decision.template === '' ? { act: 'waits' } : { act: 'mail', template: decision.template }
    }
    if (decision.kind === 'end') return { act: 'ends', reason: decision.reason }
    if (decision.kind === 'touch' || !decision.clock || decision.dueMs > untilMs || decision.dueMs <= at.nowMs)
      return { act: 'waits' }
    at = { ...at, enrolment, nowMs: decision.dueMs }
  }
  return { act: 'waits' }
}

/** What a choice does to all who are inside, within the hour. */
export interface ChoiceTally {
  /** How many get which mail first. */
  readonly mails: readonly { readonly template: string; readonly leads: number }[]
  /** For how many the sequence is over at once. */
  readonly ends: number
  /** Why it can't be chosen, with pointers into the request. */
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[]
}

/** What was seen of one of the leads that were looked at. */
export interface Seen {
  readonly version: number
  readonly step: string
  readonly acts: FirstAct
}

/** Counts what all would do from what those do that were looked at: each stands for as many as stand at its step. */
export function tally(stands: readonly StandsAt[], seen: readonly Seen[]): ChoiceTally {
  const mails = new Map<string, number>()
  let ends = 0
  for (const { version, step, leads } of stands) {
    const here = seen.filter((one) => one.version === version && one.step === step)
    for (const { acts } of here) {
      const weight = leads / here.length
      if (acts.act === 'mail') mails.set(acts.template, (mails.get(acts.template) ?? 0) + weight)
      if (acts.act === 'ends') ends += weight
    }
  }
  const counted = [...mails].map(([template, leads]) => ({ template, leads: Math.round(leads) }))
  return { mails: counted.sort((a, b) => b.leads - a.leads), ends: Math.round(ends) }
}

/** How many of how many were looked at. */
export interface Sample {
  readonly looked: number
  readonly of: number
  readonly atLeast: boolean
}

/** The plan in lines for people. */
export function planInWords(
  sequence: string,
  stands: readonly StandsAt[],
  choices: { readonly stay: ChoiceTally; readonly move: ChoiceTally },
  sample: Sample,
): string[] {
  if (sample.of === 0) return [`Nobody is inside ${sequence}: publish it without a word.`]
  const all = sample.atLeast ? `at least ${sample.of}` : `${sample.of}`
  const places = stands.map(
    ({ version, step, leads, atLeast }) =>
      `${atLeast ? 'at least ' : ''}${leads} ${leads === 1 ? 'waits' : 'wait'} at ${step} (version ${version})`,
  )
  const { errors = [] } = choices.move
  const move =
    errors.length > 0
      ? [`move: not as it is: ${errors.map(errorInWords).join('; ')}.`]
      : [`move: ${within(choices.move)}. A mail that they had already does not go again, unless that is asked for.`]
  const basis =
    sample.looked < sample.of
      ? `An estimate: ${sample.looked} of ${all} leads were looked at, some at each step.`
      : `All ${all} were looked at.`
  return [
    ...places,
    `stay: ${within(choices.stay)}.`,
    ...move,
    `exit: the sequence is over for ${all}, and no mail of it goes.`,
    `${basis} Consent, sending pace and other sequences of a lead may still hold a mail.`,
  ]
}

/** By the step that the pointer names. */
function errorInWords({ pointer, detail }: { readonly pointer: string; readonly detail: string }): string {
  return `${pointer.replace(/^\/steps\//, '')}: ${detail}`
}

function within({ mails, ends }: ChoiceTally): string {
  const sends = mails.map(({ template, leads }) => `sends ${template} to ${leads} of them`)
  const over = ends > 0 ? [`is over for ${ends}`] : []
  const said = [...sends, ...over]
  return said.length > 0 ? `${said.join(', ')} within the hour` : 'no mail goes within the hour'
}
