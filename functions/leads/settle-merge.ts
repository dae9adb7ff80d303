import type { Mailbox } from '../../core/consent/mailbox.ts'
import { LeadMerged } from '../../core/events.ts'
import type { Activity } from '../../core/leads/activity.ts'
import { isErased } from '../../core/leads/erasure.ts'
import { foldFacts } from '../../core/leads/fold-profile.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import { copyFor, isMergedFrom, mergeFact, parkedAlone, refolded } from '../../core/leads/merge.ts'
import { announcement } from '../aws/announce.ts'
import { activityKey, leadPartition, scoreKey } from '../aws/keys.ts'
import { deleteItem, everyItem, getItem, type Item, ifAbsent, ifPresent, putItem, updateItem } from '../aws/table.ts'
import { changeMailbox, readMailbox } from '../consent/change-mailbox.ts'
import { several } from '../insight/several.ts'
import { log } from '../runtime/log.ts'
import { factsOf } from './activity-history.ts'
import { changeByHistory } from './change-by-history.ts'
import { changeLead } from './change-lead.ts'
import { eraseLead } from './erase-lead.ts'
import { putMerge } from './merge-items.ts'
import { bind, unbind } from './merge-lead.ts'

const atOnce = 8

type Decided = NonNullable<Mailbox['mergedInto']>

/** Drives two leads to what the mailbox of the first says: merged into the other, or not any more. Safe to repeat and to break off anywhere. */
export async function settleMerge(fromId: string, intoId: string): Promise<void> {
  const box = await readMailbox(fromId)
  if (!box || box.erasedAt) return
  const { mergedInto, unmerged } = box
  if (mergedInto?.leadId === intoId) return settleMerged(box, mergedInto)
  if (unmerged?.leadId === intoId) return settleUnmerged(fromId, unmerged)
}

async function settleMerged(box: Mailbox, decided: Decided): Promise<void> {
  const { leadId: fromId } = box
  const { leadId: intoId, at } = decided
  const other = await readMailbox(intoId)
  if (!other || other.erasedAt) return eraseLead(fromId)
  if (other.mergedInto) return leadOn(fromId, decided, other.mergedInto)
  await bind(box, decided)
  // Every write of its profile from here on sees that it is merged, so what is recorded of it is either in the facts below or comes as a copy by itself.
  const out = mergeFact('merged-into', fromId, intoId, decided)
  await putItem(activityKey(fromId, at, out.id), out, ifAbsent)
  await changeLead(fromId, out, () => ({}))
  await putMerge({ ...decided, leadId: fromId, into: intoId, state: 'merged' })
  await once(mergeFact('merged-from', intoId, fromId, decided), async (fact) => {
    const copies = (await Array.fromAsync(factsOf(fromId))).flatMap((one) => copyFor(intoId, one) ?? [])
    await several(copies, atOnce, async (copy) => {
      await putItem(activityKey(intoId, copy.at, copy.id), copy, ifAbsent)
    })
    // What is kept of the score knows nothing of the facts that came in among those that it has.
    await deleteItem(scoreKey(intoId))
    await changeLead(intoId, fact, (lead) =>
      isMergedFrom(lead.mailbox, fromId) ? { set: foldFacts(lead.profile, [fact, ...copies]), tell: true } : {},
    )
  })
}

/** Where both were merged into each other at the same moment, the later one is taken back; where the other was merged into a third, this one goes there, too. */
async function leadOn(fromId: string, decided: Decided, next: Decided): Promise<void> {
  const { leadId: intoId } = decided
  const isCircle = next.leadId === fromId
  if (isCircle && `${decided.at} ${fromId}` < `${next.at} ${intoId}`) return
  log.warn('a lead was merged into one that was merged itself', { leadId: fromId, into: intoId })
  await unbind(fromId, intoId)
  await changeMailbox(fromId, ({ mergedInto }) => {
    if (mergedInto?.leadId !== intoId) return undefined
    const change = isCircle
      ? { mergedInto: undefined, unmerged: decided }
      : { mergedInto: { ...decided, leadId: next.leadId } }
    // Taken back, this one stands alone again, and the other one can go on.
    const told = isCircle
      ? [tell(fromId, 'undone', decided), tell(intoId, 'merged', next)]
      : [tell(fromId, 'merged', next)]
    return { change, tells: told }
  })
}

function tell(leadId: string, state: 'merged' | 'undone', { leadId: into, at }: Decided) {
  return announcement(LeadMerged, { leadId, into, state, at })
}

async function settleUnmerged(fromId: string, undone: Decided): Promise<void> {
  const { leadId: intoId } = undone
  await unbind(fromId, intoId)
  await putMerge({ ...undone, leadId: fromId, into: intoId, state: 'undone' })
  await once(mergeFact('unmerged', intoId, fromId, undone), async (fact) => {
    for await (const item of everyItem({ pk: leadPartition(intoId), prefix: 'ACT#' })) {
      if (item.from === fromId) await deleteItem({ pk: String(item.pk), sk: String(item.sk) })
    }
    await deleteItem(scoreKey(intoId))
    await foldAnew(intoId, fact, ({ mailbox }) => !isMergedFrom(mailbox, fromId))
  })
  await once(mergeFact('unmerged', fromId, intoId, undone), (fact) =>
    foldAnew(fromId, fact, ({ mailbox }) => !mailbox.mergedInto),
  )
}

/** Folds all facts of a lead from nothing and tells that it changed. */
async function foldAnew(leadId: string, fact: Activity, isStill: (lead: LeadState) => boolean): Promise<void> {
  await changeByHistory(leadId, fact, async ({ mailbox }) => {
    const facts = (await Array.fromAsync(factsOf(leadId))).filter((one) => !isErased(mailbox, one))
    return (lead) =>
      isStill(lead) ? { set: { ...refolded(lead.profile, facts), parked: parkedAlone(lead) }, tell: true } : {}
  })
}

/** Puts a fact and does what follows from it; who died in between does it again, and who did all of it does nothing. */
async function once(fact: Activity, act: (fact: Activity) => Promise<void>): Promise<void> {
  const key = activityKey(fact.leadId, fact.at, fact.id)
  const isNew = await putItem(key, { ...fact, untold: true }, ifAbsent)
  const before: Item | undefined = isNew ? undefined : await getItem(key)
  if (!isNew && !before?.untold) return
  await act(fact)
  await updateItem(key, { set: { untold: undefined } }, ifPresent)
}
