import { isBlank } from '../content/is-blank.ts'
import type { Profile } from '../leads/lead.ts'
import type { Form, FormField } from './form.ts'

/** The answers that mean the same whichever form asks for them: people see and change them on the page of their choices. In the order in which they stand there. */
export const standardFields = ['role', 'industry', 'companySize', 'software', 'problem', 'preferredFormat'] as const

/** So many of the fields that are asked bit by bit stand on a page where the form does not say how many. */
export const askedAtOnce = 2

/** The names of what this person answered. */
export function knownAnswers({ fields }: Pick<Profile, 'fields'>): ReadonlySet<string> {
  return new Set(Object.keys(fields).filter((name) => !isBlank(fields[name])))
}

/**
 * The fields that stand on the page of a form. "Forms ask for unknown fields a few at a time and never for a known one again": of whoever came by a signed link it is
 * known what they answered; a stranger sees what all strangers see, whatever address they type, so that the page tells nobody what is known of it.
 */
export function fieldsToAsk(form: Form, known: ReadonlySet<string> | undefined): FormField[] {
  const open = form.fields.filter(({ id, type }) => !known || (type !== 'email' && !known.has(id)))
  const bitByBit = open.filter(({ progressive }) => progressive).slice(0, form['ask-at-once'] ?? askedAtOnce)
  return open.filter((field) => !field.progressive || bitByBit.includes(field))
}

/** The form as it is read of somebody who answered these: nothing that is known must be said again. */
export function withoutNeedOf(form: Form, known: ReadonlySet<string>): Form {
  return { ...form, fields: form.fields.map((field) => (known.has(field.id) ? { ...field, required: false } : field)) }
}

/** How each standard field is asked: as the first of these forms, by id, that asks for it. What no form asks for is no field of this company's. */
export function standardFieldsIn(forms: readonly Form[]): FormField[] {
  const inOrder = [...forms].sort((a, b) => (a.id < b.id ? -1 : 1)).flatMap(({ fields }) => fields)
  return standardFields.flatMap((name) => inOrder.find(({ id, type }) => id === name && type !== 'email') ?? [])
}

/** Of the standard fields those that a page shows: all that are known, and a few that are not. */
export function fieldsToShow(fields: readonly FormField[], known: ReadonlySet<string>): FormField[] {
  const unknown = fields.filter(({ id }) => !known.has(id)).slice(0, askedAtOnce)
  return fields.filter((field) => known.has(field.id) || unknown.includes(field))
}
