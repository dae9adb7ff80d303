import { slipsBetween } from '../content/nearest-name.ts'
import { fromInstant } from '../names.ts'
import type { LeadState } from './lead-status.ts'
import type { MergeRule } from './merge-rule.ts'

const withinMs = 60 * 60_000

/**
 * May these two be one person, the second of whom posted a form by the browser of the first? One browser alone proves nothing: two people share a device, so it
 * is proposed at most. A typing error has more signs: the first address bounced for good within an hour of its first post, the second came within that hour, and it
 * differs by a slip or two.
 */
export function likelyMerge(
  rule: MergeRule,
  first: LeadState,
  second: LeadState,
  postedAt: string,
): { readonly reason: string; readonly atOnce: boolean } | undefined {
  if (rule === 'off' || first.mailbox.mergedInto || second.mailbox.mergedInto) return undefined
  if (first.mailbox.erasedAt || second.mailbox.erasedAt) return undefined
  if (isTypo(first, second, postedAt)) {
    return { reason: 'a mistyped address that bounced, put right within the hour', atOnce: rule === 'typos-at-once' }
  }
  return { reason: 'another address by the same browser', atOnce: false }
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
