import { NotRendered, renderPlain } from '../content/render-email.ts'
import { inLocale, type Words } from '../content/words.ts'

/** What a phone and AWS take of an SMS in parts; other providers take no less. */
const longestText = 1_600

/** The text of a message in the reader's language, with the reader's own answers in it; or why it can't be made, never what they said. */
export function renderMessage(
  text: Words,
  locale: string,
  fields: Readonly<Record<string, unknown>>,
): { readonly text: string } | { readonly why: string } {
  try {
    const made = renderPlain('text', inLocale(text, locale), { ...fields }).trim()
    if (made === '') return { why: 'its text is empty' }
    return made.length > longestText ? { why: `its text has more than ${longestText} characters` } : { text: made }
  } catch (error) {
    if (error instanceof NotRendered) return { why: error.message }
    throw error
  }
}
