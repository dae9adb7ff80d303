import { type Profile, statuses } from '../../core/leads/lead.ts'
import { fromInstant, toInstant } from '../../core/names.ts'
import {
  type LeadCheck,
  leadCheck,
  passOf,
  suspectsAtMost,
  withPlace,
  withRepair,
} from '../../core/nurture/lead-check.ts'
import { nobodysHours, roundedHours, withLeadsHours } from '../../core/nurture/send-time/common-hours.ts'
import { isZone } from '../../core/zone.ts'
import { env } from '../aws/env.ts'
import { commonHoursKey, leadCheckKey } from '../aws/keys.ts'
import { getItem, putItem, queryItems } from '../aws/table.ts'
import { keepSummary } from '../leads/keep-summary.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { actOnTime } from './act-on-time.ts'
import { lookAtLead, repairLead } from './check-lead.ts'

const leadsOfPage = 100
/** A run stops before its function does, in ms of real time; the next one goes on where it stopped. */
const worksForMs = 8 * 60_000

/** Goes on with the pass of this night over all leads, by status; answers what this run did. */
export async function checkLeads(): Promise<Record<'checked' | 'failed' | 'repaired' | 'suspects', number>> {
  const item = await getItem(leadCheckKey)
  const before = passOf(item && leadCheck.parse(item), toInstant(now()))
  let pass: LeadCheck = { ...before, suspects: [] }
  // What is wrong at a second look is no matter of moments (an event on its way, a clock that just starts).
  for (const leadId of before.suspects) pass = await check(leadId, pass, true)
  const startedMs = performance.now()
  do {
    pass = await checkPage(pass)
    await putItem(leadCheckKey, pass)
    // Once more where a run died between the two: then the next one finds the pass over.
    if (pass.finishedAt && pass.hours) await putItem(commonHoursKey, { ...pass.hours, at: pass.finishedAt })
  } while (!pass.finishedAt && performance.now() - startedMs < worksForMs)
  return {
    checked: pass.checked - before.checked,
    failed: pass.failed - before.failed,
    repaired: pass.repaired - before.repaired,
    suspects: pass.suspects.length,
  }
}

async function checkPage(pass: LeadCheck): Promise<LeadCheck> {
  const { part, cursor } = pass.place ?? { part: 0, cursor: undefined }
  const status = pass.finishedAt ? undefined : statuses[part]
  if (!status) return { ...pass, place: undefined, finishedAt: pass.finishedAt ?? toInstant(now()) }
  const page = await queryItems({ index: 'status', pk: status, limit: leadsOfPage, cursor })
  let checked = pass
  for (const { pk } of page.items) checked = await check(String(pk).replace('LEAD#', ''), checked, false)
  const place = page.next ? { part, cursor: page.next } : { part: part + 1 }
  const hours = checked.hours && roundedHours(checked.hours)
  return { ...checked, place, ...(hours && { hours }), checked: checked.checked + page.items.length }
}

/** Looks at one lead, and does what time alone made due; a fault is repaired when it was there before, else remembered for the next run. One that fails does not stop the pass. */
async function check(leadId: string, pass: LeadCheck, wasSuspect: boolean): Promise<LeadCheck> {
  try {
    const seen = await lookAtLead(leadId)
    if (!seen) return pass
    await keepSummary(seen.lead)
    if (!wasSuspect) await actOnTime(seen.lead)
    const counted = wasSuspect ? pass : counting(pass, seen.lead.profile)
    if (seen.faults.length === 0 || pass.suspects.includes(leadId)) return counted
    if (!wasSuspect && pass.suspects.length < suspectsAtMost) {
      return { ...counted, suspects: [...counted.suspects, leadId] }
    }
    await repairLead(seen)
    return withRepair(counted, leadId, seen.faults)
  } catch (error) {
    log.error('a lead could not be checked', { leadId, error: error as Error })
    return { ...pass, failed: pass.failed + 1 }
  }
}

/** The pass with where one more lead stands, and when it clicks. */
function counting(pass: LeadCheck, profile: Profile): LeadCheck {
  const { clickHours = [], zone } = profile
  const own = zone && isZone(zone) ? zone : env('DEFAULT_ZONE')
  return {
    ...withPlace(pass, profile),
    hours: withLeadsHours(pass.hours ?? nobodysHours, clickHours, own, fromInstant(pass.startedAt)),
  }
}
