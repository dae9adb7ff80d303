import { newJob } from '../../core/content/in-flight-job.ts'
import { ContentPublished, InFlightRequested } from '../../core/events.ts'
import { policyInside } from '../../core/handoff/clocks-in-flight.ts'
import { toInstant } from '../../core/names.ts'
import { readVersion } from '../content/content-items.ts'
import { startJob } from '../content/in-flight-items.ts'
import { now } from '../runtime/clock.ts'
import { onEvent } from '../runtime/on-event.ts'
import { movePage } from './move-page.ts'

/** A policy went live: the clocks that run by older versions move to it, if that was chosen, a page for each `InFlightRequested`. */
export const handler = onEvent([ContentPublished, InFlightRequested], async (event) => {
  if (event.name === 'InFlightRequested') {
    const { sequence, version, page } = event.detail
    const [type, policy] = sequence.split('/')
    return type === 'sla-policies' && policy ? movePage(policy, version, page) : undefined
  }
  const { type, id, version } = event.detail
  if (type !== 'sla-policies') return
  const choice = (await readVersion(type, id, version))?.inFlight?.choice ?? 'stay'
  if (choice === 'move') await startJob(newJob(policyInside(id), version, { choice, steps: {} }, toInstant(now())))
})
