import { isDeepStrictEqual } from 'node:util'
import * as z from 'zod/mini'
import type { Mailbox } from '../../core/consent/mailbox.ts'
import { isOfJourney } from '../../core/insight/funnel/heard.ts'
import {
  foldJourney,
  type Journey,
  joined,
  journey,
  nothingYet,
  withEnds,
  withTrials,
} from '../../core/insight/funnel/journey.ts'
import { activity } from '../../core/leads/activity.ts'
import { forgottenUntil, isErased } from '../../core/leads/erasure.ts'
import { toInstant } from '../../core/names.ts'
import { enrolment } from '../../core/nurture/enrolment.ts'
import { journeyKey, leadPartition } from '../aws/keys.ts'
import { everyItem, getItem, ifAbsent, ifRev, updateItem } from '../aws/table.ts'
import { readMailbox } from '../consent/change-mailbox.ts'
import { now } from '../runtime/clock.ts'

/** Where journeys stand of which something is not counted yet. */
export const uncountedKind = 'uncounted'

/** `LEAD#id / STAGES`: what the funnel knows of a lead, and what of it is counted. */
export const journeyItem = z.object({
  journey,
  /** Raised by each change of the journey. */
  rev: z.int(),
  counted: z.optional(journey),
  /** In which counting anew, and by which batch of it. */
  countedIn: z.optional(z.int()),
  countedBatch: z.optional(z.int()),
  dueKind: z.optional(z.string()),
})
export type JourneyItem = z.infer<typeof journeyItem>

/** `LEAD#id / TRIAL#sequence`: into which arm of a hold-out a lead fell, and when. */
export const trial = z.object({
  sequence: z.string(),
  arm: z.enum(['nurtured', 'held-out']),
  at: z.string(),
  within: z.string(),
})

export async function readJourney(leadId: string): Promise<JourneyItem | undefined> {
  const item = await getItem(journeyKey(leadId))
  return item && journeyItem.parse(item)
}

/**
 * Brings a lead's journey to what `decide` says, and marks it to be counted; whoever loses a race reads and decides again. The mailbox is read after the journey:
 * should the person be erased in between, the erasure finds this journey, or this write finds that it came too late. With `again` it is marked though nothing changed.
 */
export async function followLead(
  leadId: string,
  decide: (before: Journey, box: Mailbox) => Promise<Journey> | Journey,
  again: (item: JourneyItem | undefined) => boolean = () => false,
): Promise<void> {
  await follow(leadId, decide, again, false)
}

/** As {@link followLead}, for what is not copied when leads are merged: it goes to the lead that stands for the person. */
export async function followPerson(leadId: string, decide: Parameters<typeof followLead>[1]): Promise<void> {
  await follow(leadId, decide, () => false, true)
}

async function follow(
  leadId: string,
  decide: Parameters<typeof followLead>[1],
  again: (item: JourneyItem | undefined) => boolean,
  ofPerson: boolean,
): Promise<void> {
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const read = await readJourney(leadId)
    const own = await readMailbox(leadId)
    // There never was such a lead.
    if (!own) return
    if (own.mergedInto && ofPerson) return followLead(own.mergedInto.leadId, decide)
    const before = read?.journey ?? nothingYet
    // One that is merged counts with the lead that it is merged into.
    const after = own.mergedInto ? nothingYet : await decide(before, own)
    if (isDeepStrictEqual(after, before) && !again(read)) return
    const set = {
      journey: after,
      rev: (read?.rev ?? 0) + 1,
      dueKind: uncountedKind,
      dueAt: toInstant(now()),
    }
    if (await updateItem(journeyKey(leadId), { set }, read ? ifRev(read.rev) : ifAbsent)) return
  }
  throw new Error('the journey of a lead was changed by others at each of ten tries')
}

/** The journey that all facts of a lead make, without those from before an erasure; with what is not copied of the leads that are merged into it. */
export async function journeyOfHistory(box: Mailbox): Promise<Journey> {
  let made = await ownJourney(box, isOfJourney)
  for (const { leadId } of box.merged ?? []) {
    const merged = await readMailbox(leadId)
    if (merged) made = joined(made, await ownJourney(merged, isUncopied))
  }
  return made
}

function isUncopied(type: string): boolean {
  return type === 'email-delivered' || type === 'consent-withdrawn'
}

async function ownJourney(box: Mailbox, counts: (type: string) => boolean): Promise<Journey> {
  const pk = leadPartition(box.leadId)
  let made = nothingYet
  for await (const item of everyItem({ pk, prefix: 'ACT#' })) {
    if (!counts(String(item.type))) continue
    const fact = activity.parse(item)
    if (!isErased(box, fact)) made = foldJourney(made, [fact])
  }
  if (box.erasedAt) return made
  const since = forgottenUntil(box) ?? ''
  const enrolments = []
  for await (const item of everyItem({ pk, prefix: 'ENROL#' })) enrolments.push(enrolment.parse(item))
  const ended = withEnds(
    made,
    enrolments.filter(({ startedAt }) => startedAt > since),
  )
  const trials: NonNullable<Journey['trials']> = {}
  for await (const item of everyItem({ pk, prefix: 'TRIAL#' })) {
    const one = trial.parse(item)
    if (one.at > since) trials[one.sequence] = { at: one.at, arm: one.arm, within: one.within }
  }
  return withTrials(ended, trials)
}
