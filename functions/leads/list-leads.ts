import { type Profile, profile, type Stage, type Status, stages } from '../../core/leads/lead.ts'
import { shownProfile } from '../../core/leads/lead-view.ts'
import { getItem, queryItems } from '../aws/table.ts'
import { foreignCursor } from '../runtime/cursor.ts'

export interface LeadList {
  readonly stage?: Stage | undefined
  readonly status?: Status | undefined
  readonly limit: number
  readonly cursor?: string | undefined
}

/** One index partition to list, and what of it is shown. */
interface Part {
  readonly index: 'stage' | 'status'
  readonly pk: string
}

/**
 * One page of leads. The indexes hold keys alone and lag behind by a moment, so each lead is read, and one that has moved on since is left out;
 * a page may then be shorter than its limit though `next` is there. Throws RangeError for a cursor that is not ours.
 */
export async function listLeads(list: LeadList) {
  const parts = partsOf(list)
  const place = placeOf(list.cursor, parts.length)
  const items: Profile[] = []
  let [index, cursor] = [place.part, place.cursor]
  while (index < parts.length) {
    const part = parts[index] as Part
    const limit = list.limit - items.length
    const page = await queryItems({ ...part, limit, cursor, newestFirst: true })
    const read = await Promise.all(page.items.map(({ pk, sk }) => getItem({ pk: String(pk), sk: String(sk) })))
    items.push(...read.filter((item) => item !== undefined).map((item) => profile.parse(item)))
    if (!page.next) index += 1
    cursor = page.next
    if (items.length >= list.limit) break
  }
  const shown = items.filter((one) => isIn(list, one)).map(shownProfile)
  return index < parts.length ? { items: shown, next: cursorOf(index, cursor) } : { items: shown }
}

/** By stage where one is asked for; by status else; without either through all stages, the furthest first. */
function partsOf({ stage, status }: LeadList): Part[] {
  if (stage) return [{ index: 'stage', pk: stage }]
  if (status) return [{ index: 'status', pk: status }]
  return stages.toReversed().map((one) => ({ index: 'stage', pk: one }))
}

function isIn({ stage, status }: LeadList, lead: Profile): boolean {
  if (lead.status === 'erased') return status === 'erased' && !stage
  return (!stage || lead.stage === stage) && (!status || lead.status === status)
}

function cursorOf(part: number, cursor: string | undefined): string {
  return `${part}.${cursor ?? ''}`
}

function placeOf(cursor: string | undefined, parts: number): { part: number; cursor: string | undefined } {
  if (cursor === undefined) return { part: 0, cursor: undefined }
  const match = /^(\d)\.(.*)$/.exec(cursor)
  const part = Number(match?.[1])
  if (!match || part >= parts) throw foreignCursor()
  return { part, cursor: match[2] || undefined }
}
