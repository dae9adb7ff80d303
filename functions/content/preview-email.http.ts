import { imagesUrl } from '../../core/content/images.ts'
import { type EmailPreview, previewEmail } from '../../core/content/preview-email.ts'
import { variantsBeside } from '../../core/content/preview-variants.ts'
import { NotRendered } from '../../core/content/render-email.ts'
import { contentRoutes } from '../../core/content/routes.ts'
import { sampleLinks, sampleLinksTo, sampleVariables } from '../../core/content/sample-variables.ts'
import { env } from '../aws/env.ts'
import { readLead } from '../leads/lead-state.ts'
import { onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { emailToPreview, type ToPreview } from './email-to-preview.ts'
import { orTooMuch } from './or-too-much.ts'

type Values = Readonly<Record<string, unknown>>

/** `POST /content/emails/{id}/preview`: the draft, or else what is live, as a lead or a sample would get it. Its own links lead nowhere. */
export const handler = onRequest(contentRoutes.previewEmail, async ({ params: { id }, body }) => {
  const toPreview = await emailToPreview(id, body.locale)
  const answers = body.leadId === undefined ? undefined : await answersOf(body.leadId)
  const shown = { template: id, ...show(toPreview, answers, body.sample) }
  if (typeof body.locale === 'string' && body.locale !== '*' && body.sequence === undefined) {
    const [only] = shown.items
    return { ...only, version: shown.version }
  }
  if (body.sequence === undefined) return orTooMuch({ items: shown.items, version: shown.version })
  // What reads sequences is a third of it, and most ask for a mail alone.
  const { sequenceToSimulate } = await import('./sequence-to-simulate.ts')
  const { sequence } = await sequenceToSimulate(body.sequence)
  const variants = []
  for (const { step, template, when } of variantsBeside(sequence, id)) {
    const other = template === id ? toPreview : await emailToPreview(template, body.locale)
    variants.push({ step, template, ...(when && { when }), ...show(other, answers, body.sample) })
  }
  return orTooMuch({ items: shown.items, version: shown.version, variants })
})

function show({ emails, version, warnings }: ToPreview, answers: Values | undefined, sample: Values | undefined) {
  const links = { ...sampleLinks, imagesUrl: imagesUrl(env('API_URL')) }
  const brand = { company: env('COMPANY'), postalAddress: env('POSTAL_ADDRESS') }
  const items = emails.map((email): EmailPreview => {
    const given = answers ?? { ...sampleVariables(email), ...sample }
    try {
      const shown = previewEmail(email, { ...given, ...links, ...sampleLinksTo(email), brand, locale: email.locale })
      return { ...shown, warnings: [...warnings, ...shown.warnings] }
    } catch (error) {
      if (error instanceof NotRendered) throw new Problem(422, `This mail can't be rendered: ${error.message}.`)
      throw error
    }
  })
  return { version, items }
}

async function answersOf(leadId: string): Promise<Values> {
  const lead = await readLead(leadId)
  if (!lead || lead.mailbox.erasedAt) throw new Problem(404, 'There is no such lead.')
  return lead.profile.fields
}
