import { fieldsOf } from '../condition.ts'
import { durationMs } from '../duration.ts'
import type { Sequence } from '../nurture/sequence.ts'
import { stepOf } from '../nurture/steps.ts'
import { channelOf, resultsOf } from '../nurture/touches.ts'
import { checkLiquid } from './check-liquid.ts'
import { error, type Finding, type Path, warning } from './problem.ts'
import { conditionsOf, namesIn } from './sequence-conditions.ts'

/** What is wrong with tasks and messages of providers, and with conditions on what came of them. */
export function touchFindings(sequence: Sequence): Finding[] {
  return [...resultFindings(sequence), ...textFindings(sequence), ...timeFindings(sequence), ...capFindings(sequence)]
}

/** `result.<step>` names a task or a message of this sequence, and something that may come of it. */
function resultFindings(sequence: Sequence): Finding[] {
  return sequence.steps.flatMap((step, index) =>
    conditionsOf(step, ['steps', index]).flatMap(({ when, path }) =>
      fieldsOf(when).flatMap((field): Finding[] => {
        if (!field.startsWith('result.')) return []
        const id = field.slice('result.'.length)
        const asked = stepOf(sequence, id)
        const known = asked ? resultsOf(asked) : []
        if (known.length === 0) {
          return [error(path, `there is no task or message "${id}"`, 'name a step of this sequence that is one')]
        }
        return namesIn(when, field)
          .filter((name) => !known.includes(name))
          .map((name) =>
            error(path, `nothing comes of "${id}" that is called "${name}"`, `it is one of ${known.join(', ')}`),
          )
      }),
    ),
  )
}

/** The text of a message may use what a mail may: each answer of the lead with a default beside it. */
function textFindings(sequence: Sequence): Finding[] {
  return sequence.steps.flatMap(({ webhook }, index): Finding[] => {
    if (!webhook) return []
    const { text } = webhook
    const texts: [Path, string][] =
      typeof text === 'string'
        ? [[['steps', index, 'webhook', 'text'], text]]
        : Object.entries(text).map(([locale, one]) => [['steps', index, 'webhook', 'text', locale], one])
    return texts.flatMap(([path, one]) =>
      checkLiquid(one, { class: 'marketing', declared: new Set() }).map(({ severity, message }) => ({
        path,
        severity,
        message: message.replace(/is not declared$/, 'has no default'),
        mend: 'write it as {{ firstName | default: "there" }}, or leave it out',
      })),
    )
  })
}

function timeFindings(sequence: Sequence): Finding[] {
  return sequence.steps.flatMap(({ task }, index): Finding[] =>
    task && durationMs(task.due) > durationMs(task.timeout)
      ? [
          error(
            ['steps', index, 'task', 'due'],
            'it is due only after the sequence has gone on without it',
            'make the timeout longer, or the task due sooner',
          ),
        ]
      : [],
  )
}

/** A cap on a channel that no step speaks on does nothing. */
function capFindings(sequence: Sequence): Finding[] {
  const { emails, per, ...others } = sequence.cap ?? {}
  const used = new Set(sequence.steps.map(channelOf))
  return Object.keys(others)
    .filter((channel) => ![...used].some((one) => one === channel))
    .map((channel) => warning(['cap', channel], `no step of this sequence speaks by ${channel}`, 'take it out'))
}
