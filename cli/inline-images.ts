import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { imageType, nameOf, readReference, referenceTo } from '../core/content/images.ts'
import type { EmailPreview } from '../core/content/preview-email.ts'
import { sampleLinks } from '../core/content/sample-variables.ts'

/** Makes what shows the images of a folder's mails from disk, in the mail itself: they are not served anywhere yet. */
export function inlineImages(folder: string): <Mail extends Pick<EmailPreview, 'html'>>(mail: Mail) => Mail {
  const known = new Map<string, string>()
  for (const path of globSync('emails/*/images/*', { cwd: folder })) {
    const bytes = readFileSync(join(folder, path))
    const reference = readReference(referenceTo(bytes))
    const name = reference && nameOf(reference)
    if (name) known.set(name, `data:${imageType(name)};base64,${bytes.toString('base64')}`)
  }
  const served = new RegExp(`${sampleLinks.imagesUrl.replaceAll('.', '\\.')}/([0-9a-f]{40}\\.\\w+)`, 'g')
  return (mail) =>
    known.size === 0 ? mail : { ...mail, html: mail.html.replace(served, (whole, name) => known.get(name) ?? whole) }
}
