import { mailbox } from '../../core/consent/mailbox.ts'
import { send } from '../../core/consent/send.ts'
import { type Key, mailboxKey } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'
import { log } from '../runtime/log.ts'
import { recordLapsed, recordUnconfirmed } from './send-records.ts'

/** Settles a mail whose answer nobody saw and whose proof did not come in time; true when it is UNCONFIRMED now. */
export async function settleSend(key: Key): Promise<boolean> {
  const item = await getItem(key)
  if (!item) return false
  const found = send.parse(item)
  if (found.state !== 'PREPARED' && found.state !== 'CLAIMED' && found.state !== 'UNKNOWN') return false
  const mail = { leadId: found.leadId, sendId: found.sendId }
  if (found.state === 'PREPARED' && !(await isClaimed(mail))) {
    await recordLapsed(mail, 'prepared and never claimed', found.by ?? '')
    return false
  }
  await recordUnconfirmed(mail)
  log.warn('a mail stays unconfirmed: SES gave no answer and no event', mail)
  return true
}

async function isClaimed({ leadId, sendId }: { leadId: string; sendId: string }): Promise<boolean> {
  const item = await getItem(mailboxKey(leadId))
  if (!item) return true
  const { claims, confirmations, others } = mailbox.parse(item)
  return [...claims, ...confirmations, ...others].some((one) => one.sendId === sendId)
}
