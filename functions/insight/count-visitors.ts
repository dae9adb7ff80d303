import { isDeepStrictEqual } from 'node:util'
import * as z from 'zod/mini'
import { countedOfVisitor, countedVisitor } from '../../core/insight/funnel/visitors.ts'
import { visitor } from '../../core/website/visitor.ts'
import { leadPartition, visitorKey } from '../aws/keys.ts'
import { type Expression, everyItem, getItem, queryItems, updateItem } from '../aws/table.ts'
import { readMailbox } from '../consent/change-mailbox.ts'
import { uncounted, uncountedVisitors, unmarkedSince } from '../website/first-visit.ts'
import { readJourney } from './journey-items.ts'
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
  marks: z._default(z.int(), 0),
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
    const { visitorId, firstAt, leadId, counted, marks } = read
    const person = leadId === undefined ? undefined : await journeyOfPerson(leadId)
    const after = countedOfVisitor({ ...read, firstAt }, person, zone)
    entries.push({ visitorId, marks, ...(counted && { before: counted }), after })
  })
  return entries
}

/** Notes with a visitor what is counted of it, and takes its mark away unless something else is to be counted by now. Safe to repeat. */
export async function noteVisitor({ visitorId, marks, before, after }: VisitorEntry, batch: number): Promise<void> {
  const counted = { counted: after, countedBatch: batch }
  const isNews: Expression = {
    text: 'attribute_exists(pk) AND (attribute_not_exists(#batch) OR #batch < :batch)',
    names: { '#batch': 'countedBatch' },
    values: { ':batch': batch },
  }
  const unmarked = unmarkedSince(marks)
  const isSame: Expression = {
    text: `${isNews.text} AND ${unmarked.text}`,
    names: { ...isNews.names, ...unmarked.names },
    values: { ...isNews.values, ...unmarked.values },
  }
  const key = visitorKey(visitorId)
  const done = await updateItem(key, { set: { ...counted, dueKind: undefined, dueAt: undefined } }, isSame)
  if (!done && !isDeepStrictEqual(before, after)) await updateItem(key, { set: counted }, isNews)
}

/** Marks the browsers of a person who came to another stage, those of leads merged into it too. Safe to repeat: what is counted of them is looked up then. */
export async function markVisitorsOf(leadId: string): Promise<void> {
  const box = await readMailbox(leadId)
  for (const id of [leadId, ...(box?.merged ?? []).map((one) => one.leadId)])
    for await (const { visitorId } of everyItem({ pk: leadPartition(id), prefix: 'VISITOR#' }))
      await updateItem(visitorKey(String(visitorId)), uncounted(), {
        text: '#lead = :lead',
        names: { '#lead': 'leadId' },
        values: { ':lead': id },
      })
}

/** What the funnel knows of the person whose browser it is: a lead that was merged counts with the one that it is merged into. */
async function journeyOfPerson(leadId: string) {
  const into = (await readMailbox(leadId))?.mergedInto?.leadId ?? leadId
  return (await readJourney(into))?.journey
}
