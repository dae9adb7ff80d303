import { VisitorActed, VisitorNamed } from '../../core/website/events.ts'
import { mergeByRule } from '../leads/propose-merge.ts'
import { onEvent } from '../runtime/on-event.ts'
import { joinVisitor } from './join-visitor.ts'
import { recordVisits } from './record-visits.ts'
import { readVisitor } from './visitors.ts'

/** On `VisitorActed` and `VisitorNamed`: what visitors of websites do, and who they are. */
export const handler = onEvent([VisitorActed, VisitorNamed], async (event) => {
  if (event.name === 'VisitorActed') return recordVisits(event.detail)
  const { visitorId, leadId, at, before } = event.detail
  const other = await joinVisitor(visitorId, leadId, at)
  const first = other ?? (before && (await readVisitor(before))?.leadId)
  if (first) await mergeByRule(first, leadId, 'browser', at)
})
