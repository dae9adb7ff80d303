import { sequencesKind } from '../../core/content/schemas.ts'
import { stepOf } from '../../core/nurture/steps.ts'
import { destinationOf } from '../../core/outreach/destination.ts'
import type { Provider } from '../../core/outreach/provider.ts'
import { renderMessage } from '../../core/outreach/render-message.ts'
import type { Touch } from '../../core/outreach/touch.ts'
import { contentVersion } from '../content/published.ts'
import type { ReadLead } from '../leads/lead-state.ts'

/** A message as its provider gets it. */
export interface ComposedMessage {
  readonly to: string
  readonly text: string
  readonly locale: string
}

/** Makes the text of a message for one lead in its language; or says why there is none, never what stands in it. */
export async function composeMessage(
  { sequence, version, step: id, channel }: Touch,
  { profile }: ReadLead,
  { to: field }: Provider,
): Promise<ComposedMessage | { readonly why: string }> {
  const published = await contentVersion(sequencesKind, sequence, version)
  const step = published && stepOf(published.value, id)
  if (!step?.webhook || !channel)
    return { why: `there is no such message in version ${version} of ${sequence} any more` }
  const destination = destinationOf(profile.fields, field, channel)
  if ('why' in destination) return destination
  const { locale } = profile
  const rendered = renderMessage(step.webhook.text, locale, profile.fields)
  return 'why' in rendered ? rendered : { to: destination.to, text: rendered.text, locale }
}
