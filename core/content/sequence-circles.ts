import type { Sequence, Step } from '../nurture/sequence.ts'
import { waitOf } from '../nurture/steps.ts'
import type { Finding } from './problem.ts'
import { reachableFrom } from './sequence-paths.ts'

/** A wait that takes its time whatever happens: one with `until` is over at once when that holds already. */
const rests = (step: Step) => step.wait !== undefined && waitOf(step)?.until === undefined
const mayRest = (step: Step) => step.wait !== undefined
const sends = (step: Step) => step.send !== undefined

interface Circle {
  /** Which steps such a circle is made of. */
  readonly passes: (step: Step) => boolean
  /** At which of them it is told. */
  readonly at: (step: Step) => boolean
  readonly tell: (id: string) => Omit<Finding, 'path'>
}

/** The worst first: a circle is told once, as the worst that it is. */
const kinds: readonly Circle[] = [
  {
    passes: (step) => !rests(step) && !sends(step),
    at: () => true,
    tell: (id) => ({
      severity: 'error',
      message: `from "${id}" the sequence goes in a circle in which no time passes`,
      mend: 'put a wait without "until" into it, or lead out of it',
    }),
  },
  {
    passes: (step) => !mayRest(step),
    at: sends,
    tell: (id) => ({
      severity: 'error',
      message: `from "${id}" the sequence mails in a circle without a wait`,
      mend: 'put a wait into the circle',
    }),
  },
  {
    passes: (step) => !rests(step),
    at: sends,
    tell: (id) => ({
      severity: 'warning',
      message: `the waits in the circle from "${id}" can all end early: it may mail without a pause`,
      mend: 'lead out of the circle after the click, or wait without "until"',
    }),
  },
]

/**
 * Circles in which no time passes: without a mail they never end, with one they mail without a pause. Where the only waits of a circle can be cut short by what
 * a lead did, that is doubtful: it depends on the branches in it.
 */
export function endlessFindings(sequence: Sequence): Finding[] {
  const told = new Set<string>()
  return kinds.flatMap(({ passes, at, tell }) =>
    sequence.steps.flatMap((step, index): Finding[] => {
      if (told.has(step.id) || !passes(step) || !at(step) || !isInCircle(sequence, step, passes)) return []
      for (const id of circleOf(sequence, step, passes)) told.add(id)
      return [{ path: ['steps', index, 'id'], ...tell(step.id) }]
    }),
  )
}

function isInCircle(sequence: Sequence, step: Step, passes: (step: Step) => boolean): boolean {
  return reachableFrom(sequence, step, passes).has(step.id)
}

/** The steps of the circles through this one. */
function circleOf(sequence: Sequence, step: Step, passes: (step: Step) => boolean): string[] {
  const reached = reachableFrom(sequence, step, passes)
  return sequence.steps
    .filter((other) => passes(other) && reached.has(other.id) && reachableFrom(sequence, other, passes).has(step.id))
    .map(({ id }) => id)
}
