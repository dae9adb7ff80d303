import { broadcast } from './stories/broadcast.ts'
import { oncePerKey, quarantined, threeEncodings } from './stories/capture.ts'
import { won } from './stories/customer.ts'
import { erased } from './stories/erasure.ts'
import { formToHandoff, noConsentNoMail } from './stories/form-to-handoff.ts'
import { moves, stays } from './stories/in-flight.ts'
import { pausedSequence } from './stories/paused-sequence.ts'
import { recycled, recycledUntil } from './stories/recycle.ts'
import { scanned } from './stories/scanner.ts'
import { segments } from './stories/segments.ts'
import { bounced, byHand, complained, softBounced } from './stories/suppression.ts'
import { switchedOff } from './stories/switch.ts'
import { oneClickOut, preferences } from './stories/withdrawal.ts'
import type { Story } from './target.ts'

/** Stories that wait for seconds, or a minute or two: for every target. */
export const stories: readonly Story[] = [
  formToHandoff,
  noConsentNoMail,
  threeEncodings,
  oncePerKey,
  quarantined,
  bounced,
  complained,
  byHand,
  softBounced,
  oneClickOut,
  preferences,
  scanned,
  erased,
  recycled,
  won,
  broadcast,
  stays,
  moves,
]

/** Stories over minutes and weeks: for targets with a virtual clock. */
export const longStories: readonly Story[] = [switchedOff, pausedSequence, recycledUntil, segments]

/** What all of these need published. */
export function contentOf(played: readonly Story[]): Record<string, string> {
  return Object.assign({}, ...played.map(({ content }) => content ?? {}))
}
