import { applyConsent } from '../consent/apply-consent.ts'
import { derivedId } from '../consent/derived-id.ts'
import type { Mailbox, MergedLead } from '../consent/mailbox.ts'
import { suppressionOf } from '../consent/suppression.ts'
import { profileAfter } from '../handoff/settle.ts'
import { fromInstant, toInstant } from '../names.ts'
import type { Activity } from './activity.ts'
import { foldFacts } from './fold-profile.ts'
import type { Profile } from './lead.ts'
import { isParkedBySales, isWithSales, type LeadState } from './lead-status.ts'

/** "Undone for 30 days." */
const undoableMs = 30 * 86_400_000

/** Until when a merge of this time can be undone. */
export function undoableUntil(mergedAt: string): string {
  return toInstant(fromInstant(mergedAt) + undoableMs)
}

/**
 * Why these two can't be made one; undefined when they can. Merges are one deep: who has others merged into it is merged into nobody, so that each undo takes
 * back one thing alone.
 */
export function reasonNotToMerge(from: LeadState, into: LeadState): string | undefined {
  if (from.mailbox.merged?.length) {
    return 'other leads are merged into this one: undo that first, or merge the other way round'
  }
  if (into.mailbox.mergedInto) return 'the other lead is merged into a third one itself'
  if (from.handoffs.some(isWithSales) && into.handoffs.some(isWithSales)) {
    return 'sales has both of them: merge them once sales has answered one'
  }
  return undefined
}

/** What the mailbox becomes when this lead is merged into it, or what is known of that one by now; undefined when that changes nothing. */
export function withMerged(mailbox: Mailbox, from: Mailbox, at: string): Partial<Mailbox> | undefined {
  const before = mailbox.merged?.find(({ leadId }) => leadId === from.leadId)
  const withdrawn = { ...before?.withdrawn }
  for (const [topic, one] of Object.entries(withdrawalsOf(from))) {
    const known = Object.hasOwn(withdrawn, topic) ? withdrawn[topic] : undefined
    if (!known || known.at < one.at) withdrawn[topic] = one
  }
  // What is of the old address alone does not bind the person.
  const found = suppressionOf(from)
  const binding = found && (found.reason === 'complained' || found.reason === 'manual') ? found : undefined
  const suppression = before ? before.suppression : binding
  const entry: MergedLead = { leadId: from.leadId, at, withdrawn, ...(suppression && { suppression }) }
  if (before && before.at === at && sameWithdrawals(before.withdrawn, withdrawn)) return undefined
  return boundBy(mailbox, [...othersThan(mailbox, from.leadId), entry])
}

/** What the mailbox becomes when this lead is taken out of it again; undefined when it is not in it. */
export function withoutMerged(mailbox: Mailbox, leadId: string): Partial<Mailbox> | undefined {
  const left = othersThan(mailbox, leadId)
  return left.length === (mailbox.merged?.length ?? 0) ? undefined : boundBy(mailbox, left)
}

/** Is this lead merged into the one with this mailbox? */
export function isMergedFrom({ merged = [] }: Mailbox, leadId: string): boolean {
  return merged.some((one) => one.leadId === leadId)
}

/** "Strictest consent wins": a topic stays granted only if no withdrawal of a merged lead is later than the grant; their grants give nothing, since they are of another address. */
function boundBy(mailbox: Mailbox, merged: readonly MergedLead[]): Partial<Mailbox> {
  const own = mailbox.ownConsent ?? mailbox.consent
  const withdrawals = merged.flatMap(({ withdrawn }) =>
    Object.entries(withdrawn).map(([topic, act]) => ({ topic, decision: 'withdrawn' as const, ...act })),
  )
  const bound = applyConsent({ ...mailbox, ownConsent: undefined, consent: own }, withdrawals)?.consent ?? own
  return {
    consent: bound,
    ownConsent: merged.length > 0 ? own : undefined,
    merged: merged.length > 0 ? [...merged] : undefined,
    rev: mailbox.rev + 1,
  }
}

function othersThan({ merged = [] }: Mailbox, leadId: string): MergedLead[] {
  return merged.filter((one) => one.leadId !== leadId)
}

function withdrawalsOf({ consent }: Mailbox): MergedLead['withdrawn'] {
  return Object.fromEntries(
    Object.entries(consent).flatMap(([topic, { state, decidedAt: at, evidence, withdrawnAt }]) => {
      if (state === 'withdrawn') return [[topic, { at, evidence }]]
      return withdrawnAt ? [[topic, { at: withdrawnAt, evidence: '' }]] : []
    }),
  )
}

function sameWithdrawals(one: MergedLead['withdrawn'], other: MergedLead['withdrawn']): boolean {
  const topics = Object.keys(other)
  return topics.length === Object.keys(one).length && topics.every((topic) => one[topic]?.at === other[topic]?.at)
}

/** Consent is bound by the mailboxes, and what came back from an address or was decided about it is of that address alone. */
const ofItsOwn =
  /^(consent-.+|email-(sent|delivered|delayed|rejected|failed|bounced)|(un)?suppressed|merged-(into|from)|unmerged)$/

/** Under which id a merged lead's fact stands with the lead that it is merged into. */
export function copyId(from: string, factId: string): string {
  return derivedId('merged', from, factId)
}

/** The fact as it counts for the lead into which its own is merged; undefined where it counts for that one alone. Its id follows from both, so that copies in any number are one. */
export function copyFor(into: string, fact: Activity): Activity | undefined {
  if (ofItsOwn.test(fact.type)) return undefined
  return { ...fact, leadId: into, id: copyId(fact.leadId, fact.id), from: fact.leadId }
}

/** The profile that these facts make, all that there are: what was decided about the lead stays, what others' facts had said is gone. */
export function refolded(profile: Profile, facts: readonly Activity[]): Profile {
  const { zone, firstTouch, lastTouch, imported, customerSince, interests, clickHours, ...kept } = profile
  const blank: Profile = {
    ...kept,
    fields: {},
    fieldsSetBy: {},
    tags: [],
    locale: 'en',
    lastActivityAt: profile.createdAt,
    activitySummary: {},
    stage: 'subscriber',
  }
  const gone = { zone: undefined, firstTouch: undefined, lastTouch: undefined, imported: undefined }
  return { ...gone, interests: undefined, clickHours: undefined, customerSince: undefined, ...foldFacts(blank, facts) }
}

/**
 * How either lead is parked once they are two people again: the one that was merged away as sales left it, and the other no longer by what sales said of that
 * one alone.
 */
export function parkedAlone({ profile, handoffs }: Pick<LeadState, 'profile' | 'handoffs'>): Profile['parked'] {
  const { parked, leadId } = profile
  const own = handoffs.filter((one) => one.leadId === leadId).toSorted((a, b) => b.k - a.k)
  if (parked?.reason === 'merged') return own[0] && profileAfter(own[0], profile).parked
  return parked && isParkedBySales(parked) && own[0]?.state !== parked.reason ? undefined : parked
}

/** What is told of a merge, on either side. */
export function mergeFact(
  type: 'merged-into' | 'merged-from' | 'unmerged',
  leadId: string,
  other: string,
  said: { readonly at: string; readonly by: string; readonly reason: string },
): Activity {
  const { at, by, reason } = said
  return { leadId, id: derivedId(type, leadId, other, at), type, at, data: { lead: other, by, reason } }
}
