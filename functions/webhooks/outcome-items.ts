import { type KeptOutcome, keptOutcome, type OutcomeSource, outcomeSource } from '../../core/webhooks/outcome.ts'
import { outcomeKey, outcomeSourceKey } from '../aws/keys.ts'
import { getItem, putItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { Problem } from '../runtime/problem.ts'
import { allOf, readOne, writeOne } from './removable-items.ts'

const dayMs = 86_400_000
/** What came through is known again for so long; what somebody must look at is kept for longer. */
const [keptMs, keptForReviewMs] = [30 * dayMs, 90 * dayMs]

/** All systems that may report outcomes; those that were removed are not there any more. */
export function allSources(): Promise<OutcomeSource[]> {
  return allOf(outcomeSource, outcomeSourceKey(''))
}

export function readSource(sourceId: string): Promise<OutcomeSource | undefined> {
  return readOne(outcomeSource, outcomeSourceKey(sourceId))
}

/** One source; throws a {@link Problem} 404. */
export async function findSource(sourceId: string): Promise<OutcomeSource> {
  const found = await readSource(sourceId)
  if (!found) throw new Problem(404, 'There is no such source.')
  return found
}

/** Writes a source on condition that nobody did since it was read (`before`); false when somebody did. */
export function writeSource(one: OutcomeSource, before: OutcomeSource | undefined): Promise<boolean> {
  return writeOne(outcomeSourceKey(one.sourceId), one, before)
}

/** The lists of reports that somebody must look at. */
export const outcomesBox = (state: 'unmatched' | 'conflict') => `OUTCOMES#${state}`

export async function readOutcome(sourceId: string, messageId: string): Promise<KeptOutcome | undefined> {
  const item = await getItem(outcomeKey(sourceId, messageId))
  return item && keptOutcome.parse(item)
}

/** Writes down what became of a report: the last word on it, so that a lead that comes later takes its report off the list. */
export async function keepOutcome(one: KeptOutcome): Promise<void> {
  const { state, sourceId, messageId, receivedAt } = one
  const isForReview = state === 'unmatched' || state === 'conflict'
  await putItem(outcomeKey(sourceId, messageId), {
    ...one,
    ...(isForReview && { box: outcomesBox(state), boxOrder: `${receivedAt}#${sourceId}#${messageId}` }),
    expiresAt: Math.floor((now() + (isForReview ? keptForReviewMs : keptMs)) / 1_000),
  })
}
