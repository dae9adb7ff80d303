import { type Condition, fieldsOf } from '../condition.ts'
import type { Sequence, Step } from '../nurture/sequence.ts'
import { stepOf, templatesOf, waitOf } from '../nurture/steps.ts'
import { error, type Finding, type Path, warning } from './problem.ts'
import { mailsBefore } from './sequence-paths.ts'

/** What the conditions of a sequence ask of its own mails and splits: these must be there, and where a wait asks, must have been before. */
export function conditionFindings(sequence: Sequence): Finding[] {
  return [...clickFindings(sequence), ...splitFindings(sequence)]
}

/** `clicked` and `sent` in conditions name mails of this sequence; a wait can only be ended by a mail that went before. */
function clickFindings(sequence: Sequence): Finding[] {
  const all = new Set(sequence.steps.flatMap(templatesOf))
  return sequence.steps.flatMap((step, index): Finding[] => {
    const at: Path = ['steps', index]
    const before = mailsBefore(sequence, step)
    const until = waitOf(step)?.until
    const waits = namesIn(until, 'clicked').filter((template) => !before.has(template))
    const others = conditionsOf(step, at).flatMap(({ when, path }) =>
      [...namesIn(when, 'clicked'), ...namesIn(when, 'sent')]
        .filter((template) => !all.has(template))
        .map((template) => warning(path, `this sequence never sends "${template}"`, 'the condition never holds')),
    )
    return [
      ...waits.map((template) =>
        error(
          [...at, 'wait', 'until'],
          `it waits for a click on "${template}", which did not go before`,
          'wait for a mail that an earlier step sends',
        ),
      ),
      ...others,
    ]
  })
}

function splitFindings(sequence: Sequence): Finding[] {
  return sequence.steps.flatMap((step, index) =>
    conditionsOf(step, ['steps', index]).flatMap(({ when, path }) =>
      fieldsOf(when).flatMap((field): Finding[] => {
        if (!field.startsWith('split.')) return []
        const split = stepOf(sequence, field.slice('split.'.length))
        return split?.split
          ? []
          : [error(path, `there is no split "${field.slice('split.'.length)}"`, 'name a split of this sequence')]
      }),
    ),
  )
}

export interface Placed {
  readonly when: Condition
  readonly path: Path
}

/** The conditions of a step's branches and variants, each with where it stands. */
export function conditionsOf(step: Step, at: Path): Placed[] {
  const ways = (step.branch ?? []).map(({ when }, index) => ({ when, path: [...at, 'branch', index, 'when'] }))
  const variants = typeof step.send === 'object' ? step.send.variants : []
  return [...ways, ...variants.map(({ when }, index) => ({ when, path: [...at, 'send', 'variants', index, 'when'] }))]
}

/** The texts that a condition compares this field with. */
export function namesIn(when: Condition | undefined, field: string): string[] {
  return Object.entries(when ?? {}).flatMap(([name, test]) => {
    if (name === 'any' || name === 'none') return (test as Condition[]).flatMap((inner) => namesIn(inner, field))
    return name === field ? textsIn(test) : []
  })
}

function textsIn(test: unknown): string[] {
  if (typeof test === 'string') return [test]
  if (Array.isArray(test)) return test.flatMap(textsIn)
  return test && typeof test === 'object' ? Object.values(test).flatMap(textsIn) : []
}
