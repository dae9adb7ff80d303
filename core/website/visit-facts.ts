import type * as z from 'zod/mini'
import { derivedId } from '../consent/derived-id.ts'
import type { Activity } from '../leads/activity.ts'
import { fromInstant, toInstant } from '../names.ts'
import type { VisitorActed } from './events.ts'

export type ActedBatch = z.output<typeof VisitorActed.schema>

/** What a visitor did as facts about the lead that it is: named by the batch and the place in it, so that a repeat is the same fact. */
export function visitFacts(leadId: string, { batchId, actedAt, site, events, interests }: ActedBatch): Activity[] {
  return events.map(({ type, ago, ...data }, index) => ({
    leadId,
    id: derivedId('visit', batchId, String(index)),
    type,
    at: toInstant(fromInstant(actedAt) - ago),
    data: {
      ...data,
      ...(type === 'content-downloaded' && { file: fileOf(data.path) }),
      site,
      ...(interests?.[index]?.length && { tags: interests[index] }),
    },
  }))
}

/** What a download is called in conditions, wherever it was: `white-paper` of `/downloads/White-Paper.pdf`. */
function fileOf(path: string): string {
  return path
    .replace(/^.*\//, '')
    .replace(/\.\w+$/, '')
    .toLowerCase()
}
