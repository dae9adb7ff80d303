import { newJob } from '../../core/content/in-flight-job.ts'
import { ContentPublished, InFlightRequested } from '../../core/events.ts'
import { toInstant } from '../../core/names.ts'
import { now } from '../runtime/clock.ts'
import { onEvent } from '../runtime/on-event.ts'
import { readVersion } from './content-items.ts'
import { finishReleaseOf } from './finish-release-of.ts'
import { startJob } from './in-flight-items.ts'
import { settlePage } from './settle-page.ts'

/**
 * A content went live: what a release left undone is done, and those inside a sequence are moved or taken out as was chosen, a page for each
 * `InFlightRequested`.
 */
export const handler = onEvent([ContentPublished, InFlightRequested], async (event) => {
  if (event.name === 'InFlightRequested') {
    const { sequence, version, page } = event.detail
    // Of policies it is the clocks that move: `handoff/move-clocks.event.ts`.
    if (sequence.includes('/')) return
    return settlePage(sequence, version, page)
  }
  const { type, id, version } = event.detail
  await finishReleaseOf(type, id)
  if (type !== 'sequences') return
  const { choice, steps, again } = (await readVersion(type, id, version))?.inFlight ?? { choice: 'stay', steps: {} }
  if (choice === 'stay') return
  await startJob(newJob(id, version, { choice, steps, ...(again && { again }) }, toInstant(now())))
})
