import type { CompiledEmail } from '../../core/content/compiled-email.ts'
import { imagesUrl } from '../../core/content/images.ts'
import type { MailSource } from '../../core/content/simulate-mails.ts'
import { nearestOf } from '../../core/content/words.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { templatesOf } from '../../core/nurture/steps.ts'
import { env } from '../aws/env.ts'
import { Problem } from '../runtime/problem.ts'
import { emailToPreview } from './email-to-preview.ts'

/** The mails of these sequences in these languages or the nearest that each has: drafts before what is live. Throws {@link Problem} 422 for a draft with errors. */
export async function mailsToSimulate(sequences: readonly Sequence[], locales: readonly string[]): Promise<MailSource> {
  const mails = new Map<string, readonly CompiledEmail[]>()
  const templates = new Set(sequences.flatMap(({ steps }) => steps.flatMap(templatesOf)))
  for (const template of templates) mails.set(template, await inAny(template, locales))
  return {
    emailFor: (template, locale) => {
      const there = mails.get(template) ?? []
      const nearest = nearestOf(
        there.map((email) => email.locale),
        locale,
      )
      return there.find((email) => email.locale === nearest)
    },
    imagesUrl: imagesUrl(env('API_URL')),
    brand: { company: env('COMPANY'), postalAddress: env('POSTAL_ADDRESS') },
  }
}

async function inAny(template: string, locales: readonly string[]): Promise<readonly CompiledEmail[]> {
  try {
    return (await emailToPreview(template, [...new Set(locales)])).emails
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return []
    throw error
  }
}
