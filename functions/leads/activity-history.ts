import type { Mailbox } from '../../core/consent/mailbox.ts'
import { type Activity, activity } from '../../core/leads/activity.ts'
import { type ActivitySummary, withAct } from '../../core/leads/activity-summary.ts'
import { withClick } from '../../core/leads/click-hours.ts'
import { isErased } from '../../core/leads/erasure.ts'
import { type Interests, withReading } from '../../core/leads/interests.ts'
import { isOwnAct } from '../../core/leads/own-acts.ts'
import { leadPartition } from '../aws/keys.ts'
import { everyItem } from '../aws/table.ts'

/** All facts of a lead, in the order of their times. */
export async function* factsOf(leadId: string): AsyncGenerator<Activity> {
  for await (const item of everyItem({ pk: leadPartition(leadId), prefix: 'ACT#' })) yield activity.parse(item)
}

/** What the profile sums up of a lead's own acts, as all facts make it. */
export async function readingOfHistory(
  box: Mailbox,
): Promise<{ activitySummary: ActivitySummary; interests: Interests; clickHours: string[] }> {
  let [activitySummary, interests]: [ActivitySummary, Interests] = [{}, {}]
  let clickHours: readonly string[] = []
  for await (const fact of factsOf(box.leadId)) {
    if (isErased(box, fact)) continue
    if (isOwnAct(fact)) activitySummary = withAct(activitySummary, fact)
    interests = withReading(interests, fact)
    clickHours = withClick(clickHours, fact)
  }
  return { activitySummary, interests, clickHours: [...clickHours] }
}

/** The activity summary that all facts of a lead make: for a profile that was stored before there were summaries. The next write of the profile keeps it. */
export async function summaryOfHistory(box: Mailbox): Promise<ActivitySummary> {
  return (await readingOfHistory(box)).activitySummary
}
