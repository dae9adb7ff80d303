import type { LeadState } from '../leads/lead-status.ts'
import type { Sequence } from '../nurture/sequence.ts'
import type { CompiledEmail } from './compiled-email.ts'
import { type EmailPreview, previewEmail } from './preview-email.ts'
import { NotRendered, renderEmail } from './render-email.ts'
import { type Brand, sampleLinks, sampleLinksTo } from './sample-variables.ts'
import type { Composed, SimulationInput } from './simulation.ts'

/** Where the mails of a simulation come from. */
export interface MailSource {
  /** The email in this language or the nearest that it has; undefined where there is no such email. */
  readonly emailFor: (template: string, locale: string) => CompiledEmail | undefined
  readonly brand: Brand
  /** Where images are served; absent: nowhere. */
  readonly imagesUrl?: string
}

type Compose<Mail> = NonNullable<SimulationInput<Mail>['compose']>

/** Makes what tells the subject of each mail for a lead, or why it can't be made for it; undefined for one that is not written yet. */
export function subjectsOf(source: MailSource): Compose<never> {
  return (template, lead, sequence) =>
    composed(source, template, lead, sequence, (email, values) => ({
      // A year of a thousand personas is many mails: of each its subject alone is made.
      subject: renderEmail({ ...email, html: '', text: '' }, values).subject,
    }))
}

/** Makes what shows each mail whole. */
export function mailsOf(source: MailSource): Compose<EmailPreview> {
  return (template, lead, sequence) =>
    composed(source, template, lead, sequence, (email, values) => {
      const mail = previewEmail(email, values)
      return { subject: mail.subject, mail }
    })
}

function composed<Mail>(
  { emailFor, brand, imagesUrl = sampleLinks.imagesUrl }: MailSource,
  template: string,
  { profile }: LeadState,
  { topic }: Sequence,
  make: (email: CompiledEmail, values: Record<string, unknown>) => Composed<Mail>,
): Composed<Mail> | undefined {
  const email = emailFor(template, profile.locale)
  if (!email) return undefined
  if (email.class !== 'marketing')
    return { problem: `the mail ${template} is of class ${email.class}: sequences send marketing mail alone` }
  if (email.topic !== undefined && email.topic !== topic) {
    return { problem: `the mail ${template} is about ${email.topic}, and the consent is for ${topic}` }
  }
  try {
    return make(email, {
      ...profile.fields,
      ...sampleLinks,
      ...sampleLinksTo(email),
      imagesUrl,
      brand,
      locale: email.locale,
    })
  } catch (error) {
    if (error instanceof NotRendered) return { problem: `the mail ${template} can't be made: ${error.message}` }
    throw error
  }
}
