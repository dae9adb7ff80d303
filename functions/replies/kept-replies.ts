import { derivedId } from '../../core/consent/derived-id.ts'
import { type KeptReply, keptReply, keptReplyExpiry } from '../../core/replies/kept-reply.ts'
import { keptReplyKey } from '../aws/keys.ts'
import { type Expression, getItem, type Item, ifAbsent, putItem, updateItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { Problem } from '../runtime/problem.ts'

/** Where kept replies are listed. */
export const keptBox = (state: KeptReply['state']): string => `KEPTREPLIES#${state}`

/** Puts a mail on the list of those that a person has to look at, once. */
export async function keepToLookAt(given: Pick<KeptReply, 'at' | 'object' | 'why' | 'leadId'>): Promise<void> {
  const keptReplyId = derivedId('kept-reply', given.object)
  const one: KeptReply = { ...given, keptReplyId, state: 'kept', expiresAt: keptReplyExpiry(given.at) }
  await putItem(keptReplyKey(keptReplyId), { ...one, ...placeOf(one) }, ifAbsent)
}

/** Throws a 404 {@link Problem} for one that is not there, or whose days are over. */
export async function knownKeptReply(id: string): Promise<KeptReply> {
  const one = readKept(await getItem(keptReplyKey(id)))
  if (!one) throw new Problem(404, 'There is no such mail, or its 30 days are over.')
  return one
}

export function readKept(item: Item | undefined): KeptReply | undefined {
  const one = item && keptReply.parse(item)
  return one && one.expiresAt * 1_000 > now() ? one : undefined
}

/** Writes a change of one that is still kept, and that nobody (else) said is a lead's; undefined where somebody did meanwhile. */
export async function changeKept(
  one: KeptReply,
  change: Partial<KeptReply>,
  assignedTo?: string,
): Promise<KeptReply | undefined> {
  const to = { ...one, ...change }
  const free = assignedTo === undefined ? '' : ' OR #assigned = :assigned'
  const condition: Expression = {
    text: `#state = :kept AND (attribute_not_exists(#assigned)${free})`,
    names: { '#state': 'state', '#assigned': 'assignedTo' },
    values: { ':kept': 'kept', ...(assignedTo !== undefined && { ':assigned': assignedTo }) },
  }
  const stored = await updateItem(keptReplyKey(one.keptReplyId), { set: { ...change, ...placeOf(to) } }, condition)
  return stored && keptReply.parse(stored)
}

/** 409: what became of it already. */
export function settledAlready({ became, by }: KeptReply): Problem {
  const what = became === 'dismissed' ? 'dismissed' : 'taken as a reply'
  return new Problem(409, `This mail is settled already: ${what}${by ? ` by ${by}` : ''}.`)
}

function placeOf({ state, at, keptReplyId }: KeptReply): Item {
  return { box: keptBox(state), boxOrder: `${at}#${keptReplyId}` }
}
