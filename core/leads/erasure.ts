import type { Mailbox } from '../consent/mailbox.ts'
import { fromInstant, toInstant } from '../names.ts'
import type { Activity } from './activity.ts'
import { type ActivitySummary, daysFrom } from './activity-summary.ts'
import { clickHoursSince } from './click-hours.ts'
import { interestsSince } from './interests.ts'
import type { Profile } from './lead.ts'
import { newMailbox } from './new-lead.ts'

const minute = 60_000
const day = 86_400_000

/** Queues and archive keep events for 14 days, and a queue what the archive brought as long again. */
const lookForMs = 30 * day

/** What people do of their own after an erasure, and so lets them in again. */
const ownActs: readonly string[] = ['form-submitted', 'consent-granted', 'consent-withdrawn']

/** The mailbox of an erased person: "erasure leaves only a tombstone". */
export function tombstone(before: Mailbox | undefined, leadId: string, erasedAt: string): Mailbox {
  return { ...newMailbox(leadId), rev: (before?.rev ?? 0) + 1, erasedAt }
}

/** Is nothing held of this person but the tombstone? Then erasing once more changes nothing. */
export function isBareTombstone(mailbox: Mailbox, profile: Profile | undefined): boolean {
  return mailbox.erasedAt !== undefined && Object.keys(mailbox.consent).length === 0 && !profile?.email
}

/** Until when all that is known of this person is to be forgotten: its erasure, even one that was lifted since. */
export function forgottenUntil(mailbox: Mailbox): string | undefined {
  return mailbox.erasedAt ?? mailbox.forgottenUntil
}

/** Is this fact to be dropped because the person was erased? While the tombstone stands only acts of the person's own since then count. */
export function isErased(mailbox: Mailbox, { type, at }: Pick<Activity, 'type' | 'at'>): boolean {
  const until = forgottenUntil(mailbox)
  if (until !== undefined && at <= until) return true
  return mailbox.erasedAt !== undefined && !ownActs.includes(type)
}

/** The profile of a person erased at this time: nothing is left that was known until then. */
export function strippedProfile(profile: Profile, erasedAt: string): Profile {
  const since = Object.entries(profile.fieldsSetBy).filter(([, { at }]) => at > erasedAt)
  const known = new Set(since.map(([field]) => field))
  const after = <Dated extends { at: string }>(one: Dated | undefined) => (one && one.at > erasedAt ? one : undefined)
  const cameBack = profile.lastActivityAt > erasedAt
  const customer = profile.customerSince !== undefined && profile.customerSince > erasedAt
  return {
    ...profile,
    email: cameBack ? profile.email : '',
    fields: Object.fromEntries(Object.entries(profile.fields).filter(([field]) => known.has(field))),
    fieldsSetBy: Object.fromEntries(since),
    tags: cameBack ? profile.tags : [],
    locale: cameBack ? profile.locale : 'en',
    zone: known.has('timezone') ? profile.zone : undefined,
    firstTouch: after(profile.firstTouch) ?? after(profile.lastTouch),
    lastTouch: after(profile.lastTouch),
    imported: after(profile.imported),
    lastActivityAt: cameBack ? profile.lastActivityAt : erasedAt,
    activitySummary: profile.activitySummary && summarySince(profile.activitySummary, erasedAt),
    interests: profile.interests && interestsSince(profile.interests, erasedAt),
    clickHours: profile.clickHours && clickHoursSince(profile.clickHours, erasedAt),
    stage: cameBack ? profile.stage : 'subscriber',
    parked: cameBack ? profile.parked : undefined,
    score: after(profile.score),
    qualification: after(profile.qualification),
    customerSince: customer ? profile.customerSince : undefined,
  }
}

/** What was done after the erasure. Of its own day nobody can tell any more which acts came before it: of these the last one alone is kept. */
function summarySince(summary: ActivitySummary, erasedAt: string): ActivitySummary {
  const since = Object.entries(summary).filter(([, { last }]) => last > erasedAt)
  return daysFrom(Object.fromEntries(since), toInstant(fromInstant(erasedAt) + day).slice(0, 10))
}

/** The person's own acts after an erasure, with the mail that asks to confirm them, and those that pass a request for service on. */
const ownKinds: readonly string[] = ['ACT', 'CONSENT', 'SUBMISSION', 'SEND', 'SERVICEMAIL']

/** Does an item of an erased person's partition go? Until the tombstone is lifted only {@link ownKinds} since then stay; afterwards all that is of later. */
export function isToDelete(sk: string, item: Readonly<Record<string, unknown>>, mailbox: Mailbox): boolean {
  const until = forgottenUntil(mailbox)
  if (until === undefined || sk === 'PROFILE' || sk === 'MAILBOX') return false
  // The funnel takes out first what it counted of the person; what is left then is empty.
  if (sk === 'STAGES') return item.counted === undefined && item.dueKind === undefined
  const [kind = ''] = sk.split('#')
  if (mailbox.erasedAt && !ownKinds.includes(kind)) return true
  const at = timeOf(sk, item)
  return at === undefined || at <= until
}

/** When to look next for what came late about an erased person, in ms; undefined when nothing can come any more. */
export function nextLook(erasedAt: string, nowMs: number): number | undefined {
  const erasedMs = fromInstant(erasedAt)
  if (nowMs < erasedMs + 15 * minute) return erasedMs + 15 * minute
  return nowMs < erasedMs + lookForMs ? nowMs + day : undefined
}

/** {@link nextLook} as an instant. */
export function nextLookAt(erasedAt: string, nowMs: number): string | undefined {
  const next = nextLook(erasedAt, nowMs)
  return next === undefined ? undefined : toInstant(next)
}

function timeOf(sk: string, item: Readonly<Record<string, unknown>>): string | undefined {
  const [kind, time] = sk.split('#')
  if (kind === 'ACT' || kind === 'CONSENT' || kind === 'SUBMISSION') return time
  const at = item.startedAt ?? item.openedAt ?? item.preparedAt ?? item.at
  return typeof at === 'string' ? at : undefined
}
