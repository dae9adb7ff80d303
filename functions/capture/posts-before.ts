import { type FormSubmission, limits, type PostsBefore } from '../../core/capture/judge-submission.ts'
import { networkOf } from '../../core/capture/network.ts'
import { fromInstant, toInstant } from '../../core/names.ts'
import { leadPartition, limitKey } from '../aws/keys.ts'
import { queryItems, updateItem } from '../aws/table.ts'
import { networkKeyOf } from '../leads/identity.ts'

/** How often its network posted in its hour before it, and its recipient's address was posted in the 24 h before. A repeat may count twice: it raises suspicion only. */
export async function postsBefore(post: FormSubmission, leadId: string): Promise<PostsBefore> {
  const [network, recipient] = await Promise.all([countNetwork(post), countRecipient(post, leadId)])
  return { network, recipient }
}

async function countNetwork({ proof, actedAt }: FormSubmission): Promise<number> {
  if (!proof.ip) return 0
  const hour = actedAt.slice(0, 13)
  const endOfHourMs = fromInstant(`${hour}:00:00.000Z`) + limits.network.perMs
  const counted = await updateItem(limitKey('network', await networkKeyOf(networkOf(proof.ip)), hour), {
    set: { expiresAt: Math.floor(endOfHourMs / 1000) + 3_600 },
    add: { posts: 1 },
  })
  return Number(counted?.posts ?? 1) - 1
}

async function countRecipient({ submissionId, actedAt }: FormSubmission, leadId: string): Promise<number> {
  const from = toInstant(fromInstant(actedAt) - limits.recipient.perMs)
  const { items } = await queryItems({
    pk: leadPartition(leadId),
    between: { from: `SUBMISSION#${from}`, to: `SUBMISSION#${actedAt}#~` },
    newestFirst: true,
    limit: limits.recipient.many + 1,
  })
  return items.filter(({ sk }) => !String(sk).endsWith(`#${submissionId}`)).length
}
