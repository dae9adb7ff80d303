import * as z from 'zod/mini'
import { RescoringRequested } from '../../core/events.ts'
import { type Stage, stage, stages } from '../../core/leads/lead.ts'
import type { ModelVersion } from '../../core/scoring/decide-score.ts'
import { publish } from '../aws/bus.ts'
import { scoringPassKey } from '../aws/keys.ts'
import { type Expression, getItem, ifAbsent, putItem, queryItems } from '../aws/table.ts'
import { log } from '../runtime/log.ts'
import { modelAtOnce } from './live-model.ts'
import { type Done, rescoreEach } from './rescore-each.ts'
import { scoringModelNow } from './scoring-model.ts'

/** How far the pass over all leads has come that follows the publishing of a model, or a bar that sales set. */
const pass = z.object({
  model: z.string(),
  stage: z.optional(stage),
  cursor: z.optional(z.string()),
  /** Counts pieces of work in the background: only the first to be done with one asks for the next. */
  page: z._default(z.int(), 0),
})
type Pass = z.infer<typeof pass>

/** A function that hears of events may run for 30 s; one page of leads is done within the rest. */
const pieceMs = 15_000

/** Begins to score all leads anew where the model, or its bar, is another than the last pass was made by; the nights go on with what is left. */
export async function startRescoring(): Promise<void> {
  const model = await scoringModelNow()
  if (!model) return
  const item = await getItem(scoringPassKey)
  const before = item && pass.parse(item)
  if (before?.model === nameOf(model)) {
    // The repeat of a call that may have died before it asked.
    if (before.stage !== undefined) await publish(RescoringRequested, { page: before.page })
    return
  }
  const begun: Pass = { model: nameOf(model), stage: stages[0], page: (before?.page ?? 0) + 1 }
  if (await putItem(scoringPassKey, { ...begun }, before ? ifPageIs(before.page) : ifAbsent)) {
    await publish(RescoringRequested, { page: begun.page })
  }
}

/** Goes on with the pass for some seconds, and asks for more of them where leads are left. Safe to repeat: it goes on from where it was. */
export async function rescorePage(page: number): Promise<void> {
  const item = await getItem(scoringPassKey)
  const read = item && pass.parse(item)
  if (!read?.stage) return
  // The repeat of a call that may have died before it asked.
  if (read.page === page + 1) return publish(RescoringRequested, { page: page + 1 })
  if (read.page !== page) return
  const { failed } = await rescoreAfterPublish(performance.now() + pieceMs)
  if (failed > 0) log.warn('leads could not be rescored by the new model', { failed })
  const left = pass.parse(await getItem(scoringPassKey))
  if (left.page !== page || left.stage === undefined) return
  const moved = await putItem(scoringPassKey, { ...left, page: page + 1 }, ifPageIs(page))
  // Of two that went on with the same piece one asks for the next.
  if (moved) await publish(RescoringRequested, { page: page + 1 })
}

/**
 * After a model was published: goes once through all leads, also those whom no fact and no fading would rescore, and remembers where it is, so that
 * the next call goes on from there. Does nothing while the model is the same.
 */
export async function rescoreAfterPublish(untilMs: number): Promise<Done> {
  // A pass by what was live, or set, a minute ago would begin it anew.
  const model = await modelAtOnce()
  const done: Done = { rescored: 0, failed: 0 }
  if (!model) return done
  const name = nameOf(model)
  const item = await getItem(scoringPassKey)
  const before = item && pass.parse(item)
  let at: Pass = before?.model === name ? before : { model: name, stage: stages[0], page: (before?.page ?? 0) + 1 }
  while (at.stage && performance.now() < untilMs) {
    const page = await queryItems({ index: 'stage', pk: at.stage, limit: 100, cursor: at.cursor })
    const { rescored, failed } = await rescoreEach(page.items, Number.POSITIVE_INFINITY)
    done.rescored += rescored
    done.failed += failed
    at = page.next ? { ...at, cursor: page.next } : { model: name, stage: after(at.stage), page: at.page }
    await putItem(scoringPassKey, { ...at })
  }
  return done
}

function nameOf({ id, version, threshold }: ModelVersion): string {
  return `${id} version ${version}${threshold ? `, bar of ${threshold.at}` : ''}`
}

function ifPageIs(page: number): Expression {
  return {
    text: page === 0 ? '#page = :page OR attribute_not_exists(#page)' : '#page = :page',
    names: { '#page': 'page' },
    values: { ':page': page },
  }
}

function after(one: Stage): Stage | undefined {
  return stages[stages.indexOf(one) + 1]
}
