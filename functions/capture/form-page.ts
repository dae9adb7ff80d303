import { type Form, type FormField, nameOfConsent } from '../../core/capture/form.ts'
import { pageWord } from '../../core/capture/page-words.ts'
import { inLocale } from '../../core/content/words.ts'
import { escapeHtml, page } from '../runtime/page.ts'

/** What browsers fill in by themselves, by the usual names of fields. */
const autocompleteOf: Readonly<Record<string, string>> = {
  email: 'email',
  name: 'name',
  firstName: 'given-name',
  lastName: 'family-name',
  company: 'organization',
  jobTitle: 'organization-title',
  phone: 'tel',
  country: 'country-name',
  city: 'address-level2',
  website: 'url',
}

/**
 * The hosted page of a form: works without script, each field with its label, boxes for consent unticked. It names no `action`, so it posts to its own
 * address, whose query (UTM parameters) comes along. `hidden` are values that the post carries back, `fields` those to ask.
 */
export function formPage(
  form: Form,
  locale: string,
  hidden: Readonly<Record<string, string>>,
  fields: readonly FormField[],
): string {
  const say = (words: Form['title']) => escapeHtml(inLocale(words, locale))
  const body = `<h1>${say(form.title)}</h1>
${form.intro ? `<p>${say(form.intro)}</p>` : ''}
<form method="post" accept-charset="utf-8">
${Object.entries(hidden)
  .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
  .join('\n')}
${fields.map((field) => fieldHtml(field, locale)).join('\n')}
${form.consent.map((one) => choiceHtml(`consent.${nameOfConsent(one)}`, say(one.text), false)).join('\n')}
<div class="trap" aria-hidden="true">
<label for="${form.honeypot}">${escapeHtml(pageWord('leaveEmpty', locale))}</label>
<input id="${form.honeypot}" name="${form.honeypot}" type="text" tabindex="-1" autocomplete="off">
</div>
<button type="submit">${say(form.button)}</button>
</form>`
  return page({ title: inLocale(form.title, locale), locale, body })
}

/** The hosted thank-you page. */
export function thanksPage({ thanks }: Form, locale: string): string {
  const title = inLocale(thanks.title, locale)
  const paragraphs = inLocale(thanks.text, locale)
    .split(/\n{2,}/)
    .map((text) => `<p>${escapeHtml(text)}</p>`)
  return page({ title, locale, body: `<h1>${escapeHtml(title)}</h1>\n${paragraphs.join('\n')}` })
}

/** How a field stands on a page: under its own name and empty, unless told otherwise. */
interface Shown {
  readonly name: string
  readonly value?: string | number | boolean | readonly string[] | undefined
  readonly needed: boolean
}

/** One field with its label. */
export function fieldHtml(
  field: FormField,
  locale: string,
  shown: Shown = { name: field.id, needed: field.required || field.type === 'email' },
): string {
  const { type } = field
  const { name: id, needed, value } = shown
  const label = escapeHtml(inLocale(field.label, locale))
  const optional = needed ? '' : ` <span class="note">${escapeHtml(pageWord('optional', locale))}</span>`
  if (type === 'checkbox') return choiceHtml(id, label + optional, needed, value === true)
  return `<label for="${id}">${label}${optional}</label>\n${inputHtml(field, shown, locale)}`
}

function inputHtml(field: FormField, { name, value, needed }: Shown, locale: string): string {
  const { id, type, options = [] } = field
  const text = value === undefined ? undefined : [value].flat().join(', ')
  const complete = field.autocomplete ?? (Object.hasOwn(autocompleteOf, id) ? autocompleteOf[id] : undefined)
  const common = attributes({ id: name, name, required: needed, autocomplete: complete, maxlength: field.max })
  switch (type) {
    case 'multiline':
      return `<textarea${common} rows="5" dir="auto">${escapeHtml(text ?? '')}</textarea>`
    case 'select':
      return `<select${common}>
<option value="">${escapeHtml(pageWord('choose', locale))}</option>
${[...options, ...otherOption(field, text)].map((one) => optionHtml(one, locale, text)).join('\n')}
</select>`
    case 'number':
      return `<input type="number" step="any"${common}${attributes({ min: field['at-least'], max: field['at-most'], value: text })}>`
    case 'tel':
      return `<input type="tel" dir="ltr"${common}${attributes({ value: text })}>`
    case 'email':
      return `<input type="email" dir="ltr"${common}>`
    default:
      return `<input type="text" dir="auto"${common}${attributes({ value: text })}>`
  }
}

type Option = NonNullable<FormField['options']>[number]

/** What was said to another form, or came from a list, may be none of the options here: it is shown as it is. */
function otherOption({ options = [] }: FormField, text: string | undefined): Option[] {
  return text === undefined || options.some(({ value }) => value === text) ? [] : [{ value: text, label: text }]
}

function optionHtml({ value, label }: Option, locale: string, chosen: string | undefined): string {
  return `<option${attributes({ value, selected: value === chosen })}>${escapeHtml(inLocale(label, locale))}</option>`
}

/** A box with its text beside it; ticked only for what the person said before. */
function choiceHtml(name: string, label: string, needed: boolean, ticked = false): string {
  return `<label class="choice"><input type="checkbox" name="${name}"${attributes({ required: needed, checked: ticked })}><span>${label}</span></label>`
}

function attributes(given: Readonly<Record<string, string | number | boolean | undefined>>): string {
  return Object.entries(given)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escapeHtml(String(value))}"`))
    .join('')
}
