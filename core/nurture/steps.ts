import type { Condition } from '../condition.ts'
import type { OtherChannel } from '../consent/channel.ts'
import { durationMs } from '../duration.ts'
import { end, type Sequence, type Step } from './sequence.ts'

/** The step with this id, or undefined. */
export function stepOf(sequence: Sequence, id: string): Step | undefined {
  return sequence.steps.find((step) => step.id === id)
}

/** The id of the step that comes after this one without a branch: `next`, else the next in the list, else `end`. */
export function afterStep(sequence: Sequence, step: Step): string {
  if (step.next) return step.next
  return sequence.steps[sequence.steps.indexOf(step) + 1]?.id ?? end
}

/** Every step id (or `end`) that this step may lead to. */
export function targetsOf(sequence: Sequence, step: Step): string[] {
  if (step.end) return [end]
  if (step.branch) {
    return [...step.branch.map(({ go }) => go), step.otherwise ?? nextInList(sequence, step)]
  }
  if (step.split) {
    const named = Object.values(step.go ?? {})
    const all = Object.keys(step.split).every((variant) => Object.hasOwn(step.go ?? {}, variant))
    return all ? named : [...named, afterStep(sequence, step)]
  }
  return [afterStep(sequence, step)]
}

/** Where a branch goes when none of its conditions holds. */
export function otherwiseOf(sequence: Sequence, step: Step): string {
  return step.otherwise ?? nextInList(sequence, step)
}

/** The templates that a send step may send. */
export function templatesOf(step: Step): string[] {
  if (step.send === undefined) return []
  if (typeof step.send === 'string') return [step.send]
  return [step.send.template, ...step.send.variants.map(({ template }) => template)]
}

/** A wait step's longest time in ms and what ends it before. */
export function waitOf(step: Step): { forMs: number; until: Condition | undefined } | undefined {
  if (step.wait === undefined) return undefined
  if (typeof step.wait === 'string') return { forMs: durationMs(step.wait), until: undefined }
  return { forMs: durationMs(step.wait.for), until: step.wait.until }
}

/** What a sequence's cap lets go on another channel than mail; undefined where it says nothing of it. */
export function capOn(
  { cap }: Sequence,
  channel: OtherChannel | undefined,
): { touches: number; perMs: number } | undefined {
  const touches = channel && cap?.[channel]
  return cap && touches !== undefined ? { touches, perMs: durationMs(cap.per) } : undefined
}

/** The cap of a sequence on mails, in ms. */
export function capOf(sequence: Sequence): { emails: number; perMs: number } | undefined {
  return sequence.cap && { emails: sequence.cap.emails, perMs: durationMs(sequence.cap.per) }
}

function nextInList(sequence: Sequence, step: Step): string {
  return sequence.steps[sequence.steps.indexOf(step) + 1]?.id ?? end
}
