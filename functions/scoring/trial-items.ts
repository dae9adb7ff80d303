import * as z from 'zod/mini'
import { type Judged, judged } from '../../core/scoring/trial/own-past.ts'
import { type Trial, trial } from '../../core/scoring/trial/trial.ts'
import { modelTrialKey, modelTrialPartKey } from '../aws/keys.ts'
import { everyItem, getItem, type Item, ifAbsent, putItem } from '../aws/table.ts'
import { packed, unpacked } from '../insight/packed.ts'
import { now } from '../runtime/clock.ts'

const keptSeconds = 86_400
const part = z.object({ judged: z.array(judged) })

export async function readTrial(trialId: string): Promise<Trial | undefined> {
  const item = await getItem(modelTrialKey(trialId))
  return item && trial.parse(item)
}

/** Puts a trial, or answers the one that is there already. */
export async function beginTrial(begun: Trial): Promise<Trial> {
  if (await putItem(modelTrialKey(begun.trialId), lasting(begun), ifAbsent)) return begun
  return (await readTrial(begun.trialId)) ?? begun
}

/** What a piece of work has judged lies beside the trial, under its number; then the trial moves on, on condition that nobody moved it. */
export async function moveTrial(page: number, to: Trial, found: readonly Judged[]): Promise<boolean> {
  if (found.length > 0) await putItem(modelTrialPartKey(to.trialId, page), lasting({ judged: packed(found) }))
  return putItem(modelTrialKey(to.trialId), lasting(to), {
    text: '#page = :page',
    names: { '#page': 'page' },
    values: { ':page': page },
  })
}

export async function judgedOf(trialId: string): Promise<Judged[]> {
  const found: Judged[] = []
  for await (const item of everyItem({ pk: modelTrialKey(trialId).pk, prefix: 'PART#' })) {
    found.push(...part.parse({ judged: unpacked(item.judged) ?? item.judged }).judged)
  }
  return found
}

function lasting(item: object): Item {
  return { ...item, expiresAt: Math.floor(now() / 1000) + keptSeconds }
}
