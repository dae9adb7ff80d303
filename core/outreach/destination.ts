import type { OtherChannel } from '../consent/channel.ts'

/** Where a message goes, or why it can't. */
export type Destination = { readonly to: string } | { readonly why: string }

/** E.164: a plus, the country's number, and at most 15 digits in all. */
const international = /^\+[1-9]\d{6,14}$/

/** The address of a lead on a channel, from the field that the provider names; never repeats what stands there. */
export function destinationOf(
  fields: Readonly<Record<string, unknown>>,
  field: string,
  channel: OtherChannel,
): Destination {
  const given = Object.hasOwn(fields, field) ? fields[field] : undefined
  const text = [given].flat().join(', ').trim()
  if (given === undefined || given === null || text === '') return { why: `the lead gave no ${field}` }
  if (channel !== 'sms' && channel !== 'call') return { to: text }
  const number = text.replace(/^00/, '+').replace(/[\s().\-\u2010-\u2015/]/g, '')
  return international.test(number)
    ? { to: number }
    : { why: `its ${field} is no number with the country in it, such as +49301234567` }
}
