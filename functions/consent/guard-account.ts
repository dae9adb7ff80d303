import { reasonToPause } from '../../core/consent/account-guard.ts'
import { metricNames } from '../../core/metrics.ts'
import { log } from '../runtime/log.ts'
import { measure } from '../runtime/metrics.ts'
import { recentOutcomes } from './mail-outcomes.ts'
import { readMarketingMail, setMarketingMail } from './switches.ts'

/** Who turns marketing mail off when too much bounces or too many complain. */
const guard = 'account guard'

/**
 * Turns all marketing mail off when SES would soon do so itself; only a person turns it on again. True while the guard holds it off: measured each time,
 * so that the alarm stands as long as it does.
 */
export async function guardAccount(): Promise<boolean> {
  const before = await readMarketingMail()
  const reason = before?.on === false ? undefined : reasonToPause(await recentOutcomes(before?.at))
  if (reason !== undefined) {
    await setMarketingMail({ on: false, reason, by: guard })
    log.error('the account guard turned marketing mail off', { reason })
  }
  const paused = reason !== undefined || (before?.on === false && before.by === guard)
  measure(metricNames.marketingMailPaused, paused ? 1 : 0)
  return paused
}
