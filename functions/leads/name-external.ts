import { addressesAtMost } from '../../core/leads/propose-merge.ts'
import { env } from '../aws/env.ts'
import { externalBox, externalKey } from '../aws/keys.ts'
import { ifAbsent, putItem, queryItems } from '../aws/table.ts'
import { externalHashOf } from './identity.ts'
import { mergeByRule } from './propose-merge.ts'

/**
 * Notes what a source calls this lead, and proposes to merge those into it that it called the same before. An id with more addresses than a person has is none
 * of a person's. Safe to repeat; the index lags behind by a moment, so of two that come at once the next post of either sees the other.
 */
export async function nameExternal(
  leadId: string,
  source: string,
  externalId: string | undefined,
  at: string,
): Promise<void> {
  if (externalId === undefined || env('MERGE_RULE') === 'off') return
  const hash = await externalHashOf(source, externalId)
  const box = externalBox(hash)
  await putItem(externalKey(leadId, hash), { leadId, source, at, box, boxOrder: `${at}#${leadId}` }, ifAbsent)
  const { items } = await queryItems({ index: 'box', pk: box, limit: addressesAtMost + 1 })
  const others = items.map(({ pk }) => String(pk).replace('LEAD#', '')).filter((one) => one !== leadId)
  if (others.length >= addressesAtMost) return
  for (const other of others) await mergeByRule(other, leadId, 'external-id', at)
}
