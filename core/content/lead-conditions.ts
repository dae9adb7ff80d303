import type { ActivityTest, ActsTest, Condition, Test } from '../condition.ts'
import { durationMs } from '../duration.ts'
import { activityTypes } from '../leads/activity.ts'
import { countedADay, daysKept } from '../leads/activity-summary.ts'
import { isPersons } from '../leads/own-acts.ts'
import type { Segment } from '../nurture/segment.ts'
import { nearestName } from './nearest-name.ts'
import { error, type Finding, type Path, warning } from './problem.ts'
import { sourceFindings } from './source-conditions.ts'

const day = 86_400_000
/** Stands for acts of every type. */
const any = 'any'

/** What a sequence alone knows of a lead that is inside. */
const ofSequences = /^(sent|clicked|event|split\..+)$/

/** What of a segment's condition can't be: what only a sequence knows, and what no activity can be. */
export function segmentConditionFindings({ when }: Segment): Finding[] {
  return [...sequenceFields(when, ['when']), ...leadConditionFindings(when, ['when'])]
}

function sequenceFields(when: Condition, path: Path): Finding[] {
  return eachField(when, path, (field, _, at) => {
    if (!ofSequences.test(field)) return []
    const mend = field === 'clicked' ? 'ask for activity: { email-clicked: … }' : 'ask for it in the sequence itself'
    return [
      {
        ...error(at, `a segment is about leads, and "${field}" about what a sequence did with them`, mend),
        atKey: true,
      },
    ]
  })
}

/**
 * What is wrong with what a condition asks of a lead, wherever in it: activity that is never kept, is kept for less long, or can't be at the same time; a source
 * that can't be.
 */
export function leadConditionFindings(when: Condition, path: Path): Finding[] {
  return [...eventDataFindings(when, path), ...fieldFindings(when, path)]
}

/** What events are about, by the names of their data; in a condition such a name is that of an answer. */
const eventData = ['path', 'query', 'link', 'where']

/** `{ event: page-visited, path: /pricing }` would wait for ever: nobody answers a form's `path`. */
function eventDataFindings(when: Condition, path: Path): Finding[] {
  const inner = ((when.any ?? []) as Condition[]).flatMap((one, index) =>
    eventDataFindings(one, [...path, 'any', index]),
  )
  if (!Object.hasOwn(when, 'event')) return inner
  const asked = eventData.filter((name) => Object.hasOwn(when, name))
  const mend = 'give these pages an interest in sites/<id>.yaml, and ask for that'
  const why = (name: string) => `"${name}" asks for an answer of the lead, and not what the event was about`
  return [...inner, ...asked.map((name) => ({ ...warning([...path, name], why(name), mend), atKey: true as const }))]
}

function fieldFindings(when: Condition, path: Path): Finding[] {
  return eachField(when, path, (field, test, at) => {
    if (field !== 'activity') return sourceFindings(field, test as Test, at)
    return Object.entries(test as ActivityTest).flatMap(([type, acts]) => [
      ...typeFindings(type, [...at, type]),
      ...actsFindings(acts, [...at, type]),
    ])
  })
}

/** The same wherever in a content conditions on leads stand, for a value whose schema is known to hold. */
export function leadConditionFindingsIn(value: unknown, path: Path = []): Finding[] {
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]): Finding[] => {
    const at = [...path, Array.isArray(value) ? Number(key) : key]
    if (key === 'split' || key === 'go') return []
    if (key === 'where') return whereFindings(inner as Condition | undefined, at)
    const isCondition = (key === 'when' || key === 'until' || key === 'segment') && typeof inner === 'object'
    return isCondition ? leadConditionFindings((inner ?? {}) as Condition, at) : leadConditionFindingsIn(inner, at)
  })
}

function whereFindings(where: Condition | undefined, path: Path): Finding[] {
  return eachField(where ?? {}, path, (field, test, at) =>
    field === 'activity' && typeof test === 'object' && !Array.isArray(test)
      ? [
          {
            ...error(at, `"where" asks about the event itself, and not what else the lead did`, 'ask for it in "when"'),
            atKey: true,
          },
        ]
      : [],
  )
}

function typeFindings(type: string, path: Path): Finding[] {
  const refuse = (message: string, mend: string): Finding[] => [{ ...error(path, message, mend), atKey: true }]
  if (type === any) return []
  if (type === 'email-opened') {
    const why = 'mail programs and scanners open mails, and others never tell: an open is no act of a person'
    return refuse(why, 'ask for email-clicked, or for any')
  }
  if (!isPersons(type))
    return refuse(`"${type}" is nothing that a lead does itself`, 'name something that it does, or any')
  if (activityTypes.some((one) => one === type)) return []
  const meant = nearestName(type, activityTypes.filter(isPersons))
  if (meant === undefined) return []
  return [{ ...warning(path, `no activity of Ripen is called "${type}"`, `did you mean "${meant}"?`), atKey: true }]
}

function actsFindings(acts: ActsTest, path: Path): Finding[] {
  const { within, 'not-within': quiet, 'at-least': least, 'at-most': most } = acts
  if (within === undefined && quiet === undefined) {
    return [error(path, 'this asks for no time', 'write for example { within: 14d }, or { not-within: 30d }')]
  }
  if (within === undefined) {
    const counted = most === undefined ? 'at-least' : 'at-most'
    if (least === undefined && most === undefined) return []
    return [error([...path, counted], `"${counted}" counts within a time`, 'add for example "within: 14d"')]
  }
  if (least !== undefined && most !== undefined && least > most) {
    return [error([...path, 'at-most'], 'it can’t be at least and at most so many', 'swap them')]
  }
  if (quiet !== undefined && most === undefined && durationMs(quiet) >= durationMs(within)) {
    const mend = `write a longer "within" than ${quiet}: so long ago, and not since`
    return [error([...path, 'within'], `nothing happens within ${within} and not within ${quiet}`, mend)]
  }
  const counts = (least ?? 1) > 1 || (most ?? 0) > 0
  if (counts && durationMs(within) > daysKept * day) {
    const mend = `count over at most ${daysKept}d; without a number any time can be asked for`
    return [error([...path, 'within'], `acts are counted for ${daysKept} days, and not for ${within}`, mend)]
  }
  const possible = countedADay * (Math.ceil(durationMs(within) / day) + 1)
  if (least === undefined || least <= possible) return []
  const mend = `write at most ${possible}`
  return [
    error(
      [...path, 'at-least'],
      `at most ${countedADay} acts of a day are counted: within ${within} there are never so many`,
      mend,
    ),
  ]
}

function eachField(
  when: Condition,
  path: Path,
  find: (field: string, test: unknown, at: Path) => Finding[],
): Finding[] {
  return Object.entries(when).flatMap(([field, test]) =>
    field === 'any' || field === 'none'
      ? (test as Condition[]).flatMap((inner, index) => eachField(inner, [...path, field, index], find))
      : find(field, test, [...path, field]),
  )
}
