import type { Sequence, Step } from '../nurture/sequence.ts'
import { stepOf, targetsOf } from '../nurture/steps.ts'

/** Ids of the steps (and `end`) that some way leads to from this step; the step itself only if there is a way back to it. `through`: the steps that a way may pass. */
export function reachableFrom(
  sequence: Sequence,
  from: Step,
  through: (step: Step) => boolean = () => true,
): ReadonlySet<string> {
  const reached = new Set<string>()
  const open = [from]
  for (let step = open.pop(); step; step = open.pop()) {
    for (const target of targetsOf(sequence, step)) {
      if (reached.has(target)) continue
      reached.add(target)
      const next = stepOf(sequence, target)
      if (next && through(next)) open.push(next)
    }
  }
  return reached
}
