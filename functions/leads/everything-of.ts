import { leadPartition, submissionKey } from '../aws/keys.ts'
import { everyItem, getItem, type Item } from '../aws/table.ts'

/** What an item is called in the export, by how its key begins. */
const kinds: Readonly<Record<string, string>> = {
  ACT: 'activity',
  CONSENT: 'consent',
  ENROL: 'enrolment',
  HANDOFF: 'handoff',
  MAILBOX: 'mailbox',
  PROFILE: 'profile',
  SCORE: 'score',
  SEND: 'send',
  STAFFMAIL: 'staff-mail',
}

/** Every item about one person, whole, in the order of the keys; a pointer to a submission is replaced by the submission. */
export async function everythingOf(leadId: string): Promise<Item[]> {
  const items: Item[] = []
  for await (const item of everyItem({ pk: leadPartition(leadId) })) {
    const [kind = '', , id] = String(item.sk).split('#')
    if (kind !== 'SUBMISSION') items.push(whole(kinds[kind] ?? kind.toLowerCase(), item))
    else {
      const submission = await getItem(submissionKey(String(id)))
      if (submission) items.push(whole('submission', submission))
    }
  }
  return items
}

function whole(kind: string, { pk, sk, ...held }: Item): Item {
  return { kind, ...held }
}
