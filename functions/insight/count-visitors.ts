import { isDeepStrictEqual } from 'node:util'
import * as z from 'zod/mini'
import { countedOfVisitor, countedVisitor } from '../../core/insight/funnel/visitors.ts'
import { visitor } from '../../core/website/visitor.ts'
import { visitorKey } from '../aws/keys.ts'
import { type Expression, getItem, queryItems, updateItem } from '../aws/table.ts'
import { uncountedVisitors } from '../website/first-visit.ts'
import { several } from './several.ts'

const atOnce = 8

/**
 * Visitors are counted apart from the generations of the funnel: what they did is forgotten after 30 days, so there is nothing to count them anew from, and what was
 * counted stays.
 */
export const visitorsGeneration = 0

/** A visitor in a batch: what is counted of it, and what shall be. */
export const visitorEntry = z.object({
  visitorId: z.string(),
  firstAt: z.string(),
  before: z.optional(countedVisitor),
  after: countedVisitor,
})
export type VisitorEntry = z.infer<typeof visitorEntry>

const counting = z.extend(visitor, { dueKind: z.optional(z.string()), counted: z.optional(countedVisitor) })

/** The visitors that are marked, at most so many. */
export async function nextVisitors(zone: string, limit: number): Promise<VisitorEntry[]> {
  const { items } = await queryItems({ index: 'due', pk: uncountedVisitors, limit })
  const entries: VisitorEntry[] = []
  await several(items, atOnce, async ({ pk }) => {
    const item = await getItem(visitorKey(String(pk).replace('VISITOR#', '')))
    const read = item && counting.parse(item)
    // The index may lag behind, and who was forgotten meanwhile is counted no more.
    if (read?.dueKind !== uncountedVisitors || read.firstAt === undefined) return
    const { visitorId, firstAt, leadId, counted } = read
    const after = countedOfVisitor(firstAt, leadId !== undefined, zone)
    entries.push({ visitorId, firstAt, ...(counted && { before: counted }), after })
  })
  return entries
}

/** Notes with a visitor what is counted of it, and takes its mark away unless something else is to be counted by now. Safe to repeat. */
export async function noteVisitor({ visitorId, firstAt, before, after }: VisitorEntry, batch: number): Promise<void> {
  const counted = { counted: after, countedBatch: batch }
  const isNews: Expression = {
    text: 'attribute_exists(pk) AND (attribute_not_exists(#batch) OR #batch < :batch)',
    names: { '#batch': 'countedBatch' },
    values: { ':batch': batch },
  }
  const isSame: Expression = {
    ...isNews,
    text: `${isNews.text} AND #first = :first AND ${after.named ? 'attribute_exists' : 'attribute_not_exists'}(#lead)`,
    names: { ...isNews.names, '#lead': 'leadId', '#first': 'firstAt' },
    values: { ...isNews.values, ':first': firstAt },
  }
  const key = visitorKey(visitorId)
  const done = await updateItem(key, { set: { ...counted, dueKind: undefined, dueAt: undefined } }, isSame)
  if (!done && !isDeepStrictEqual(before, after)) await updateItem(key, { set: counted }, isNews)
}
