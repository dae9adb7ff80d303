import type * as z from 'zod/mini'
import { profile as profileSchema } from '../../core/leads/lead.ts'
import type { RowOutcome } from '../../core/lists/judge-row.ts'
import type { ListImport, ListRow } from '../../core/lists/list-row.ts'
import type { LeadPosted } from '../../core/sources/events.ts'
import { importKey, postedKey, profileKey } from '../aws/keys.ts'
import { getItem, ifAbsent, putItem } from '../aws/table.ts'
import { leadIdOf } from '../leads/identity.ts'
import { beginImport } from '../leads/import-items.ts'
import { importRow, judgeRowOf } from '../leads/import-row.ts'
import { nameExternal } from '../leads/name-external.ts'
import { log } from '../runtime/log.ts'

/**
 * Takes in a lead that another source posted, by the rule of lists: an import of one row. One that changes nothing leaves nothing behind: the person said no, or its
 * source has said as much before. What is begun is named by what the post says, and so a repeat, or a redelivery after a crash anywhere, does what is left of it.
 */
export async function recordPost(post: z.output<typeof LeadPosted.schema>): Promise<void> {
  const { postId, receivedAt, source, by, address, row } = post
  const list: ListImport = {
    importId: postId,
    source,
    startedAt: receivedAt,
    by,
    ...(source.qualifyBy === undefined && { makes: 'lead' as const }),
  }
  const leadId = await leadIdOf(address)
  if (!(await getItem(importKey(postId)))) {
    const outcome = await saysNothingNew(leadId, list, row)
    if (outcome) {
      // It may be known by another door, and be named by this source for the first time.
      if (outcome === 'unchanged') await nameExternal(leadId, source.name, row.externalId, receivedAt)
      return log.info('a post of a lead changes nothing', { leadId, postId, outcome })
    }
  }
  const begun = await beginImport(list)
  const { outcome, consent } = await importRow(leadId, address, begun, row)
  const posted = { source: source.name, importId: begun.importId, at: begun.startedAt }
  if (consent.length > 0) await putItem(postedKey(leadId, source.name, row.campaign), posted, ifAbsent)
  log.info('a lead of another source is in', { leadId, postId, outcome })
}

/** Why the post is left, if it is: the person or the mail said no, or the source has said as much of them before, at whatever time that was. */
async function saysNothingNew(leadId: string, list: ListImport, row: ListRow): Promise<RowOutcome | undefined> {
  const said = await saidBefore(leadId, list.source.name, row.campaign)
  const { outcome, consent } = await judgeRowOf(leadId, { ...list, ...said }, row, true)
  return consent.length === 0 || (said && outcome === 'unchanged') ? outcome : undefined
}

/** The import by which this source (and campaign) first told of the lead: by a list, which the profile knows of the first source alone, or by a post. */
async function saidBefore(
  leadId: string,
  source: string,
  campaign: string | undefined,
): Promise<Pick<ListImport, 'importId' | 'startedAt'> | undefined> {
  const [item, posted] = await Promise.all([getItem(profileKey(leadId)), getItem(postedKey(leadId, source, campaign))])
  const { imported } = item ? profileSchema.parse(item) : {}
  if (campaign === undefined && imported?.source === source)
    return { importId: imported.importId, startedAt: imported.at }
  return posted && { importId: String(posted.importId), startedAt: String(posted.at) }
}
