import { scanHtml } from '../content/scan-html.ts'
import { textOfHtml } from '../content/text-of-html.ts'

/** The text of a mail that has nothing but HTML. In a file of its own, since few programs send such mails and it would be read for all. */
export function textOfMail(html: string): string {
  return textOfHtml(scanHtml(html))
}
