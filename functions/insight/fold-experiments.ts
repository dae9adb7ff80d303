import { sequencesKind } from '../../core/content/schemas.ts'
import { experimentOf, neededFor } from '../../core/insight/experiment-result.ts'
import {
  countedBefore,
  freshTally,
  isComplete,
  isFitting,
  type Tally,
  tally,
  withLead,
} from '../../core/insight/fold-experiment.ts'
import { toInstant } from '../../core/names.ts'
import { enrolment } from '../../core/nurture/enrolment.ts'
import { experimentBox, experimentKey } from '../aws/keys.ts'
import { getItem, type Item, ifAbsent, ifRev, putItem, queryItems } from '../aws/table.ts'
import { allCurrent } from '../content/published.ts'
import { now } from '../runtime/clock.ts'

const leadsOfPage = 100
/** A run stops before its function does, in ms of real time; the next one goes on. */
const worksForMs = 4 * 60_000

type Running = NonNullable<ReturnType<typeof experimentOf>>

/** What was counted of an experiment; undefined when nothing was yet. */
export async function readTally(sequence: string, step: Running): Promise<Tally | undefined> {
  return tallyIn(await getItem(experimentKey(sequence, step.id)), step)
}

/** What was counted under other terms counts no more. */
function tallyIn(item: Item | undefined, { experiment }: Running): Tally | undefined {
  const read = item && tally.parse(item)
  return read && isFitting(read, experiment) ? read : undefined
}

/**
 * Counts for each experiment the leads that have had their time since the last run, in the order in which they came to the split. Who had the time never counts
 * otherwise any more, so each is counted once; without the tally all of it is counted again. Answers how many were counted.
 */
export async function foldExperiments(): Promise<number> {
  const startedMs = performance.now()
  let counted = 0
  for (const { value } of await allCurrent(sequencesKind)) {
    const step = experimentOf(value)
    while (step && performance.now() - startedMs < worksForMs) {
      const page = await foldPage(value.id, step)
      counted += page
      if (page === 0) break
    }
  }
  return counted
}

/** Counts one page and writes it on condition that nobody did; answers how many leads that were. */
async function foldPage(sequence: string, step: Running): Promise<number> {
  const key = experimentKey(sequence, step.id)
  const stored = await getItem(key)
  const before = tallyIn(stored, step) ?? freshTally(sequence, step.id, step.experiment)
  const needed = neededFor(step)
  const variants = Object.keys(step.split)
  const range = {
    from: before.place === undefined ? '0' : `${before.place}!`,
    to: toInstant(countedBefore(step.experiment, now())),
  }
  if (isComplete(before, variants, needed) || range.from > range.to) return 0
  const { items } = await queryItems({
    index: 'box',
    pk: experimentBox(sequence, step.id),
    between: range,
    limit: leadsOfPage,
  })
  let after = before
  for (const { pk, sk, boxOrder } of items) {
    if (isComplete(after, variants, needed)) break
    const item = await getItem({ pk: String(pk), sk: String(sk) })
    after = withLead(after, String(boxOrder), item && enrolment.parse(item), step.experiment)
  }
  if (after === before) return 0
  const rev = Number(stored?.rev ?? 0)
  const next: Item = { ...after, rev: rev + 1 }
  const written = await putItem(key, next, stored ? ifRev(rev) : ifAbsent)
  return written ? items.length : 0
}
