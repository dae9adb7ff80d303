import { renderEmail } from '../../core/content/render-email.ts'
import { sampleLinks } from '../../core/content/sample-variables.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import { env } from '../aws/env.ts'
import { type PublishedEmail, publishedEmail } from './published.ts'

/** Makes what tells the subject of each of these mails for a lead; undefined for one that is not published or can't be rendered. */
export async function subjectsFor(
  templates: readonly string[],
  locale: string,
): Promise<(template: string, lead: LeadState) => string | undefined> {
  const mails = new Map<string, PublishedEmail | undefined>()
  for (const template of new Set(templates)) mails.set(template, await publishedEmail(template, locale))
  const brand = { company: env('COMPANY'), postalAddress: env('POSTAL_ADDRESS') }
  return (template, { profile }) => {
    const email = mails.get(template)?.email
    if (!email) return undefined
    try {
      return renderEmail(email, { ...profile.fields, ...sampleLinks, brand, locale: email.locale }).subject
    } catch {
      return undefined
    }
  }
}
