import { accounts, mergedAccounts } from './stories/accounts.ts'
import { disputed, lostAndFound } from './stories/answers.ts'
import { broadcast } from './stories/broadcast.ts'
import { byHabit } from './stories/by-habit.ts'
import { oncePerKey, quarantined, threeEncodings } from './stories/capture.ts'
import { won } from './stories/customer.ts'
import { erased } from './stories/erasure.ts'
import { formToHandoff, noConsentNoMail } from './stories/form-to-handoff.ts'
import { funnel } from './stories/funnel.ts'
import { gatedFile } from './stories/gated-file.ts'
import { handedIn } from './stories/hand-in.ts'
import { moves, stays } from './stories/in-flight.ts'
import { leavesByOldMail, mergedAndUndone, proposedMerge } from './stories/merge.ts'
import { byReaction, otherSource } from './stories/other-source.ts'
import { passedOn } from './stories/pass-on.ts'
import { pausedSequence } from './stories/paused-sequence.ts'
import { personal } from './stories/personal.ts'
import { recycled, recycledUntil } from './stories/recycle.ts'
import { replied, repliedStop } from './stories/replies.ts'
import { scanned } from './stories/scanner.ts'
import { segments } from './stories/segments.ts'
import { bounced, byHand, complained, softBounced } from './stories/suppression.ts'
import { switchedOff } from './stories/switch.ts'
import { answered, timedOut } from './stories/tasks.ts'
import { twoSides } from './stories/two-sides.ts'
import { visitsWake, website } from './stories/website.ts'
import { withSales } from './stories/with-sales.ts'
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
  passedOn,
  handedIn,
  won,
  withSales,
  disputed,
  broadcast,
  stays,
  moves,
  website,
  visitsWake,
  otherSource,
  byReaction,
  mergedAndUndone,
  leavesByOldMail,
  proposedMerge,
  answered,
  timedOut,
]

/** Stories over minutes and weeks: for targets with a virtual clock. */
export const longStories: readonly Story[] = [
  switchedOff,
  pausedSequence,
  recycledUntil,
  lostAndFound,
  segments,
  funnel,
  accounts,
  mergedAccounts,
  gatedFile,
  twoSides,
  personal,
  byHabit,
  replied,
  repliedStop,
]

/** What all of these need published. */
export function contentOf(played: readonly Story[]): Record<string, string> {
  const all: Record<string, string> = {}
  for (const [file, text] of played.flatMap(({ content }) => Object.entries(content ?? {}))) {
    if ((all[file] ?? text) !== text) throw new Error(`two stories have a ${file} of their own`)
    all[file] = text
  }
  return all
}
