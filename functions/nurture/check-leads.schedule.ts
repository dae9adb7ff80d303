import { metricNames } from '../../core/metrics.ts'
import { log } from '../runtime/log.ts'
import { measure } from '../runtime/metrics.ts'
import { onSchedule } from '../runtime/on-schedule.ts'
import { checkLeads } from './check-leads.ts'

/**
 * Nightly, some runs after each other: "each nurturing lead has a live clock, each with-sales an open hand-off, each parked a date or reason.
 * Repairs are counted and alarmed." What time alone made due (nobody did anything for 30 days) is done by the way.
 */
export const handler = onSchedule(async () => {
  const done = await checkLeads()
  if (done.repaired > 0) {
    log.error('leads were repaired', done)
    measure(metricNames.leadsRepaired, done.repaired)
  }
  if (done.failed > 0) throw new Error(`${done.failed} leads could not be checked`)
  return done
})
