import * as z from 'zod/mini'
import { type Stage, stage, stages } from '../../core/leads/lead.ts'
import { scoringPassKey } from '../aws/keys.ts'
import { getItem, putItem, queryItems } from '../aws/table.ts'
import { type Done, rescoreEach } from './rescore-each.ts'
import { scoringModelNow } from './scoring-model.ts'

/** How far the pass over all leads has come that follows the publishing of a model. */
const pass = z.object({ model: z.string(), stage: z.optional(stage), cursor: z.optional(z.string()) })
type Pass = z.infer<typeof pass>

/**
 * After a model was published: goes once through all leads, also those whom no fact and no fading would rescore, and remembers where it is, so that
 * the next call goes on from there. Does nothing while the model is the same.
 */
export async function rescoreAfterPublish(untilMs: number): Promise<Done> {
  const model = await scoringModelNow()
  const done: Done = { rescored: 0, failed: 0 }
  if (!model) return done
  const name = `${model.id} version ${model.version}`
  const item = await getItem(scoringPassKey)
  const before = item && pass.parse(item)
  let at: Pass = before?.model === name ? before : { model: name, stage: stages[0] }
  while (at.stage && performance.now() < untilMs) {
    const page = await queryItems({ index: 'stage', pk: at.stage, limit: 100, cursor: at.cursor })
    const { rescored, failed } = await rescoreEach(page.items, Number.POSITIVE_INFINITY)
    done.rescored += rescored
    done.failed += failed
    at = page.next ? { ...at, cursor: page.next } : { model: name, stage: after(at.stage) }
    await putItem(scoringPassKey, { ...at })
  }
  return done
}

function after(one: Stage): Stage | undefined {
  return stages[stages.indexOf(one) + 1]
}
