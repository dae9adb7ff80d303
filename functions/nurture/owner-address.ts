import * as z from 'zod/mini'
import { isWithSales, type LeadState } from '../../core/leads/lead-status.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { userKey } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'

/** "Sequences made for that time (`audience: with-sales`) run with the owner as reply-to"; undefined for all others. */
export async function ownerAddress(sequence: Sequence, lead: LeadState): Promise<string | undefined> {
  const handoff = sequence.audience === 'with-sales' ? lead.handoffs.find(isWithSales) : undefined
  const item = handoff && (await getItem(userKey(handoff.owner), { consistent: false }))
  // The whole of a user has hours and more, whose schema this bundle has no room for.
  return item && z.string().parse(item.email)
}
