import * as z from 'zod/mini'
import { tell } from '../../core/handoff/handoff.ts'
import { instant, slug, toInstant } from '../../core/names.ts'
import { leadPartition, staffMailKey } from '../aws/keys.ts'
import { everyItem, getItem, putItem, updateItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'

/**
 * A mail to one of the staff, `LEAD#id / STAFFMAIL#k#key`, and what became of it. CLAIMED: a call was about to be made, and nobody saw its end.
 * PUT_OFF: SES turned it away for now, so it may be tried again.
 */
const staffMail = z.object({
  key: tell.shape.key,
  to: slug,
  template: tell.shape.template,
  state: z.enum(['CLAIMED', 'SENT', 'REFUSED', 'UNKNOWN', 'PUT_OFF']),
  at: instant,
  /** Which try claimed it. */
  by: z.string(),
  messageId: z.optional(z.string()),
  reason: z.optional(z.string()),
})
export type StaffMail = z.infer<typeof staffMail>
export type Mail = Pick<StaffMail, 'key' | 'to' | 'template'>

/**
 * "Its own dedup key": claims this mail for the try `by`, unless it was tried before and not put off. Answers the mail as it stands; it is this try's when
 * it is CLAIMED by it. The write's own answer may be lost, so who holds the claim is read.
 */
export async function claimStaffMail(handoffId: string, { key, to, template }: Mail, by: string): Promise<StaffMail> {
  const claimed: StaffMail = { key, to, template, state: 'CLAIMED', at: toInstant(now()), by }
  const mine = await putItem(staffMailKey(handoffId, key), claimed, {
    text: 'attribute_not_exists(pk) OR #state = :putOff',
    names: { '#state': 'state' },
    values: { ':putOff': 'PUT_OFF' },
  }).catch((error: unknown) => {
    log.warn('a claim got no answer: who holds it is read', { handoffId, key, error: error as Error })
    return false
  })
  return mine ? claimed : staffMail.parse(await getItem(staffMailKey(handoffId, key)))
}

/** Writes down what became of a claimed mail. */
export async function recordStaffMail(
  handoffId: string,
  { key }: Mail,
  result: Pick<StaffMail, 'state' | 'messageId' | 'reason'>,
): Promise<void> {
  const claimed = { text: '#state = :claimed', names: { '#state': 'state' }, values: { ':claimed': 'CLAIMED' } }
  await updateItem(staffMailKey(handoffId, key), { set: { ...result } }, claimed)
}

/** The mails to staff about a hand-off, for people to see that they went. */
export async function staffMailsOf({ leadId, handoffId }: { leadId: string; handoffId: string }): Promise<StaffMail[]> {
  const mails: StaffMail[] = []
  const prefix = staffMailKey(handoffId, '').sk
  for await (const item of everyItem({ pk: leadPartition(leadId), prefix })) mails.push(staffMail.parse(item))
  return mails.sort((a, b) => (a.at < b.at ? -1 : 1))
}
