import type * as z from 'zod/mini'
import { derivedId } from '../consent/derived-id.ts'
import type { Activity } from '../leads/activity.ts'
import type { Profile, profileValue } from '../leads/lead.ts'
import { inWords } from './field-refusals.ts'
import type { FormField } from './form.ts'
import { readAnswer } from './read-answer.ts'
import type { SubmissionError } from './read-submission.ts'

type Answers = Record<string, z.infer<typeof profileValue>>

/**
 * Which answers somebody changed, of these fields: what is said as before is no change, an empty one takes back what was said. Errors name the field, and never
 * what was given.
 */
export function editedAnswers(
  fields: readonly FormField[],
  given: Readonly<Record<string, unknown>>,
  { fields: before }: Pick<Profile, 'fields'>,
  locale: string,
): { readonly changed: Answers } | { readonly errors: readonly SubmissionError[] } {
  const changed: Answers = {}
  const errors: SubmissionError[] = []
  for (const [name, value] of Object.entries(given)) {
    const field = fields.find(({ id }) => id === name)
    if (!field) {
      errors.push({ pointer: `/field/${name}`, detail: inWords({ code: 'unknown-field' }, locale) })
      continue
    }
    const known = Object.hasOwn(before, name) ? before[name] : undefined
    if (known !== undefined && String(value) === String(known)) continue
    const read = readAnswer({ ...field, required: false }, value)
    if ('refused' in read) errors.push({ pointer: `/field/${name}`, detail: inWords(read.refused, locale) })
    else if ('absent' in read && known !== undefined && known !== '') changed[name] = ''
    else if ('value' in read && read.value !== known) changed[name] = read.value
  }
  return errors.length > 0 ? { errors } : { changed }
}

/** The fact that a person changed what is known of them, on the page of their choices; undefined where nothing changed. Conditions may ask which fields, never what was said. */
export function editedFact(
  leadId: string,
  at: string,
  changed: Answers,
  dropsInterests: readonly string[],
): Activity | undefined {
  const fields = Object.keys(changed).sort()
  if (fields.length === 0 && dropsInterests.length === 0) return undefined
  return {
    leadId,
    id: derivedId('profile-edited', leadId, at, JSON.stringify([changed, dropsInterests])),
    type: 'profile-edited',
    at,
    data: { by: 'preferences', fields },
    told: { fields: changed, ...(dropsInterests.length > 0 && { dropsInterests: [...dropsInterests] }) },
  }
}
