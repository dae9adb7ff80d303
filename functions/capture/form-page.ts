import type { Form, FormField } from '../../core/capture/form.ts'
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
 * address, whose query (UTM parameters) comes along. `hidden` are values that the post carries back.
 */
export function formPage(form: Form, locale: string, hidden: Readonly<Record<string, string>>): string {
  const say = (words: Form['title']) => escapeHtml(inLocale(words, locale))
  const body = `<h1>${say(form.title)}</h1>
${form.intro ? `<p>${say(form.intro)}</p>` : ''}
<form method="post" accept-charset="utf-8">
${Object.entries(hidden)
  .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
  .join('\n')}
${form.fields.map((field) => fieldHtml(field, locale)).join('\n')}
${form.consent.map(({ topic, text }) => choiceHtml(`consent.${topic}`, say(text), false)).join('\n')}
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

function fieldHtml(field: FormField, locale: string): string {
  const { id, type } = field
  const label = escapeHtml(inLocale(field.label, locale))
  const needed = field.required || type === 'email'
  const optional = needed ? '' : ` <span class="note">${escapeHtml(pageWord('optional', locale))}</span>`
  if (type === 'checkbox') return choiceHtml(id, label + optional, needed)
  return `<label for="${id}">${label}${optional}</label>\n${inputHtml(field, needed, locale)}`
}

function inputHtml(field: FormField, needed: boolean, locale: string): string {
  const { id, type, options = [] } = field
  const complete = field.autocomplete ?? (Object.hasOwn(autocompleteOf, id) ? autocompleteOf[id] : undefined)
  const common = attributes({ id, name: id, required: needed, autocomplete: complete, maxlength: field.max })
  switch (type) {
    case 'multiline':
      return `<textarea${common} rows="5" dir="auto"></textarea>`
    case 'select':
      return `<select${common}>
<option value="">${escapeHtml(pageWord('choose', locale))}</option>
${options.map(({ value, label }) => `<option value="${escapeHtml(value)}">${escapeHtml(inLocale(label, locale))}</option>`).join('\n')}
</select>`
    case 'number':
      return `<input type="number" step="any"${common}${attributes({ min: field['at-least'], max: field['at-most'] })}>`
    case 'email':
      return `<input type="email" dir="ltr"${common}>`
    default:
      return `<input type="text" dir="auto"${common}>`
  }
}

/** A box with its text beside it; never ticked beforehand. */
function choiceHtml(name: string, label: string, needed: boolean): string {
  return `<label class="choice"><input type="checkbox" name="${name}"${attributes({ required: needed })}><span>${label}</span></label>`
}

function attributes(given: Readonly<Record<string, string | number | boolean | undefined>>): string {
  return Object.entries(given)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escapeHtml(String(value))}"`))
    .join('')
}
