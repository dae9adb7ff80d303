import { readPhoneNumber } from '../capture/phone-number.ts'
import type { OtherChannel } from '../consent/channel.ts'

/** Where a message goes, or why it can't. */
export type Destination = { readonly to: string } | { readonly why: string }

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
  const number = readPhoneNumber(text)
  return number === undefined
    ? { why: `its ${field} is no number with the country in it, such as +49301234567` }
    : { to: number }
}
