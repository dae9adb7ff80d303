import type { Mailbox } from '../../core/consent/mailbox.ts'
import { activity } from '../../core/leads/activity.ts'
import { type ActivitySummary, withAct } from '../../core/leads/activity-summary.ts'
import { isErased } from '../../core/leads/erasure.ts'
import { isOwnAct } from '../../core/leads/own-acts.ts'
import { leadPartition } from '../aws/keys.ts'
import { everyItem } from '../aws/table.ts'

/** The activity summary that all facts of a lead make: for a profile that was stored before there were summaries. The next write of the profile keeps it. */
export async function summaryOfHistory(box: Mailbox): Promise<ActivitySummary> {
  let summary: ActivitySummary = {}
  for await (const item of everyItem({ pk: leadPartition(box.leadId), prefix: 'ACT#' })) {
    const fact = activity.parse(item)
    if (isOwnAct(fact) && !isErased(box, fact)) summary = withAct(summary, fact)
  }
  return summary
}
