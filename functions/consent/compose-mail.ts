import type { EmailClass } from '../../core/content/compiled-email.ts'
import { imagesUrl } from '../../core/content/images.ts'
import { NotRendered, type RenderedEmail, renderEmail } from '../../core/content/render-email.ts'
import { filesLinked, formsLinked } from '../../core/files/file-links.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import { env } from '../aws/env.ts'
import type { Letter } from '../aws/mailer.ts'
import { type PublishedEmail, publishedEmail } from '../content/published.ts'
import {
  fileUrl,
  formUrl,
  isOwnLink,
  preferencesUrl,
  unsubscribeHeaders,
  unsubscribeUrl,
  visitSign,
} from './mail-links.ts'
import type { MailRequest } from './mail-request.ts'
import { replyAddress } from './reply-address.ts'
import { untracked } from './untracked.ts'

/** A mail as SES will get it, and the version it was made from. */
export interface Composed {
  readonly version: number
  readonly locale: string
  readonly letter: Letter
}

/** The mail can't be made from its template; says why, never what it was filled with. */
export class NotComposed extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'NotComposed'
  }
}

/** "Every mail to a lead has a named basis": and each basis one class of templates. */
const classFor: Record<MailRequest['basis'], EmailClass> = {
  consent: 'marketing',
  confirmation: 'confirmation',
  transactional: 'transactional',
}

/** Renders one mail for one lead in its language; throws {@link NotComposed}. */
export async function composeMail(request: MailRequest, lead: LeadState): Promise<Composed> {
  const { basis, template, leadId, sendId } = request
  const published = await publishedEmail(template, request.locale ?? lead.profile.locale)
  if (!published) throw new NotComposed(`there is no published mail ${template}`)
  const { email, version, locale } = published
  if (email.class !== classFor[basis]) {
    throw new NotComposed(
      `the mail ${template} is of class ${email.class}: on the basis ${basis} only ${classFor[basis]} goes`,
    )
  }
  if (basis === 'consent' && email.topic !== undefined && email.topic !== request.topic) {
    throw new NotComposed(`the mail ${template} is about ${email.topic}, and the consent is for ${request.topic}`)
  }
  const links = await linksOf(request)
  const rendered = render(published, {
    ...valuesOf(request, lead),
    ...links,
    files: await linksTo(filesLinked(email), (file) => fileUrl({ leadId, sendId, file })),
    forms: await linksTo(formsLinked(email), (form) => formUrl({ leadId, sendId, form })),
    imagesUrl: imagesUrl(env('API_URL')),
    brand: brand(),
    locale,
  })
  return {
    version,
    locale,
    letter: {
      to: lead.profile.email,
      replyTo: (await replyAddress(request)) ?? (await request.replyTo?.()),
      subject: rendered.subject,
      html: untracked(rendered.html, isOwnLink),
      text: rendered.text,
      ...(links.unsubscribeUrl !== undefined && { headers: unsubscribeHeaders(links.unsubscribeUrl) }),
      tags: { leadId, sendId, template, basis },
    },
  }
}

/** The links that a mail of this basis may carry; each ends what it speaks of. */
async function linksOf(
  request: MailRequest,
): Promise<{ unsubscribeUrl?: string; preferencesUrl?: string; visitSign?: string }> {
  const { basis, topic, leadId, sendId } = request
  if (basis === 'confirmation') return {}
  const choose = { preferencesUrl: await preferencesUrl({ leadId, sendId }) }
  if (basis === 'transactional') return choose
  if (!topic) throw new NotComposed('a marketing mail needs a topic that its reader can leave')
  return {
    ...choose,
    unsubscribeUrl: await unsubscribeUrl({ leadId, topic, sendId }),
    visitSign: await visitSign({ leadId, sendId }),
  }
}

/** A link to each of what the mail names, for its reader alone. */
async function linksTo(
  ids: readonly string[],
  urlOf: (id: string) => Promise<string>,
): Promise<Record<string, string>> {
  const links: Record<string, string> = {}
  for (const id of ids) links[id] = await urlOf(id)
  return links
}

/**
 * What the template may say of its reader. "The confirmation email carries no advertising and no text that the visitor typed": anybody could
 * have typed this address, so such a mail sees its own link and nothing else.
 */
function valuesOf({ basis, variables = {} }: MailRequest, lead: LeadState): Record<string, unknown> {
  if (basis !== 'confirmation') return { ...lead.profile.fields, ...variables }
  const link = variables.confirmUrl
  if (typeof link !== 'string' || !isOwnLink(link))
    throw new NotComposed('a confirmation needs its own link to confirm')
  return { confirmUrl: link }
}

function brand(): { company: string; postalAddress: string } {
  return { company: env('COMPANY'), postalAddress: env('POSTAL_ADDRESS') }
}

function render({ id, email }: PublishedEmail, values: Record<string, unknown>): RenderedEmail {
  try {
    return renderEmail(email, values)
  } catch (error) {
    if (error instanceof NotRendered) throw new NotComposed(`the mail ${id} could not be rendered: ${error.message}`)
    throw error
  }
}
