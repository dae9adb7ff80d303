import { type Send, type SendState, send } from '../../core/consent/send.ts'
import { fromInstant, toInstant } from '../../core/names.ts'
import { leadPartition, sendKey } from '../aws/keys.ts'
import { type Expression, everyItem, getItem, type Item, putItem, updateItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'

/** How long SES's own event may take to prove a mail whose answer nobody saw. */
export const proofWithinMs = 15 * 60_000

/** Where sends stand that somebody must look at: those of no enrolment from the start, others once they are unknown. */
export const lookAtSends = 'send'

/** One mail to one lead. */
interface Mail {
  readonly leadId: string
  readonly sendId: string
}

/** Reads the record of one mail; undefined when there is none (never prepared, or erased). */
export async function readSend(leadId: string, sendId: string): Promise<Send | undefined> {
  const item = await getItem(sendKey(leadId, sendId))
  return item && send.parse(item)
}

/** When a mail last reached this lead, by all that SES reported so far; undefined when none did. */
export async function lastDelivery(leadId: string): Promise<string | undefined> {
  let last: string | undefined
  for await (const item of everyItem({ pk: leadPartition(leadId), prefix: 'SEND#' })) {
    const { deliveredAt } = send.parse(item)
    if (deliveredAt !== undefined && (last === undefined || deliveredAt > last)) last = deliveredAt
  }
  return last
}

/** Writes a mail down as PREPARED; false when it was tried before and that try was not taken back. */
export function prepareSend(prepared: Send): Promise<boolean> {
  const watched: Item = prepared.enrolmentId
    ? {}
    : { dueKind: lookAtSends, dueAt: toInstant(fromInstant(prepared.preparedAt) + proofWithinMs) }
  return putItem(
    sendKey(prepared.leadId, prepared.sendId),
    { ...prepared, ...watched },
    {
      text: 'attribute_not_exists(pk) OR #state IN (:prepared, :lapsed)',
      names: { '#state': 'state' },
      values: { ':prepared': 'PREPARED', ':lapsed': 'LAPSED' },
    },
  )
}

/** SES took it: true whatever was thought of it before, and whoever says so first. */
export async function recordSent(
  mail: Mail,
  sent: { messageId: string; because?: string; claimedAt?: string },
): Promise<void> {
  await move(mail, 'SENT', ['PREPARED', 'CLAIMED', 'LAPSED', 'UNKNOWN', 'UNCONFIRMED'], {
    ...sent,
    settledAt: toInstant(now()),
    reason: undefined,
    ...unwatched,
  })
}

/** It will never go. */
export async function recordRefused(mail: Mail, reason: string): Promise<void> {
  await move(mail, 'REFUSED', ['PREPARED', 'UNKNOWN'], { reason, settledAt: toInstant(now()), ...unwatched })
}

/**
 * The try `by` made no call, or one that was turned away for now: the mail may be tried again. Only the try that holds its claim may say so; false when
 * another prepared the mail again meanwhile, unless that one is named.
 */
export function recordLapsed(mail: Mail, reason: string, by: string, preparedBy = by): Promise<boolean> {
  return move(mail, 'LAPSED', ['PREPARED', 'UNKNOWN'], { reason, by, ...unwatched }, preparedBy)
}

/** It was prepared and nobody claimed it: nothing happened yet, and nobody need look at it. */
export async function stopLookingAt(mail: Mail, by: string | undefined): Promise<void> {
  await move(mail, 'PREPARED', ['PREPARED'], unwatched, by)
}

/** It was claimed and nobody saw an answer: SES's event may still prove it. */
export async function recordUnknown(mail: Mail, claimedAt: string, by?: string): Promise<void> {
  const dueAt = toInstant(fromInstant(claimedAt) + proofWithinMs)
  await move(mail, 'UNKNOWN', ['PREPARED', 'CLAIMED', 'LAPSED'], { claimedAt, dueKind: lookAtSends, dueAt }, by)
}

/** No proof came in time: it is shown as such and never sent again. */
export async function recordUnconfirmed(mail: Mail): Promise<void> {
  const reason = 'SES gave no answer and no event'
  await move(mail, 'UNCONFIRMED', ['PREPARED', 'CLAIMED', 'UNKNOWN'], {
    reason,
    settledAt: toInstant(now()),
    ...unwatched,
  })
}

/** Writes down that SES reported this of the mail; true for the first report of its kind, false for every repeat. */
export async function markReported(
  { leadId, sendId }: Mail,
  what: 'deliveredAt' | 'bouncedAt' | 'complainedAt',
  at: string,
): Promise<boolean> {
  const first: Expression = {
    text: 'attribute_exists(pk) AND attribute_not_exists(#what)',
    names: { '#what': what },
  }
  return (await updateItem(sendKey(leadId, sendId), { set: { [what]: at } }, first)) !== undefined
}

const unwatched: Item = { dueKind: undefined, dueAt: undefined }

async function move(
  { leadId, sendId }: Mail,
  to: SendState,
  from: readonly SendState[],
  set: Item,
  by?: string,
): Promise<boolean> {
  const values: Record<string, unknown> = Object.fromEntries(from.map((state, index) => [`:from${index}`, state]))
  const condition: Expression = {
    text: `#state IN (${Object.keys(values).join(', ')})${by ? ' AND #by = :by' : ''}`,
    names: { '#state': 'state', ...(by && { '#by': 'by' }) },
    values: { ...values, ...(by && { ':by': by }) },
  }
  return (await updateItem(sendKey(leadId, sendId), { set: { state: to, ...set } }, condition)) !== undefined
}
