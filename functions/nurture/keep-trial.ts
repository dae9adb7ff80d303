import { withTrials } from '../../core/insight/funnel/journey.ts'
import { toInstant } from '../../core/names.ts'
import { type Arm, armOf } from '../../core/nurture/hold-out.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { trialKey } from '../aws/keys.ts'
import { getItem, ifAbsent, putItem } from '../aws/table.ts'
import { followLead, trial } from '../insight/journey-items.ts'
import { now } from '../runtime/clock.ts'

/**
 * Into which arm of a sequence's hold-out a lead falls that is about to enter; it is kept, for good and before anything comes of it, and goes into the lead's journey.
 * Undefined where the sequence holds nobody out. Safe to repeat.
 */
export async function keepTrial(sequence: Sequence, leadId: string): Promise<Arm | undefined> {
  const arm = armOf(sequence, leadId)
  const within = sequence['hold-out']?.within
  if (!arm || within === undefined) return undefined
  const key = trialKey(leadId, sequence.id)
  const fresh = { sequence: sequence.id, arm, at: toInstant(now()), within }
  const isNew = await putItem(key, fresh, ifAbsent)
  const kept = isNew ? fresh : trial.parse(await getItem(key))
  const { at } = kept
  await followLead(leadId, (before) =>
    withTrials(before, { [sequence.id]: { at, arm: kept.arm, within: kept.within } }),
  )
  return kept.arm
}
