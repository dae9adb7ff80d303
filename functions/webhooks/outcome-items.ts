import { type KeptOutcome, keptOutcome, type OutcomeSource, outcomeSource } from '../../core/webhooks/outcome.ts'
import { outcomeKey, outcomeSourceKey, webhooksPartition } from '../aws/keys.ts'
import { type Expression, everyItem, getItem, ifAbsent, ifRev, putItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { Problem } from '../runtime/problem.ts'

const dayMs = 86_400_000
/** What came through is known again for so long; what somebody must look at is kept for longer. */
const [keptMs, keptForReviewMs] = [30 * dayMs, 90 * dayMs]

/** All systems that may report outcomes; those that were removed are not there any more. */
export async function allSources(): Promise<OutcomeSource[]> {
  const found: OutcomeSource[] = []
  for await (const item of everyItem({ pk: webhooksPartition, prefix: outcomeSourceKey('').sk })) {
    if (!item.removedAt) found.push(outcomeSource.parse(item))
  }
  return found
}

export async function readSource(sourceId: string): Promise<OutcomeSource | undefined> {
  const item = await getItem(outcomeSourceKey(sourceId))
  return item && !item.removedAt ? outcomeSource.parse(item) : undefined
}

/** One source; throws a {@link Problem} 404. */
export async function findSource(sourceId: string): Promise<OutcomeSource> {
  const found = await readSource(sourceId)
  if (!found) throw new Problem(404, 'There is no such source.')
  return found
}

/** Writes a source on condition that nobody did since it was read (`before`); false when somebody did. */
export async function writeSource(one: OutcomeSource, before: OutcomeSource | undefined): Promise<boolean> {
  const condition: Expression = before
    ? ifRev(before.rev)
    : { text: `${ifAbsent.text} OR attribute_exists(#removed)`, names: { '#removed': 'removedAt' } }
  return putItem(outcomeSourceKey(one.sourceId), { ...one, rev: (before?.rev ?? 0) + 1 }, condition)
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
