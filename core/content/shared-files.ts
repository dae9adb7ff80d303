import { slug } from '../names.ts'
import type { ContentType } from './content-type.ts'
import { locale as localeName } from './words.ts'

/** How the company looks in its mails. */
export const brandFile = 'brand.yaml'

/** A file under `templates/` that mails share, or sequences (segments). */
export type SharedFile =
  | {
      readonly kind: 'partial'
      readonly id: string
      /** For mails of this language alone. */
      readonly locale?: string
      /** `liquid` goes into both. */
      readonly format: 'md' | 'mjml' | 'liquid'
    }
  | { readonly kind: 'layout'; readonly id: string; readonly locale?: string }
  | { readonly kind: 'brand' }
  | { readonly kind: 'segment'; readonly id: string }

/** The texts of shared files by path, for example `partials/signature.fa.md`. */
export type SharedTexts = Readonly<Record<string, string>>

/** Reads a path like `partials/signature.md`, `partials/signature.fa.md`, `layouts/plain.mjml`, `segments/at-rest.yaml` or `brand.yaml`; undefined for any other. */
export function sharedFile(file: string): SharedFile | undefined {
  if (file === brandFile) return { kind: 'brand' }
  const [, segment] = /^segments\/([^/]+)\.yaml$/.exec(file) ?? []
  if (segment !== undefined) return slug.safeParse(segment).success ? { kind: 'segment', id: segment } : undefined
  const [, folder, id = '', locale, format] =
    /^(partials|layouts)\/([^/.]+)(?:\.([^/.]+))?\.(md|mjml|liquid)$/.exec(file) ?? []
  if (folder === undefined || !slug.safeParse(id).success) return undefined
  if (locale !== undefined && !localeName.safeParse(locale).success) return undefined
  const named = { id, ...(locale !== undefined && { locale }) }
  if (folder === 'partials') return { kind: 'partial', ...named, format: format as 'md' | 'mjml' | 'liquid' }
  return format === 'mjml' ? { kind: 'layout', ...named } : undefined
}

/** May content of this type hold this shared file among its own? */
export function isSharedBy(type: ContentType, file: string): boolean {
  const shared = sharedFile(file)
  return shared !== undefined && type === (shared.kind === 'segment' ? 'sequences' : 'emails')
}

/** Does this path look as if it should be a shared file? */
export function isMeantAsShared(file: string): boolean {
  return /^(partials|layouts|segments)\/|^brand\.ya?ml$/.test(file)
}

/** The partial of this name for a mail: that of its language before the one for all, that of its own format before plain Liquid. */
export function partialFor(
  id: string,
  mail: { locale: string; format: 'md' | 'mjml' },
  shared: SharedTexts,
): string | undefined {
  const places = endingsFor(mail.locale).flatMap((ending) =>
    [mail.format, 'liquid'].map((format) => `partials/${id}${ending}.${format}`),
  )
  return places.find((one) => Object.hasOwn(shared, one))
}

/** The layout of this name for a mail: that of its language before the one for all. */
export function layoutFor(id: string, locale: string, shared: SharedTexts): string | undefined {
  return endingsFor(locale)
    .map((ending) => `layouts/${id}${ending}.mjml`)
    .find((one) => Object.hasOwn(shared, one))
}

/** `pt-BR`: `.pt-BR`, `.pt`, and none at last; another language's words are never put into a mail. */
function endingsFor(locale: string): string[] {
  const parts = locale.split('-')
  return [...parts.map((_, index) => `.${parts.slice(0, parts.length - index).join('-')}`), '']
}
