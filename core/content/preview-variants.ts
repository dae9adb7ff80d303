import type { Condition } from '../condition.ts'
import type { Sequence } from '../nurture/sequence.ts'
import { templatesOf } from '../nurture/steps.ts'

/** One mail that a step may send, and for whom it is. */
export interface StepVariant {
  readonly step: string
  readonly template: string
  /** Absent: for everybody whom no other variant is for. */
  readonly when?: Condition
}

/** Every variant of a step that sends mail, those with a condition first, as they are asked. */
export function variantsOfStep(sequence: Sequence, step: string): StepVariant[] {
  const found = sequence.steps.find(({ id }) => id === step)
  if (found?.send === undefined) return []
  if (typeof found.send === 'string') return [{ step, template: found.send }]
  const { template, variants } = found.send
  return [...variants.map((one) => ({ step, template: one.template, when: one.when })), { step, template }]
}

/** Every variant of each step of a sequence that may send this email. */
export function variantsBeside(sequence: Sequence, template: string): StepVariant[] {
  return sequence.steps
    .filter((step) => templatesOf(step).includes(template))
    .flatMap(({ id }) => variantsOfStep(sequence, id))
}
