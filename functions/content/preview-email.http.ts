import { NotRendered, renderEmail } from '../../core/content/render-email.ts'
import { contentRoutes } from '../../core/content/routes.ts'
import { sampleLinks, sampleVariables } from '../../core/content/sample-variables.ts'
import { env } from '../aws/env.ts'
import { readLead } from '../leads/lead-state.ts'
import { onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { emailToPreview } from './email-to-preview.ts'

/** `POST /content/emails/{id}/preview`: the draft, or else what is live, as a lead or a sample would get it. Its own links lead nowhere. */
export const handler = onRequest(contentRoutes.previewEmail, async ({ params: { id }, body }) => {
  const { email, version, warnings } = await emailToPreview(id, body.locale)
  const answers =
    body.leadId === undefined ? { ...sampleVariables(email), ...body.sample } : await answersOf(body.leadId)
  const brand = { company: env('COMPANY'), postalAddress: env('POSTAL_ADDRESS') }
  try {
    const { fellBack, ...rendered } = renderEmail(email, { ...answers, ...sampleLinks, brand, locale: email.locale })
    const defaults = fellBack.map((name) => `${name} is not known here: its default is used`)
    return { ...rendered, locale: email.locale, version, warnings: [...warnings, ...defaults] }
  } catch (error) {
    if (error instanceof NotRendered) throw new Problem(422, `This mail can't be rendered: ${error.message}.`)
    throw error
  }
})

async function answersOf(leadId: string): Promise<Record<string, unknown>> {
  const lead = await readLead(leadId)
  if (!lead || lead.mailbox.erasedAt) throw new Problem(404, 'There is no such lead.')
  return lead.profile.fields
}
