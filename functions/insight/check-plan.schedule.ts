import { metricNames } from '../../core/metrics.ts'
import { log } from '../runtime/log.ts'
import { measure } from '../runtime/metrics.ts'
import { onSchedule } from '../runtime/on-schedule.ts'
import { keptPlan } from './kept-plan.ts'
import { planned } from './planned.ts'

/** Each night: is the forecast of qualified leads below the plan that is kept? A plan that can't be worked out any more is in danger, too. */
export const handler = onSchedule(async () => {
  const kept = await keptPlan()
  if (!kept) return { plans: 0, below: 0 }
  const worked = await planned(kept)
  const below = 'errors' in worked || worked.made.forecast?.below !== undefined ? 1 : 0
  measure(metricNames.planBelow, below)
  if ('errors' in worked) log.warn('the plan that is kept can’t be reached any more', { problems: worked.errors })
  else if (below > 0) log.warn(worked.made.forecast?.says ?? '', { week: worked.made.forecast?.below })
  return { plans: 1, below }
})
