import { readEmailAddress } from './email-address.ts'
import type { Refusal } from './field-refusals.ts'
import type { FormField } from './form.ts'
import { readPhoneNumber } from './phone-number.ts'

/** What one field of a post says: an answer, no answer, or why it is not taken. */
export type ReadAnswer =
  | { readonly value: string | number | boolean }
  | { readonly absent: true }
  | { readonly refused: Refusal }

/** Longest answers where the form names no limit, in characters. */
const longestByDefault = { text: 500, multiline: 5_000 }

const absent: ReadAnswer = { absent: true }

/** Reads one field as JSON (`true`, 42) or as a form post gives it ("on", "42"); an empty text is no answer. Never throws. */
export function readAnswer(field: FormField, given: unknown): ReadAnswer {
  const needed = field.required || field.type === 'email'
  if (Array.isArray(given)) return refuse('one-value')
  if (given === undefined || given === null || (typeof given === 'string' && given.trim() === '')) {
    if (field.type === 'checkbox') return needed ? refuse('unticked') : absent
    return needed ? refuse(field.type === 'email' ? 'missing' : 'required') : absent
  }
  switch (field.type) {
    case 'email':
      return readEmail(given)
    case 'text':
    case 'multiline':
      return readText(field.type, field.max ?? longestByDefault[field.type], given)
    case 'tel':
      return readPhone(given)
    case 'number':
      return readNumber(field, given)
    case 'select': {
      const chosen = typeof given === 'number' ? String(given) : given
      const option = field.options?.find(({ value }) => value === chosen)
      return option ? { value: option.value } : refuse('option')
    }
    case 'checkbox': {
      const ticked = readTick(given)
      if (ticked === undefined) return refuse('checkbox')
      return needed && !ticked ? refuse('unticked') : { value: ticked }
    }
  }
}

/** A box as JSON or as a form post gives it; undefined when it is neither ticked nor unticked. */
export function readTick(given: unknown): boolean | undefined {
  if (typeof given === 'boolean') return given
  if (given === null || given === undefined || given === '') return false
  if (typeof given !== 'string') return undefined
  const word = given.trim().toLowerCase()
  if (['on', 'true', '1', 'yes'].includes(word)) return true
  return ['off', 'false', '0', 'no'].includes(word) ? false : undefined
}

function readEmail(given: unknown): ReadAnswer {
  if (typeof given !== 'string') return refuse('text')
  const read = readEmailAddress(given)
  return 'address' in read ? { value: read.address } : refuse(read.refused)
}

function readText(type: 'text' | 'multiline', max: number, given: unknown): ReadAnswer {
  if (typeof given !== 'string' && typeof given !== 'number') return refuse('text')
  const raw = String(given)
  if (!raw.isWellFormed()) return refuse('text-characters')
  const text = raw.replace(/\r\n?/g, '\n').trim().normalize('NFC')
  if (type === 'text' && /[\n\u2028\u2029]/.test(text)) return refuse('line-break')
  if (/[^\P{Cc}\n\t]/u.test(text)) return refuse('text-characters')
  return [...text].length > max ? refuse('text-too-long', max) : { value: text }
}

function readPhone(given: unknown): ReadAnswer {
  const number = typeof given === 'string' ? readPhoneNumber(given) : undefined
  return number === undefined ? refuse('phone') : { value: number }
}

function readNumber(field: FormField, given: unknown): ReadAnswer {
  const number = typeof given === 'string' ? numberIn(given) : given
  if (typeof number !== 'number' || !Number.isFinite(number)) return refuse('number')
  const [least, most] = [field['at-least'], field['at-most']]
  if (least !== undefined && number < least) return refuse('too-small', least)
  if (most !== undefined && number > most) return refuse('too-large', most)
  return { value: number }
}

/** A decimal number in Latin, Arabic or Persian digits; undefined for any other text. */
function numberIn(text: string): number | undefined {
  const latin = text
    .trim()
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace('\u066b', '.')
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(latin) ? Number(latin) : undefined
}

function refuse(code: Refusal['code'], bound?: number): ReadAnswer {
  return { refused: { code, ...(bound !== undefined && { bound }) } }
}
