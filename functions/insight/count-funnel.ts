import { isDeepStrictEqual } from 'node:util'
import * as z from 'zod/mini'
import { type Journey, journey, nothingYet } from '../../core/insight/funnel/journey.ts'
import { differenceOf } from '../../core/insight/funnel/read-model.ts'
import { visitorDifference } from '../../core/insight/funnel/visitors.ts'
import { stages } from '../../core/leads/lead.ts'
import { fromInstant, toInstant } from '../../core/names.ts'
import { env } from '../aws/env.ts'
import { journeyKey } from '../aws/keys.ts'
import { type Expression, queryItems, updateItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { type CountState, countingAnew, moveState, readCountState } from './count-state.ts'
import { markVisitorsOf, nextVisitors, noteVisitor, visitorEntry, visitorsGeneration } from './count-visitors.ts'
import { addToCell, layoutOfCells } from './funnel-cells.ts'
import { followLead, journeyOfHistory, readJourney, uncountedKind } from './journey-items.ts'
import { packed, unpacked } from './packed.ts'
import { several } from './several.ts'

/** So many leads share the cells that they change; pressed together they have room in one item. */
const leadsOfBatch = 200
const atOnce = 8
/** A run stops before its function does, in ms of real time; the next one goes on. */
const worksForMs = 45_000
/** The index tells of a mark a moment after it was made. */
const indexLagMs = 30_000

const entry = z.object({
  leadId: z.string(),
  rev: z.int(),
  before: z.optional(journey),
  after: z.optional(journey),
})
type Entry = z.infer<typeof entry>

/**
 * Counts, batch after batch, the journeys that went on since and the visitors that came, each once: a batch is decided by one write, and then done whole, by this run or by the next one. Where the
 * funnel was never counted, by another clock, or into cells that lay otherwise, all leads are gone through. Answers how many were counted.
 */
export async function countFunnel(): Promise<number> {
  const untilMs = performance.now() + worksForMs
  let counted = 0
  let state = await readCountState()
  const zone = env('DEFAULT_ZONE')
  if (state?.zone !== zone || state.layout !== layoutOfCells) state = await moveState(state, countingAnew(state, zone))
  while (state && performance.now() < untilMs) {
    if (state.open) {
      counted += await doBatch(state, state.open)
      const { open, rev, ...closed } = state
      state = await moveState(state, closed)
      continue
    }
    const leads = await nextEntries(state)
    const entries = leads.length > 0 ? leads : await nextVisitors(zone, leadsOfBatch)
    if (entries.length > 0) {
      const { rev, ...before } = state
      state = await moveState(state, { ...before, batch: state.batch + 1, open: packed(entries) })
    } else if (state.pass) {
      const next = await goThrough(state, state.pass)
      if (!next) break
      state = await moveState(state, next)
    } else break
  }
  if (state && !state.open && !state.pass) {
    const { rev, ...idle } = state
    if (counted > 0 || state.countedAt === undefined) await moveState(state, { ...idle, countedAt: toInstant(now()) })
  }
  return counted
}

/** The leads that are marked, with what is counted of them in this generation, and what shall be. */
async function nextEntries({ generation }: CountState): Promise<Entry[]> {
  const marked = { index: 'due', pk: uncountedKind, limit: leadsOfBatch } as const
  const { items } = await queryItems(marked)
  const entries: Entry[] = []
  await several(items, atOnce, async ({ pk }) => {
    const leadId = String(pk).replace('LEAD#', '')
    const item = await readJourney(leadId)
    // The index may lag behind.
    if (item?.dueKind !== uncountedKind) return
    const before = item.countedIn === generation ? item.counted : undefined
    const after = isDeepStrictEqual(item.journey, nothingYet) ? undefined : item.journey
    entries.push({ leadId, rev: item.rev, ...(before && { before }), ...(after && { after }) })
  })
  return entries
}

/** Puts a batch into its cells, then notes with each lead what is counted of it. Each part knows whether it has this batch, so all of it may be repeated. */
async function doBatch({ generation, batch, zone }: CountState, open: Uint8Array): Promise<number> {
  const all = z.array(z.union([entry, visitorEntry])).parse(unpacked(open))
  const visitors = all.filter((one) => 'visitorId' in one)
  const entries = all.filter((one) => 'leadId' in one)
  await several(differenceOf(entries, zone), atOnce, ([cell, counts]) => addToCell(generation, batch, cell, counts))
  await several(visitorDifference(visitors), atOnce, ([cell, counts]) =>
    addToCell(visitorsGeneration, batch, cell, counts),
  )
  await several(entries, atOnce, (one) => noteCounted(one, generation, batch))
  const moved = entries.filter(({ before, after }) => !isDeepStrictEqual(before?.reached, after?.reached))
  await several(moved, atOnce, ({ leadId }) => markVisitorsOf(leadId))
  await several(visitors, atOnce, (one) => noteVisitor(one, batch))
  return all.length
}

async function noteCounted({ leadId, rev, after }: Entry, generation: number, batch: number): Promise<void> {
  const counted: { counted: Journey | undefined; countedIn: number; countedBatch: number } = {
    counted: after,
    countedIn: generation,
    countedBatch: batch,
  }
  const isNews: Expression = {
    text: 'attribute_exists(pk) AND (attribute_not_exists(#batch) OR #batch < :batch)',
    names: { '#batch': 'countedBatch' },
    values: { ':batch': batch },
  }
  const isSame: Expression = {
    text: `${isNews.text} AND #rev = :rev`,
    names: { ...isNews.names, '#rev': 'rev' },
    values: { ...isNews.values, ':rev': rev },
  }
  const key = journeyKey(leadId)
  const done = await updateItem(key, { set: { ...counted, dueKind: undefined, dueAt: undefined } }, isSame)
  // It went on meanwhile, and stays marked for the next batch.
  if (!done) await updateItem(key, { set: counted }, isNews)
}

/** One page of all leads: each journey made from the facts, and marked. Once through, and all marks counted, this generation is what is shown. */
async function goThrough(
  { rev, ...state }: CountState,
  pass: NonNullable<CountState['pass']>,
): Promise<Omit<CountState, 'rev'> | undefined> {
  if (!pass.stage) {
    const through = pass.throughAt ?? toInstant(now())
    if (fromInstant(through) + indexLagMs > now()) return undefined
    const { pass: _, shown, ...whole } = state
    return whole
  }
  const page = await queryItems({ index: 'stage', pk: pass.stage, limit: 100, cursor: pass.cursor })
  const { generation } = state
  await several(page.items, atOnce, async ({ pk }) => {
    const leadId = String(pk).replace('LEAD#', '')
    await followLead(
      leadId,
      (_, box) => journeyOfHistory(box),
      (item) => item !== undefined && item.countedIn !== generation,
    )
  })
  if (page.next) return { ...state, pass: { stage: pass.stage, cursor: page.next } }
  const next = stages[stages.indexOf(pass.stage) + 1]
  return { ...state, pass: next ? { stage: next } : { throughAt: toInstant(now()) } }
}
