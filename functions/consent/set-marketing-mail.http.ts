import { consentRoutes } from '../../core/consent/routes.ts'
import { log } from '../runtime/log.ts'
import { onRequest } from '../runtime/on-request.ts'
import { setMarketingMail } from './switches.ts'

/** `PUT /switches/marketing-mail`: works within 10 s everywhere; held sends go on within 15 minutes after it is turned on. */
export const handler = onRequest(consentRoutes.setMarketingMail, async ({ body, caller }) => {
  const set = await setMarketingMail({ ...body, by: caller.name })
  log.warn(`marketing mail turned ${set.on ? 'on' : 'off'}`, { by: set.by })
  return set
})
