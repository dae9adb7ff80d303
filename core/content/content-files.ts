import { slug } from '../names.ts'
import { type ContentType, contentTypes } from './content-type.ts'
import { locale as localeName } from './words.ts'

/** Which content a file under `templates/` belongs to. */
export type ContentFile =
  | {
      readonly type: 'emails'
      readonly id: string
      readonly file: string
      readonly locale: string
      readonly format: 'md' | 'mjml'
    }
  | { readonly type: Exclude<ContentType, 'emails'>; readonly id: string; readonly file: string }

/** The one funnel there is. */
export const funnelId = 'funnel'

/** Reads a path like `emails/welcome/en.md`, `sequences/onboarding.yaml`, `files/white-paper/file.yaml` or `funnel.yaml`; undefined for any other. */
export function contentFile(file: string): ContentFile | undefined {
  if (file === `${funnelId}.yaml`) return { type: 'funnel', id: funnelId, file }
  const email = /^emails\/([^/]+)\/([^/]+)\.(md|mjml)$/.exec(file)
  if (email) {
    const [, id = '', locale = '', format] = email
    if (!slug.safeParse(id).success || !localeName.safeParse(locale).success) return undefined
    return { type: 'emails', id, file, locale, format: format === 'md' ? 'md' : 'mjml' }
  }
  const gated = /^files\/([^/]+)\/file\.yaml$/.exec(file)
  if (gated) {
    const [, id = ''] = gated
    return slug.safeParse(id).success ? { type: 'files', id, file } : undefined
  }
  const [, type, id = ''] = /^([a-z-]+)\/([^/]+)\.yaml$/.exec(file) ?? []
  const known = contentTypes.find((one) => one === type)
  if (!known || known === 'emails' || known === 'funnel' || known === 'files' || !slug.safeParse(id).success)
    return undefined
  return { type: known, id, file }
}

/** The path of a file of this content under `templates/`; `name` may be given with or without that path. */
export function fileOf(type: ContentType, id: string, name: string): string {
  const folder = type === 'emails' || type === 'files' ? `${type}/${id}/` : type === 'funnel' ? '' : `${type}/`
  return name.startsWith(folder) ? name : folder + name
}

/** The file that says what a content in YAML is, beside those that it shares with others. */
export function ownFile(type: ContentType, id: string): string {
  return fileOf(type, id, type === 'files' ? 'file.yaml' : `${id}.yaml`)
}

/** Does this path look as if it should be content? */
export function isMeantAsContent(file: string): boolean {
  const [folder] = file.split('/')
  return file === 'funnel.yml' || (file.includes('/') && contentTypes.some((type) => type === folder))
}
