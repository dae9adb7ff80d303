import { isDeepStrictEqual } from 'node:util'
import { durationMs } from '../duration.ts'
import { end, type Sequence, type Step } from '../nurture/sequence.ts'
import { stepOf, targetsOf, templatesOf, waitOf } from '../nurture/steps.ts'
import { error, type Finding, type Path, warning } from './problem.ts'
import { namesIn } from './sequence-conditions.ts'
import { reachableFrom } from './sequence-paths.ts'

/** What is wrong with the goal of a sequence, and with the experiment that may measure it. */
export function goalFindings(sequence: Sequence): Finding[] {
  return [...ofGoal(sequence), ...ofExperiments(sequence)]
}

function ofGoal({ goal, exit, steps }: Sequence): Finding[] {
  if (!goal) return []
  const all = new Set(steps.flatMap(templatesOf))
  const named = 'when' in goal ? [...namesIn(goal.when, 'clicked'), ...namesIn(goal.when, 'sent')] : []
  return [
    ...named
      .filter((template) => !all.has(template))
      .map((template) =>
        warning(['goal', 'when'], `this sequence never sends "${template}"`, 'nobody reaches this goal'),
      ),
    ...exit.flatMap((one, index) =>
      isDeepStrictEqual(one, goal)
        ? [warning(['exit', index], 'this exit is the goal, too', 'take it out: the goal ends the sequence by itself')]
        : [],
    ),
  ]
}

function ofExperiments(sequence: Sequence): Finding[] {
  const [first, ...others] = sequence.steps.filter(({ experiment }) => experiment)
  if (!first?.experiment) return []
  const path = (step: Step): Path => ['steps', sequence.steps.indexOf(step), 'experiment']
  const mend = 'finish one, then begin the next'
  const second = others.map((step) => error(path(step), 'a sequence has one experiment at a time', mend))
  const { metric, within } = first.experiment
  if (metric === 'goal' && !sequence.goal) {
    return [...second, error([...path(first), 'metric'], 'the sequence has no goal to measure', 'write a goal on top')]
  }
  const after = reachableFrom(sequence, first)
  if (metric === 'clicked' && !sequence.steps.some((step) => after.has(step.id) && step.send !== undefined)) {
    return [...second, error([...path(first), 'metric'], 'no mail goes after this split that could be clicked')]
  }
  if (shortestMs(sequence, first) >= durationMs(within)) return second
  return [
    ...second,
    warning(
      [...path(first), 'within'],
      `leads may finish before ${within} is over, and what they do after the end is not counted`,
      'wait longer at the end, or count for a shorter time',
    ),
  ]
}

/** The shortest time by waits alone from a step to the end of the sequence. */
function shortestMs(sequence: Sequence, from: Step): number {
  const reached = new Map<string, number>([[from.id, 0]])
  const open = [from.id]
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    const step = stepOf(sequence, id)
    if (!step) continue
    const atMs = (reached.get(id) ?? 0) + (waitOf(step)?.forMs ?? 0)
    for (const target of targetsOf(sequence, step)) {
      if (atMs >= (reached.get(target) ?? Number.POSITIVE_INFINITY)) continue
      reached.set(target, atMs)
      open.push(target)
    }
  }
  return reached.get(end) ?? Number.POSITIVE_INFINITY
}
