import { insightRoutes } from '../../core/insight/routes.ts'
import { leadCheck, shownCheck } from '../../core/nurture/lead-check.ts'
import { leadCheckKey } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'
import { onRequest } from '../runtime/on-request.ts'

/** `GET /insight/lead-check`: what the nightly check found. */
export const handler = onRequest(insightRoutes.showLeadCheck, async () => {
  const item = await getItem(leadCheckKey)
  return shownCheck(item && leadCheck.parse(item))
})
