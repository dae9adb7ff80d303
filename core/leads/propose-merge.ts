import { slipsBetween } from '../content/nearest-name.ts'
import { fromInstant } from '../names.ts'
import type { Profile } from './lead.ts'
import type { LeadState } from './lead-status.ts'
import type { MergeSign } from './merge-record.ts'
import type { MergeRule } from './merge-rule.ts'

const withinMs = 60 * 60_000

/** So many leads are proposed of one at most that nobody has looked at: who gives ever more addresses is a machine, or a device that many share. */
export const proposedAtMost = 5
/** So many addresses one id of a source has at most that is a person's: more have one that names a fair or a form. */
export const addressesAtMost = 3

/** What each sign says, for whoever looks at the list. */
export const signWords: Readonly<Record<MergeSign, string>> = {
  typo: 'a mistyped address that bounced, put right within the hour',
  browser: 'another address by the same browser',
  'mail-link': 'another address by the link in a mail to the first',
  'external-id': 'another address under the same id of a source',
}

/** By what the second address came to be known as that of the first one's owner, perhaps. */
export type Seen = Exclude<MergeSign, 'typo'>

/**
 * May these two be one person? One sign alone proves nothing: two people share a device, a mail is passed on, a source mends an entry. So it is proposed at most, and
 * not even that where they gave different names. A typing error has more signs: the first address bounced for good within an hour of its first post, the second
 * came by the same browser within that hour, and it differs by a slip or two.
 */
export function likelyMerge(
  rule: MergeRule,
  seen: Seen,
  first: LeadState,
  second: LeadState,
  at: string,
): { readonly sign: MergeSign; readonly atOnce: boolean } | undefined {
  if (rule === 'off' || first.mailbox.mergedInto || second.mailbox.mergedInto) return undefined
  if (first.mailbox.erasedAt || second.mailbox.erasedAt) return undefined
  if (seen === 'browser' && isTypo(first, second, at)) return { sign: 'typo', atOnce: rule === 'typos-at-once' }
  return haveOtherNames(first.profile, second.profile) ? undefined : { sign: seen, atOnce: false }
}

/** Did both say what they are called, and nothing of it is the same? Who marries keeps a first name, who writes it in short a last one. */
function haveOtherNames(one: Profile, other: Profile): boolean {
  const told = (name: string) => {
    const [a, b] = [plainName(one.fields[name]), plainName(other.fields[name])]
    return a && b ? { same: a === b } : undefined
  }
  const both = [told('firstName'), told('lastName')].flatMap((name) => name ?? [])
  return both.length > 0 && both.every(({ same }) => !same)
}

function plainName(value: unknown): string {
  // Not everybody writes Zoë where no key has it.
  return typeof value === 'string' ? value.normalize('NFKD').replace(/\p{M}/gu, '').trim().toLowerCase() : ''
}

function isTypo({ profile, mailbox }: LeadState, second: LeadState, postedAt: string): boolean {
  const { suppression } = mailbox
  const within = (at: string) => {
    const passed = fromInstant(at) - fromInstant(profile.createdAt)
    return passed >= 0 && passed <= withinMs
  }
  if (suppression?.reason !== 'bounced' || !within(suppression.at) || !within(postedAt)) return false
  const slips = slipsBetween(profile.email, second.profile.email)
  return slips === 1 || slips === 2
}
