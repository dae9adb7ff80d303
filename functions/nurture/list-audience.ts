import { stages } from '../../core/leads/lead.ts'
import type { Audience, ListPlace } from '../../core/nurture/broadcast.ts'
import { everyItem, queryItems } from '../aws/table.ts'

/** One index partition with leads of the list. */
interface Part {
  readonly index: 'stage' | 'status'
  readonly pk: string
}

/** By stage where one is asked for, by status else, and everybody by all stages: those do not change while the list enters a sequence. */
function partsOf({ stage, status }: Audience): Part[] {
  if (stage) return [{ index: 'stage', pk: stage }]
  if (status) return [{ index: 'status', pk: status }]
  return stages.map((one) => ({ index: 'stage', pk: one }))
}

/** One page of the ids of a list, and where the next one begins; whether a lead has the asked status too is seen when it is read. */
export async function listAudience(
  audience: Audience,
  place: ListPlace | undefined,
  limit: number,
): Promise<{ leadIds: string[]; next: ListPlace | undefined }> {
  const parts = partsOf(audience)
  let [from, leadIds]: [ListPlace | undefined, string[]] = [place ?? { part: 0 }, []]
  while (from && leadIds.length === 0) {
    const { part, cursor }: ListPlace = from
    const page = await queryItems({ ...(parts[part] as Part), limit, cursor })
    leadIds = page.items.map(({ pk }) => leadIdOf(pk))
    const more = part + 1 < parts.length ? { part: part + 1 } : undefined
    from = page.next ? { part, cursor: page.next } : more
  }
  return { leadIds, next: from }
}

/** How many leads a list holds, by the indexes. */
export async function countAudience(audience: Audience): Promise<number> {
  const { stage, status } = audience
  if (stage && status) {
    const [atStage, inStatus] = await Promise.all([
      idsOf({ index: 'stage', pk: stage }),
      idsOf({ index: 'status', pk: status }),
    ])
    return [...atStage].filter((leadId) => inStatus.has(leadId)).length
  }
  const counted = await Promise.all(partsOf(audience).map(idsOf))
  return counted.reduce((sum, ids) => sum + ids.size, 0)
}

async function idsOf(part: Part): Promise<Set<string>> {
  const ids = new Set<string>()
  for await (const { pk } of everyItem(part)) ids.add(leadIdOf(pk))
  return ids
}

function leadIdOf(pk: unknown): string {
  return String(pk).replace('LEAD#', '')
}
