import type { Approvals } from '../../core/content/approvals.ts'
import type { ContentType } from '../../core/content/content-type.ts'
import { toInstant } from '../../core/names.ts'
import { draftKey } from '../aws/keys.ts'
import { type Expression, updateItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { type DraftItem, draftItem, readStanding, type Sources, type Standing } from './content-items.ts'
import { changedSince } from './etag.ts'

/** Stores a draft on top of what was read; throws {@link Problem} 412 when somebody else wrote one in between. */
export async function storeDraft(
  before: Standing,
  given: { type: ContentType; id: string; files: Sources; hash: string; by: string },
  ifMatch: string | undefined,
): Promise<Standing> {
  const { type, id } = given
  const isLive = before.current?.hash === given.hash
  const draft: DraftItem = { ...given, basedOn: before.current?.version ?? 0, at: toInstant(now()) }
  // Back to what is live: there is no draft any more.
  const set = isLive
    ? noDraft
    : { ...draft, approvals: undefined, approvalRev: undefined, contentType: type, contentId: id }
  const stored = await updateItem(draftKey(type, id), { set }, ifStands(before))
  if (!stored) throw await changedSince(ifMatch, await readStanding(type, id))
  return { current: before.current, draft: isLive ? undefined : draftItem.parse(stored) }
}

/** Writes an approval into the draft that was read; undefined where it was written over, or somebody approved, in between. */
export async function storeApproval(draft: DraftItem, approvals: Approvals): Promise<DraftItem | undefined> {
  const { type, id, hash, basedOn, approvalRev = 0 } = draft
  const condition: Expression = {
    text: `#hash = :read AND #on = :on AND ${approvalRev > 0 ? '#rev = :rev' : 'attribute_not_exists(#rev)'}`,
    names: { '#hash': 'hash', '#on': 'basedOn', '#rev': 'approvalRev' },
    values: { ':read': hash, ':on': basedOn, ...(approvalRev > 0 && { ':rev': approvalRev }) },
  }
  const set = { approvals, approvalRev: approvalRev + 1 }
  const stored = await updateItem(draftKey(type, id), { set }, condition)
  return stored && draftItem.parse(stored)
}

/** Takes a draft away once it is live; one that was written in between stays. */
export async function clearDraft({ type, id, hash }: Pick<DraftItem, 'type' | 'id' | 'hash'>): Promise<void> {
  await updateItem(draftKey(type, id), { set: noDraft }, ifHashIs(hash))
}

const noDraft = {
  files: undefined,
  hash: undefined,
  basedOn: undefined,
  approvals: undefined,
  approvalRev: undefined,
  contentType: undefined,
  contentId: undefined,
}

function ifStands({ current, draft }: Standing): Expression {
  if (draft) return ifHashIs(draft.hash)
  const names = { '#hash': 'hash' }
  if (!current) return { text: 'attribute_not_exists(#hash)', names }
  return { text: 'attribute_not_exists(#hash) OR #hash = :live', names, values: { ':live': current.hash } }
}

function ifHashIs(hash: string): Expression {
  return { text: '#hash = :read', names: { '#hash': 'hash' }, values: { ':read': hash } }
}
