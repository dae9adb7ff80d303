import { isOfJourney } from '../../core/insight/funnel/heard.ts'
import { foldJourney, type Journey, withEnds } from '../../core/insight/funnel/journey.ts'
import { type Activity, activity } from '../../core/leads/activity.ts'
import { isErased } from '../../core/leads/erasure.ts'
import { enrolment } from '../../core/nurture/enrolment.ts'
import { activityKey, enrolmentKey } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'
import { followLead, journeyOfHistory } from './journey-items.ts'

interface Cause {
  readonly type: string
  readonly id: string
  readonly at: string
}

/** Puts what a cause of `LeadChanged` says into the lead's journey. Safe to repeat, in any order. */
export async function followChange(leadId: string, cause: Cause): Promise<void> {
  if (cause.type === 'erased') {
    await followLead(leadId, (_, box) => journeyOfHistory(box))
  } else if (isOfJourney(cause.type)) {
    await followFact(leadId, cause)
  }
}

async function followFact(leadId: string, cause: Cause): Promise<void> {
  await followLead(leadId, async (before, box) => {
    const stored = await getItem(activityKey(leadId, cause.at, cause.id))
    const fact = stored ? activity.parse(stored) : decided(leadId, cause)
    return fact && !isErased(box, fact) ? foldJourney(before, [fact]) : before
  })
}

/** Puts how an enrolment ended into the lead's journey, where it has. */
export async function followEnd(leadId: string, enrolmentId: string): Promise<void> {
  await followLead(leadId, async (before, box): Promise<Journey> => {
    const item = box.erasedAt ? undefined : await getItem(enrolmentKey(leadId, enrolmentId))
    return item ? withEnds(before, [enrolment.parse(item)]) : before
  })
}

/** A decision of scoring is told before its activity is put; its name says all that the funnel asks. */
function decided(leadId: string, { type, id, at }: Cause): Activity | undefined {
  if (type === 'qualified') return { leadId, id, type, at, data: {} }
  return type === 'stage-changed' ? { leadId, id, type, at, data: { to: id.replace('stage-', '') } } : undefined
}
