import { type Mailbox, mailbox } from '../../core/consent/mailbox.ts'
import { ActivityObserved, LeadMerged } from '../../core/events.ts'
import type { Activity } from '../../core/leads/activity.ts'
import { type Announcement, announce, announcement, announcing } from '../aws/announce.ts'
import { mailboxKey } from '../aws/keys.ts'
import { getItem, type Item, ifRev, updateItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'

/** The kinds of events that a mailbox may owe. */
export const mailboxEvents = [ActivityObserved, LeadMerged]

/** Too many writers at once; whoever called tries again. */
export class MailboxContended extends Error {
  constructor() {
    super('the mailbox was changed by others at each of ten tries')
    this.name = 'MailboxContended'
  }
}

/** A lead's mailbox as it is now; undefined when there is none. */
export async function readMailbox(leadId: string): Promise<Mailbox | undefined> {
  const item = await getItem(mailboxKey(leadId))
  return item && mailbox.parse(item)
}

/** A change of the mailbox, and the facts about the lead that it makes: owed with the write, told by the bus. */
export interface MailboxChange {
  readonly change: Partial<Mailbox>
  readonly facts?: readonly Activity[]
  /** What else the bus is owed with it. */
  readonly tells?: readonly Announcement[]
}

/**
 * Changes a lead's mailbox: reads it, decides, writes on condition of its `rev`, else reads and decides again. Answers the mailbox as it is now,
 * whether or not this changed it, or undefined when there is none. Throws when the change is not stored.
 */
export async function changeMailbox(
  leadId: string,
  decide: (mailbox: Mailbox) => MailboxChange | undefined,
): Promise<Mailbox | undefined> {
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const item = await getItem(mailboxKey(leadId))
    if (!item) return undefined
    const read = mailbox.parse(item)
    const decided = decide(read)
    if (!decided) return read
    const facts = (decided.facts ?? []).map((activity) => announcement(ActivityObserved, { activity }))
    const owed = [...facts, ...(decided.tells ?? [])]
    // A change without a new `rev` would let a claim through that was decided before it.
    const rev = read.rev + 1
    const set: Item = { ...decided.change, rev, ...(owed.length > 0 && announcing(owed, now(), item)) }
    const stored = await updateItem(mailboxKey(leadId), { set }, ifRev(read.rev))
    if (!stored) continue
    if (owed.length > 0) await tell(leadId, stored)
    return mailbox.parse(stored)
  }
  throw new MailboxContended()
}

/** What is stored counts: telling the bus may fail here, since it is owed and the sweep tells it. */
async function tell(leadId: string, stored: Item): Promise<void> {
  try {
    await announce(mailboxKey(leadId), stored, mailboxEvents)
  } catch (error) {
    log.warn('a change of a mailbox is stored and will be told by the sweep', { leadId, error: error as Error })
  }
}
