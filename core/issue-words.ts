import * as z from 'zod/mini'

type Issue = z.core.$ZodRawIssue

/** What is wrong with a value, in words for whoever wrote it; never the value itself, which may be personal. */
function inWords(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'this is missing'
        : `this must be ${kindNames[issue.expected] ?? issue.expected}`
    case 'too_small':
      if (issue.minimum === 1 && issue.origin === 'string') return 'this must not be empty'
      return `${sizeOf(issue.origin)} must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`
    case 'too_big':
      return `${sizeOf(issue.origin)} must be ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`
    case 'invalid_value':
      return issue.input === undefined
        ? `this is missing: write ${orList(issue.values.map((value) => JSON.stringify(value)))}`
        : `this must be ${orList(issue.values.map((value) => JSON.stringify(value)))}`
    case 'unrecognized_keys':
      return `there is no ${issue.keys.map((key) => `"${key}"`).join(', ')} here: check the spelling`
    case 'invalid_format':
      return formats[issue.format] ?? 'this is not written as it must be here'
    case 'not_multiple_of':
      return `this must be a multiple of ${issue.divisor}`
    case 'invalid_union':
      return issue.input === undefined ? 'this is missing' : 'this is none of what it may be'
    default:
      return 'this is not what is asked for here'
  }
}

/** What a value may be, as people call it. */
export const kindNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map of keys and values',
  record: 'a map of keys and values',
  array: 'a list',
}

const formats: Readonly<Record<string, string>> = {
  datetime: 'give a time with its zone, for example "2026-11-24T10:30:00Z"',
  date: 'give a day that the calendar has, for example "2026-11-24"',
  email: 'give an address, for example "anna@example.com"',
  url: 'give an address of the web, for example "https://www.example.com/"',
}

function sizeOf(origin: string): string {
  if (origin === 'string') return 'its length in characters'
  return origin === 'array' || origin === 'object' || origin === 'map' ? 'the number of its entries' : 'this'
}

/** `a, b or c`, each once. */
export function orList(words: readonly string[]): string {
  const once = [...new Set(words)]
  return once.length < 2 ? (once[0] ?? 'something else') : `${once.slice(0, -1).join(', ')} or ${once.at(-1)}`
}

// By itself zod/mini calls whatever is wrong "Invalid input"; people are to read what. Names, routes and settings bring this, and so every program has it.
z.config({ localeError: inWords })
