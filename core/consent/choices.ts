import * as z from 'zod/mini'
import { fieldName } from '../capture/form.ts'
import { slug } from '../names.ts'
import { consentName } from './channel.ts'
import type { Mailbox } from './mailbox.ts'

/** What a page showed, and what of it is ticked or said to be on. */
const shownOnes = (name: typeof slug) =>
  z._default(
    z.union([
      z.pipe(
        name,
        z.transform((one) => [one]),
      ),
      z.array(name),
    ]),
    [],
  )
const ticked = z.union([z.literal(['on', 'off']), z.boolean()])

/** The form of the preference page: boxes that are not ticked are not posted, so it names the topics that it showed. */
export const preferencesBody = z.object({
  shown: shownOnes(consentName),
  /** By topic; by topic and channel where it is not about mail. */
  topic: z._default(z.record(consentName, ticked), {}),
  all: z.optional(z.literal('off')),
  /** What the person says of itself, by field: as a form post or JSON gives it. */
  field: z._default(z.record(fieldName, z.unknown()), {}),
  /** The interests that the page showed; of these the ones that are not ticked any more are taken back. */
  shownInterest: shownOnes(slug),
  interest: z._default(z.record(slug, ticked), {}),
})
export type PreferencesBody = z.output<typeof preferencesBody>

/** One topic that a person turns on or off. */
export interface Choice {
  readonly topic: string
  readonly on: boolean
}

/** The interests that a person takes back: those that it unticked, or says no to. */
export function interestsDropped({ shownInterest, interest }: PreferencesBody): string[] {
  const isOff = (tag: string) => !Object.hasOwn(interest, tag) || interest[tag] === 'off' || interest[tag] === false
  const said = Object.keys(interest).filter(isOff)
  return [...new Set([...shownInterest.filter(isOff), ...said])].sort()
}

/** The topics that a withdrawal ends: the one of the mail, or all that the lead has a record of. After an erasure only what was asked for since. */
export function topicsToWithdraw(mailbox: Mailbox, topic: string, all: boolean): string[] {
  const known = Object.keys(mailbox.consent)
  if (all) return [...new Set(mailbox.erasedAt ? known : [...known, topic])]
  return mailbox.erasedAt && !known.includes(topic) ? [] : [topic]
}

/**
 * What the preference page changes. Its link came to the lead's own mailbox, so pressing it proves what a confirmation proves; but it shows no text to
 * consent to, so a topic can be turned on only where the lead has a record: was asked, in words that are kept, and said yes or at least ticked the box.
 */
export function choicesOf(mailbox: Mailbox, body: PreferencesBody): Choice[] {
  return Object.entries(mailbox.consent).flatMap(([topic, { state }]): Choice[] => {
    const wanted = wantedOf(topic, body)
    if (wanted === 'on') return state === 'granted' ? [] : [{ topic, on: true }]
    if (wanted === 'off') return state === 'withdrawn' ? [] : [{ topic, on: false }]
    // A box that was shown and not ticked ends a consent; it does not answer a request that waits for its confirmation.
    return wanted === 'not-ticked' && state === 'granted' ? [{ topic, on: false }] : []
  })
}

function wantedOf(known: string, { shown, topic, all }: PreferencesBody): 'on' | 'off' | 'not-ticked' | undefined {
  if (all === 'off') return 'off'
  const given = Object.hasOwn(topic, known) ? topic[known] : undefined
  if (given !== undefined) return given === 'on' || given === true ? 'on' : 'off'
  return shown.includes(known) ? 'not-ticked' : undefined
}
