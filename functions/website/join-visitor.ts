import { type Visitor, visitorExpiry } from '../../core/website/visitor.ts'
import { visitorKey, visitorPointerKey } from '../aws/keys.ts'
import { putItem, updateItem } from '../aws/table.ts'
import { readMailbox } from '../consent/change-mailbox.ts'
import { log } from '../runtime/log.ts'
import { forFunnel, unmarkedSince } from './first-visit.ts'
import { settleBatches } from './settle-batches.ts'
import { readVisitor } from './visitors.ts'

/**
 * A sign says who a visitor is: what it did until now is the lead's, and what it will do. A visitor belongs to one lead for ever: the sign of another is not
 * believed, since nobody can tell which of the two did what. Of a lead that is erased, or never was, nothing is kept. Safe to repeat and to break off anywhere: the pointer
 * goes first, so that nothing is there which erasure would not find. Who is joined already costs no write. Answers the lead that it belongs to where that is another one.
 */
export async function joinVisitor(visitorId: string, leadId: string, at: string): Promise<string | undefined> {
  const box = await readMailbox(leadId)
  if (!box || box.erasedAt) return undefined
  let known = await readVisitor(visitorId)
  if (known?.leadId === undefined) await putItem(visitorPointerKey(leadId, visitorId), { visitorId, at })
  while (isNews(known, leadId, at) && !(await join(known, { visitorId, leadId, at }))) {
    known = await readVisitor(visitorId)
  }
  if (known?.leadId !== undefined && known.leadId !== leadId) {
    log.info('a visitor that belongs to another lead is not joined', { leadId, joined: 0 })
    return known.leadId
  }
  await settleBatches(visitorId, leadId)
  return undefined
}

/** Is there anything to write? It is nobody's yet, or it was said of a time before its first visit. */
function isNews(known: Visitor | undefined, leadId: string, at: string): boolean {
  if (known?.leadId === undefined) return true
  return known.leadId === leadId && (known.firstAt === undefined || at < known.firstAt)
}

/** One write on condition that it belongs to nobody else, and that nobody told of a first visit since it was read; answers whether it was made. */
async function join(
  known: Visitor | undefined,
  { visitorId, leadId, at }: { visitorId: string; leadId: string; at: string },
): Promise<boolean> {
  const news = forFunnel(known, at, undefined, known?.leadId === undefined)
  const unmarked = unmarkedSince(known?.marks)
  const joined = await updateItem(
    visitorKey(visitorId),
    {
      set: { visitorId, leadId, lastAt: at, expiresAt: visitorExpiry(at, true), ...news.set },
      ...(news.add && { add: news.add }),
    },
    {
      text: `(attribute_not_exists(#lead) OR #lead = :mine) AND ${unmarked.text}`,
      names: { ...unmarked.names, '#lead': 'leadId' },
      values: { ...unmarked.values, ':mine': leadId },
    },
  )
  return joined !== undefined
}
