import type { Mailbox } from '../../core/consent/mailbox.ts'
import { LeadMerged } from '../../core/events.ts'
import { reasonNotToMerge, undoableUntil, withMerged, withoutMerged } from '../../core/leads/merge.ts'
import { toInstant } from '../../core/names.ts'
import { announcement } from '../aws/announce.ts'
import { changeMailbox } from '../consent/change-mailbox.ts'
import { now } from '../runtime/clock.ts'
import { Problem } from '../runtime/problem.ts'
import { type ReadLead, readLead } from './lead-state.ts'

/** Who merges or undoes it, and why. */
export interface Said {
  readonly by: string
  readonly reason: string
}

/** A merge as it is answered. */
export interface Merge {
  readonly leadId: string
  readonly into: string
  readonly at: string
  readonly undoUntil: string
}

/**
 * Merges a lead into another (of one that is merged itself: into where it leads). One write in the mailbox of the first decides it: from then on no mail goes to its
 * address; its withdrawals bind the other before this returns. All else follows by `LeadMerged`. Again into the same is the same. Throws {@link Problem}: 404, 409, 422.
 */
export async function mergeLead(fromId: string, namedId: string, said: Said): Promise<Merge> {
  const from = await present(fromId, '')
  const named = await present(namedId, '/into')
  const into = named.mailbox.mergedInto ? await present(named.mailbox.mergedInto.leadId, '/into') : named
  const intoId = into.profile.leadId
  if (intoId === fromId) throw wrong('/into', 'This is the same lead: name another one.')
  const at = toInstant(now())
  const stored = await changeMailbox(fromId, (mailbox) => {
    if (mailbox.erasedAt) throw noSuchLead('')
    if (mailbox.mergedInto) {
      if (mailbox.mergedInto.leadId === intoId) return undefined
      throw new Problem(409, 'This lead is merged already: undo that first.', {
        extra: { into: mailbox.mergedInto.leadId },
      })
    }
    const reason = reasonNotToMerge({ ...from, mailbox }, into)
    if (reason) throw new Problem(409, `These leads can’t be merged: ${reason}.`)
    const change = { mergedInto: { leadId: intoId, at, ...said } }
    return { change, tells: [announcement(LeadMerged, { leadId: fromId, into: intoId, state: 'merged', at })] }
  })
  if (!stored?.mergedInto) throw noSuchLead('')
  await bind(stored, stored.mergedInto)
  return { leadId: fromId, into: intoId, at: stored.mergedInto.at, undoUntil: undoableUntil(stored.mergedInto.at) }
}

/** What binds the person of a merged lead is in the mailbox of the one that it is merged into; a withdrawal is there, or sees the merge and comes there by itself. */
export async function bind(from: Mailbox, { leadId, at }: NonNullable<Mailbox['mergedInto']>): Promise<void> {
  await changeMailbox(leadId, (mailbox) => {
    const change = mailbox.erasedAt ? undefined : withMerged(mailbox, from, at)
    return change && { change }
  })
}

/** Undoes a merge within 30 days, the same way round; again by the same person for the same reason is the same. Throws {@link Problem}: 404, 409. */
export async function unmergeLead(fromId: string, said: Said): Promise<Omit<Merge, 'undoUntil'>> {
  await present(fromId, '')
  const at = toInstant(now())
  const stored = await changeMailbox(fromId, (mailbox) => {
    const { mergedInto, unmerged } = mailbox
    // Whoever did not hear the answer asks again.
    if (!mergedInto && unmerged?.by === said.by && unmerged.reason === said.reason) return undefined
    if (!mergedInto) throw new Problem(409, 'This lead is not merged into another one.')
    if (at > undoableUntil(mergedInto.at)) {
      throw new Problem(409, `A merge can be undone for 30 days; this one is of ${mergedInto.at}.`)
    }
    const { leadId: into } = mergedInto
    const change = { mergedInto: undefined, unmerged: { leadId: into, at, ...said } }
    return { change, tells: [announcement(LeadMerged, { leadId: fromId, into, state: 'undone', at })] }
  })
  if (!stored?.unmerged) throw noSuchLead('')
  const { leadId: into, at: undoneAt } = stored.unmerged
  await unbind(fromId, into)
  return { leadId: fromId, into, at: undoneAt }
}

/** Takes out of the other's mailbox what bound it of this lead. Withdrawals made meanwhile are in both of them, and stay. */
export async function unbind(fromId: string, into: string): Promise<void> {
  await changeMailbox(into, (mailbox) => {
    const change = withoutMerged(mailbox, fromId)
    return change && { change }
  })
}

async function present(leadId: string, pointer: string): Promise<ReadLead> {
  const lead = await readLead(leadId)
  if (!lead || lead.mailbox.erasedAt) throw noSuchLead(pointer)
  return lead
}

function noSuchLead(pointer: string): Problem {
  const detail = 'There is no such lead, or it is erased.'
  return new Problem(404, detail, pointer ? { errors: [{ pointer, detail }] } : {})
}

function wrong(pointer: string, detail: string): Problem {
  return new Problem(422, 'These leads can’t be merged.', { errors: [{ pointer, detail }] })
}
