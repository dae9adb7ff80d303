import { approvals, missingSides } from '../../core/content/approvals.ts'
import { scoringModelsKind } from '../../core/content/schemas.ts'
import type { ModelVersion } from '../../core/scoring/decide-score.ts'
import { versionKey } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'
import { allCurrent } from '../content/published.ts'
import { log } from '../runtime/log.ts'
import { thresholdNow } from './threshold-items.ts'

/** The published model that scores every lead; undefined while none is published. Of several the first by id counts, with a warning. */
export async function scoringModelNow(): Promise<ModelVersion | undefined> {
  const [first, ...others] = await allCurrent(scoringModelsKind)
  if (others.length > 0) log.warn('several scoring models are published; one scores', { scores: first?.id })
  if (!first) log.debug('no scoring model is published: nothing is scored')
  if (!first) return undefined
  const { id, version } = first
  const [agreed, threshold] = await Promise.all([isAgreed(id, version), thresholdNow(id, version)])
  return { ...first, agreed, ...(threshold && { threshold }) }
}

/** Versions never change: what was read of one is kept as long as the function lives. */
const known = new Map<string, boolean>()

/** A version that went live before both sides had to agree scores, and forwards nobody. */
async function isAgreed(id: string, version: number): Promise<boolean> {
  const name = `${id}/${version}`
  const before = known.get(name)
  if (before !== undefined) return before
  const item = await getItem(versionKey('scoring-models', id, version), { only: ['approvals'] })
  const read =
    missingSides('scoring-models', item?.approvals === undefined ? undefined : approvals.parse(item.approvals))
      .length === 0
  if (!read)
    log.warn('the scoring model that is live was not approved by both sides: nobody is forwarded by it', {
      id,
      version,
    })
  known.set(name, read)
  return read
}
