import { ContentPublished, RescoringRequested } from '../../core/events.ts'
import { forgetCurrent } from '../content/published.ts'
import { onEvent } from '../runtime/on-event.ts'
import { rescorePage, startRescoring } from './rescore-all.ts'

/** A model went live, or its bar was set: all leads are scored by it in the background, for some seconds each `RescoringRequested`. */
export const handler = onEvent([ContentPublished, RescoringRequested], async (event) => {
  if (event.name === 'RescoringRequested') return rescorePage(event.detail.page)
  if (event.detail.type !== 'scoring-models') return
  // It is scored by what is live now, not by what was a minute ago.
  forgetCurrent()
  await startRescoring()
})
