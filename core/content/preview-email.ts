import { type CompiledEmail, cutOffBytes, type EmailClass } from './compiled-email.ts'
import { directionOf } from './direction.ts'
import { type InList, inLists, lengthOf } from './preview-lengths.ts'
import { type RenderedEmail, renderEmail } from './render-email.ts'

/** A mail as somebody would get it, with what its author should know of it. */
export interface EmailPreview extends RenderedEmail {
  readonly locale: string
  readonly direction: 'ltr' | 'rtl'
  readonly class: EmailClass
  readonly preheader: string
  readonly subjectLength: number
  readonly preheaderLength: number
  /** How common lists of mails show the two lines, narrowest first. */
  readonly lists: readonly InList[]
  readonly htmlBytes: number
  /** Those of {@link RenderedEmail.fellBack} whose default is empty: nothing stands in their place, as their author meant it. */
  readonly emptyByDefault: readonly string[]
  /** What stands in the place of the others, by name. */
  readonly defaults: Readonly<Record<string, string>>
  readonly warnings: readonly string[]
}

/** What a variable that fell back is warned of with. */
function defaultUsed(name: string): string {
  return `${name} has no value here: its default stands there`
}

/** The warnings beside those that {@link EmailPreview.fellBack} tells already. */
export function furtherWarnings({ warnings, fellBack }: Pick<EmailPreview, 'warnings' | 'fellBack'>): string[] {
  const told = new Set(fellBack.map(defaultUsed))
  return warnings.filter((says) => !told.has(says))
}

/**
 * Renders a mail to be looked at. `values` hold all that it may use; `madeUp` names those of them that stand for what the lead has no answer to, though the
 * mail needs one. Throws `NotRendered`.
 */
export function previewEmail(
  email: CompiledEmail,
  values: Readonly<Record<string, unknown>>,
  madeUp: readonly string[] = [],
): EmailPreview {
  const rendered = renderEmail(email, values)
  const preheader = renderEmail({ ...email, html: '', text: email.preheader }, values)
    .text.replace(/\s+/g, ' ')
    .trim()
  const emptyByDefault = rendered.fellBack.filter((name) => isEmpty(email.variables[name]))
  const withDefault = rendered.fellBack.filter((name) => !emptyByDefault.includes(name))
  const htmlBytes = new TextEncoder().encode(rendered.html).length
  return {
    ...rendered,
    locale: email.locale,
    direction: directionOf(email.locale),
    class: email.class,
    preheader,
    subjectLength: lengthOf(rendered.subject),
    preheaderLength: lengthOf(preheader),
    lists: inLists(rendered.subject, preheader),
    htmlBytes,
    emptyByDefault,
    defaults: Object.fromEntries(withDefault.map((name) => [name, String(email.variables[name])])),
    warnings: [
      ...withDefault.map(defaultUsed),
      ...madeUp.map((name) => `${name} is not known here and has no default: who has none does not get this mail`),
      ...(htmlBytes > cutOffBytes
        ? [`the HTML has ${Math.ceil(htmlBytes / 1024)} KB: Gmail cuts it off at 102 KB`]
        : []),
    ],
  }
}

function isEmpty(value: unknown): boolean {
  return String(value ?? '').trim() === ''
}
