import { durationMs } from '../duration.ts'
import { end, type SendWindow, type Sequence } from '../nurture/sequence.ts'
import { waitOf } from '../nurture/steps.ts'
import { nextOpening } from '../nurture/window.ts'
import { leadConditionFindingsIn } from './lead-conditions.ts'
import { error, type Finding, type Path, warning } from './problem.ts'
import { endlessFindings } from './sequence-circles.ts'
import { conditionFindings } from './sequence-conditions.ts'
import { goalFindings } from './sequence-goals.ts'
import { reachableFrom } from './sequence-paths.ts'
import { resendFindings } from './sequence-resends.ts'
import { segmentFindings } from './sequence-segments.ts'
import { sendTimeFindings } from './sequence-send-time.ts'
import { touchFindings } from './sequence-touches.ts'

const day = 86_400_000
/** "Nurturing is true only while an active enrolment has a next touch due within 90 days." */
const touchWithinMs = 90 * day
/** A window this short misses leads at every small delay. */
const shortestWindowMs = 15 * 60_000

/**
 * What is wrong with a sequence beyond its schema: ids and targets, steps that nobody reaches, circles without rest, waits for a click on a mail that did not
 * go before, a window that never opens, touches too far apart.
 */
export function checkSequence(sequence: Sequence): Finding[] {
  const shape = shapeOf(sequence)
  // What follows goes from step to step: a wrong step would make others look wrong.
  if (shape.length > 0) return [...shape, ...timesOf(sequence)]
  return [
    ...unreachable(sequence),
    ...endlessFindings(sequence),
    ...conditionFindings(sequence),
    ...leadConditionFindingsIn(sequence),
    ...segmentFindings(sequence),
    ...resendFindings(sequence),
    ...goalFindings(sequence),
    ...touchFindings(sequence),
    ...sendTimeFindings(sequence),
    ...timesOf(sequence),
  ]
}

/** Ids that are there twice, and targets that are none of its steps. */
export function shapeOf(sequence: Sequence): Finding[] {
  return [...idFindings(sequence), ...targetFindings(sequence)]
}

/** What is wrong with its window, and with waits that are too long: each by itself, whatever its steps lead to. */
export function timesOf(sequence: Sequence): Finding[] {
  return [...windowFindings(sequence.window), ...distanceFindings(sequence)]
}

function idFindings({ steps }: Sequence): Finding[] {
  return steps.flatMap((step, index): Finding[] => {
    const path = ['steps', index, 'id']
    if (step.id === end) return [error(path, `"${end}" means the end of the sequence`, 'give the step another id')]
    const first = steps.findIndex(({ id }) => id === step.id)
    return first < index ? [error(path, `there are two steps "${step.id}"`, 'give one of them another id')] : []
  })
}

const splitMend = 'name one of its variants, or take it out'

function targetFindings(sequence: Sequence): Finding[] {
  const known = new Set([end, ...sequence.steps.map(({ id }) => id)])
  return sequence.steps.flatMap((step, index): Finding[] => {
    const at: Path = ['steps', index]
    const unknown = (path: Path, target: string | undefined): Finding[] =>
      target === undefined || known.has(target)
        ? []
        : [error(path, `there is no step "${target}"`, `name a step of this sequence, or "${end}"`)]
    return [
      ...unknown([...at, 'next'], step.next),
      ...unknown([...at, 'otherwise'], step.otherwise),
      ...(step.branch ?? []).flatMap(({ go }, way) => unknown([...at, 'branch', way, 'go'], go)),
      ...Object.entries(step.go ?? {}).flatMap(([variant, target]) =>
        Object.hasOwn(step.split ?? {}, variant)
          ? unknown([...at, 'go', variant], target)
          : [{ ...error([...at, 'go', variant], `the split has no variant "${variant}"`, splitMend), atKey: true }],
      ),
    ]
  })
}

function unreachable(sequence: Sequence): Finding[] {
  const first = sequence.steps[0]
  if (!first) return []
  const reached = new Set([first.id, ...reachableFrom(sequence, first)])
  return sequence.steps.flatMap(({ id }, index) =>
    reached.has(id)
      ? []
      : [
          error(
            ['steps', index, 'id'],
            `nobody reaches the step "${id}"`,
            'lead to it from another step, or take it out',
          ),
        ],
  )
}

function windowFindings(window: SendWindow | undefined): Finding[] {
  if (!window) return []
  const zone = window.zone === 'lead' ? 'UTC' : window.zone
  const path = ['window', 'hours']
  // A year of weeks from a fixed Monday: where clocks change, an hour of one night is not there. In UTC all are alike.
  const weeks = zone === 'UTC' ? 1 : 53
  for (let week = 0; week < weeks; week += 1) {
    try {
      const { openMs, closeMs } = nextOpening(window, zone, Date.UTC(2026, 0, 5) + week * 7 * day)
      if (closeMs - openMs < shortestWindowMs) {
        return [warning(path, 'the window is open for less than 15 minutes', 'open it for longer')]
      }
    } catch {
      return [error(path, 'the window never opens', 'give it other days or hours')]
    }
  }
  return []
}

function distanceFindings(sequence: Sequence): Finding[] {
  const tooFar = 'a lead without a touch within 90 days counts as parked'
  const waits = sequence.steps.flatMap((step, index): Finding[] => {
    const wait = waitOf(step)
    if (!wait || wait.forMs <= touchWithinMs || sequence.newsletter) return []
    return [warning(['steps', index, 'wait'], 'it waits for more than 90 days', tooFar)]
  })
  const { cap } = sequence
  if (!cap || durationMs(cap.per) <= touchWithinMs) return waits
  return [...waits, warning(['cap', 'per'], 'this cap may hold mails for more than 90 days', tooFar)]
}
