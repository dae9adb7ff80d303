import { type Visitor, visitor } from '../../core/website/visitor.ts'
import { visitorKey } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'

/** A visitor as it is now; undefined for one that was never seen or is forgotten. */
export async function readVisitor(visitorId: string): Promise<Visitor | undefined> {
  const item = await getItem(visitorKey(visitorId))
  return item && visitor.parse(item)
}
