import { ContentPublished } from '../../core/events.ts'
import { log } from '../runtime/log.ts'
import { onEvent } from '../runtime/on-event.ts'
import { readVersion } from './content-items.ts'
import { settleInFlight } from './settle-in-flight.ts'

/** A version of a sequence went live: moves or takes out those inside, as was chosen when it was published. */
export const handler = onEvent([ContentPublished], async ({ detail: { type, id, version } }) => {
  if (type !== 'sequences') return
  const published = await readVersion(type, id, version)
  if (!published?.inFlight || published.inFlight.choice === 'stay') return
  const settled = await settleInFlight(id, version, published.inFlight)
  log.info('settled those inside a sequence', { sequence: id, version, settled, choice: published.inFlight.choice })
})
