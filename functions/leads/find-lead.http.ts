import { readEmailAddress } from '../../core/capture/email-address.ts'
import { inWords } from '../../core/capture/field-refusals.ts'
import { shownProfile } from '../../core/leads/lead-view.ts'
import { leadRoutes } from '../../core/leads/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { leadIdOf } from './identity.ts'
import { readLead } from './lead-state.ts'

/** `POST /leads/search`: by address, which never stands in a URL. */
export const handler = onRequest(leadRoutes.findLead, async ({ body }) => {
  const read = readEmailAddress(body.email)
  if ('refused' in read) {
    throw new Problem(422, 'This is not an address that a lead can have.', {
      errors: [{ pointer: '/email', detail: inWords({ code: read.refused }, 'en') }],
    })
  }
  const found = await readLead(await leadIdOf(read.address))
  const into = found?.mailbox.mergedInto
  const lead = into ? await readLead(into.leadId) : found
  return { items: lead && !lead.mailbox.erasedAt ? [shownProfile(lead.profile)] : [] }
})
