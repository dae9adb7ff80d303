import { fromInstant } from '../names.ts'
import { limits } from './judge-submission.ts'
import type { SubmissionRecord } from './submission-record.ts'

const minute = 60_000
const day = 86_400_000

/** A mail that asks for what somebody wanted a week ago would surprise more than it helps. */
const askForMs = 7 * day

/** What became of the mail that asks to confirm. */
export type Asked =
  | { readonly result: 'sent' | 'unknown' | 'unconfirmed' | 'refused' }
  | { readonly result: 'held'; readonly untilMs: number }
  | { readonly result: 'again'; readonly account: boolean }

/**
 * When to try the mail of this submission again, in ms; undefined when it is settled. One that was held goes later only if it asks for something new
 * (or if none ever went): a repeated request needs no second mail.
 */
export function whenToAskAgain(
  record: SubmissionRecord,
  asked: Asked,
  anyMailWent: boolean,
  nowMs: number,
): number | undefined {
  const atMs =
    asked.result === 'again'
      ? nowMs + (asked.account ? 15 : 5) * minute
      : asked.result === 'held' && (record.news.length > 0 || !anyMailWent)
        ? asked.untilMs
        : undefined
  return atMs !== undefined && atMs < fromInstant(record.post.actedAt) + askForMs ? atMs : undefined
}

/** "Throttled: kept; no mail now": when the mail of a throttled submission may go, in ms; undefined when it may go at once. */
export function throttledUntil({ state, post }: SubmissionRecord, nowMs: number): number | undefined {
  const untilMs = fromInstant(post.actedAt) + limits.network.perMs
  return state === 'throttled' && nowMs < untilMs ? untilMs : undefined
}
