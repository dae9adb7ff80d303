import { profile } from '../../core/leads/lead.ts'
import type { Audience, ListPlace } from '../../core/nurture/broadcast.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { reasonNotToEnter, triggersAsItStands } from '../../core/nurture/triggers.ts'
import { profileKey } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'
import { readLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'
import { Problem } from '../runtime/problem.ts'
import { countAudience, listAudience } from './list-audience.ts'

const leadsOfPage = 200
/** Leads read at the same time. */
const atOnce = 25
/** An API Gateway answers for the function after 30 s, in ms of real time. */
const looksForMs = 20_000

/**
 * How many leads of a list the trigger of this sequence holds for as they stand, who may enter. Each lead is read for it, as {@link readToCount} tells before: by
 * its profile alone first, since there is no index of tags. Throws {@link Problem} 503 where there are too many to be looked through in one call.
 */
export async function countTriggered(sequence: Sequence, audience: Audience): Promise<number> {
  const startedMs = performance.now()
  let count = 0
  let place: ListPlace | undefined
  do {
    if (performance.now() - startedMs > looksForMs) {
      throw new Problem(503, 'There are too many leads to look through at once: name a stage or a status as well.')
    }
    const { leadIds, next } = await listAudience(narrowed(sequence, audience), place, leadsOfPage)
    const left = leadIds.values()
    const look = async () => {
      for (const leadId of left) if (await isMeant(leadId, sequence, audience)) count += 1
    }
    await Promise.all(Array.from({ length: atOnce }, look))
    place = next
  } while (place)
  return count
}

/** How many leads counting them would read, by the indexes. */
export async function readToCount(sequence: Sequence, audience: Audience): Promise<number> {
  return audience.triggered ? countAudience(narrowed(sequence, audience)) : 0
}

/** Of a trigger by stage those of this stage alone: there is an index of them. */
function narrowed({ trigger }: Sequence, audience: Audience): Audience {
  return trigger && 'stage' in trigger && !audience.stage ? { ...audience, stage: trigger.stage } : audience
}

async function isMeant(leadId: string, sequence: Sequence, { stage, status }: Audience): Promise<boolean> {
  const item = await getItem(profileKey(leadId))
  const read = item && profile.parse(item)
  if (!read || (stage && read.stage !== stage) || (status && read.status !== status)) return false
  // Most have not the tag: what else there is of a lead is read for the others, and for those of whom nothing is summed up yet.
  if (read.activitySummary && !triggersAsItStands(sequence, { profile: read, enrolments: [] }, now())) return false
  const lead = await readLead(leadId)
  return lead !== undefined && !reasonNotToEnter(sequence, lead, now()) && triggersAsItStands(sequence, lead, now())
}
