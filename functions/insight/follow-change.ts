import type * as z from 'zod/mini'
import type { LeadChanged } from '../../core/events.ts'
import { isOfJourney, mergeCauses } from '../../core/insight/funnel/heard.ts'
import { foldJourney, type Journey, withClicksOf, withEnds } from '../../core/insight/funnel/journey.ts'
import { type Activity, activity } from '../../core/leads/activity.ts'
import { isErased } from '../../core/leads/erasure.ts'
import { clickDiscounted } from '../../core/leads/own-acts.ts'
import { enrolment } from '../../core/nurture/enrolment.ts'
import { isCapture } from '../../core/scoring/acts.ts'
import { activityKey, enrolmentKey } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'
import { followLead, followPerson, journeyOfHistory } from './journey-items.ts'

type Change = z.output<typeof LeadChanged.schema>

/** Puts what a `LeadChanged` says into the lead's journey. Safe to repeat, in any order. */
export async function followChange(change: Change): Promise<void> {
  const { leadId, cause } = change
  if (cause.type === 'erased' || mergeCauses.includes(cause.type)) {
    await followLead(leadId, (_, box) => journeyOfHistory(box))
  } else if (cause.type === clickDiscounted) {
    // Written though nothing changes: whoever read the fact before it was marked, and comes to write it now, reads again.
    await followLead(
      leadId,
      async (before, box) => withClicksOf(before, await journeyOfHistory(box)),
      () => true,
    )
  } else if (cause.type === 'email-clicked') {
    await followLead(leadId, async (before, box) => {
      const fact = await storedFact(change)
      return !fact || isErased(box, fact) ? before : foldJourney(before, [fact])
    })
  } else if (isOfJourney(cause.type)) {
    const fact = isCapture(cause.type) ? await storedFact(change) : factOf(change)
    if (fact) await followLead(leadId, (before, box) => (isErased(box, fact) ? before : foldJourney(before, [fact])))
  }
}

/** The fact as the event tells it, with all that a journey asks of it. */
function factOf({ leadId, cause: { type, id, at }, data }: Change): Activity {
  // Scoring's own decisions say by their name to which stage the lead came.
  const to = type === 'stage-changed' && data.to === undefined ? { to: id.replace('stage-', '') } : {}
  return activity.parse({ leadId, id, type, at, data: { ...data, ...to } })
}

/** Where the lead came from is told to no bus, and whether a click was a machine's may come to light after it was told: both stand in the stored fact. */
async function storedFact({ leadId, cause: { id, at } }: Change): Promise<Activity | undefined> {
  const stored = await getItem(activityKey(leadId, at, id))
  return stored && activity.parse(stored)
}

/** Puts how an enrolment ended into the lead's journey, where it has. */
export async function followEnd(leadId: string, enrolmentId: string): Promise<void> {
  await followPerson(leadId, async (before, box): Promise<Journey> => {
    const item = box.erasedAt ? undefined : await getItem(enrolmentKey(leadId, enrolmentId))
    return item ? withEnds(before, [enrolment.parse(item)]) : before
  })
}
