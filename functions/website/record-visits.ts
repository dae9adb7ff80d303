import { metricNames } from '../../core/metrics.ts'
import { landingIn } from '../../core/website/landing.ts'
import { type ActedBatch, visitFacts } from '../../core/website/visit-facts.ts'
import { dayOf, hasRoom, type Visitor, visitor, visitorExpiry } from '../../core/website/visitor.ts'
import { visitBatchKey, visitorKey } from '../aws/keys.ts'
import { ifAbsent, putItem, updateItem } from '../aws/table.ts'
import { readMailbox } from '../consent/change-mailbox.ts'
import { recordFacts } from '../leads/record-facts.ts'
import { log } from '../runtime/log.ts'
import { measure } from '../runtime/metrics.ts'
import { forFunnel, unmarkedSince } from './first-visit.ts'
import { joinVisitor } from './join-visitor.ts'
import { settleBatches } from './settle-batches.ts'
import { readVisitor } from './visitors.ts'

/**
 * Takes in what a visitor did. Of a known one these are facts about its lead; of an unknown one they wait with it, and go when nobody said who it was. A repeat
 * changes nothing but the day's count; over the day's bound nothing is written. What the link of somebody else brought to a lead's browser is told of nobody.
 */
export async function recordVisits(batch: ActedBatch): Promise<void> {
  const { visitorId, actedAt, events, leadId } = batch
  if (leadId) await joinVisitor(visitorId, leadId, actedAt)
  const known = await readVisitor(visitorId)
  if (leadId && known?.leadId && !(await isOnePerson(leadId, known.leadId))) {
    return log.info('what somebody else did by the browser of a lead is told of neither', { dropped: events.length })
  }
  if (!hasRoom(known, actedAt, events.length)) {
    measure(metricNames.visitsDropped, events.length)
    log.info('events over the bound of one visitor in a day are dropped', { dropped: events.length })
    return
  }
  if (known?.leadId) {
    await recordFacts(known.leadId, visitFacts(known.leadId, batch))
    await count(known, batch)
    return
  }
  const expiresAt = visitorExpiry(actedAt, false)
  await putItem(visitBatchKey(visitorId, actedAt, batch.batchId), { batch, expiresAt }, ifAbsent)
  // Who was named since it was read did not see this batch, or is seen to be named here.
  const counted = await count(known, batch)
  if (counted.leadId) await settleBatches(visitorId, counted.leadId)
}

/** Are these the same lead, or one of them merged into the other, or both into a third? */
async function isOnePerson(one: string, other: string): Promise<boolean> {
  return one === other || (await personOf(one)) === (await personOf(other))
}

async function personOf(leadId: string): Promise<string> {
  return (await readMailbox(leadId))?.mergedInto?.leadId ?? leadId
}

async function count(known: Visitor | undefined, batch: ActedBatch): Promise<Visitor> {
  const { visitorId, actedAt, events } = batch
  const day = dayOf(actedAt)
  const expiresAt = visitorExpiry(actedAt, known?.leadId !== undefined)
  const news = forFunnel(known, actedAt, landingIn(batch))
  const set = { visitorId, day, lastAt: actedAt, expiresAt, ...news.set }
  const more = { events: events.length }
  const stored = await updateItem(
    visitorKey(visitorId),
    known?.day === day ? { set, add: { ...more, ...news.add } } : { set: { ...set, ...more }, add: news.add ?? {} },
    news.add && unmarkedSince(known?.marks),
  )
  // Somebody else told of a first visit meanwhile.
  return stored ? visitor.parse(stored) : count(await readVisitor(visitorId), batch)
}
