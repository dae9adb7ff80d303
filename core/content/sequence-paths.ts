import type { Sequence, Step } from '../nurture/sequence.ts'
import { targetsOf, templatesOf } from '../nurture/steps.ts'

/** Ids of the steps (and `end`) that some way leads to from this step; the step itself only if there is a way back to it. `through`: the steps that a way may pass. */
export function reachableFrom(sequence: Sequence, from: Step, through?: (step: Step) => boolean): ReadonlySet<string> {
  const ways = waysOf(sequence)
  const before = through ? undefined : ways.reached.get(from)
  if (before) return before
  const reached = new Set<string>()
  const open = [from]
  for (let step = open.pop(); step; step = open.pop()) {
    for (const target of ways.targets.get(step) ?? targetsOf(sequence, step)) {
      if (reached.has(target)) continue
      reached.add(target)
      const next = ways.steps.get(target)
      if (next && (!through || through(next))) open.push(next)
    }
  }
  if (!through) ways.reached.set(from, reached)
  return reached
}

/** Templates of the mails that may have gone before this step. */
export function mailsBefore(sequence: Sequence, step: Step): ReadonlySet<string> {
  const earlier = sequence.steps.filter((other) => reachableFrom(sequence, other).has(step.id))
  return new Set(earlier.flatMap(templatesOf))
}

interface Ways {
  readonly steps: ReadonlyMap<string, Step>
  readonly targets: ReadonlyMap<Step, readonly string[]>
  readonly reached: Map<Step, ReadonlySet<string>>
}

/** Found once for each sequence: 200 steps may each lead to all others, and many checks ask. */
const known = new WeakMap<Sequence, Ways>()

function waysOf(sequence: Sequence): Ways {
  const before = known.get(sequence)
  if (before) return before
  const made: Ways = {
    // The first of a name counts, as where steps are taken.
    steps: new Map(sequence.steps.toReversed().map((step) => [step.id, step])),
    targets: new Map(sequence.steps.map((step) => [step, [...new Set(targetsOf(sequence, step))]])),
    reached: new Map(),
  }
  known.set(sequence, made)
  return made
}
