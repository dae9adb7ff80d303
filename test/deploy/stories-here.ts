import { accounts, mergedAccounts } from '../flows/stories/accounts.ts'
import { lostAndFound } from '../flows/stories/answers.ts'
import { byHabit } from '../flows/stories/by-habit.ts'
import { formToHandoff } from '../flows/stories/form-to-handoff.ts'
import { funnel } from '../flows/stories/funnel.ts'
import { gatedFile } from '../flows/stories/gated-file.ts'
import { moves, stays } from '../flows/stories/in-flight.ts'
import { pausedSequence } from '../flows/stories/paused-sequence.ts'
import { personal } from '../flows/stories/personal.ts'
import { recycledUntil } from '../flows/stories/recycle.ts'
import { replied, repliedStop } from '../flows/stories/replies.ts'
import { segments } from '../flows/stories/segments.ts'
import { softBounced } from '../flows/stories/suppression.ts'
import { switchedOff } from '../flows/stories/switch.ts'
import { twoSides } from '../flows/stories/two-sides.ts'
import { longStories, stories } from '../flows/stories.ts'
import type { Story } from '../flows/target.ts'

const noClock = 'the emulator has no virtual clock, and its SFN_WAIT_SCALE scales the waits of state machines alone'

const noReceiving =
  'the emulator receives no mail: its CloudFormation has no AWS::SES::ReceiptRule, and its SES no SMTP'

/** Why a story is not played on the emulator, by its name. All others are. */
export const notPlayed: Readonly<Record<string, string>> = {
  [switchedOff.name]: `half an hour passes in it: ${noClock}`,
  [pausedSequence.name]: `a quarter of an hour passes in it, and it holds the mail of the stories beside it: ${noClock}`,
  [segments.name]: `a month passes in it: ${noClock}`,
  [accounts.name]: `accounts are folded each minute: ${noClock}`,
  [mergedAccounts.name]: `accounts are folded each minute: ${noClock}`,
  [gatedFile.name]: `two hours pass in it: ${noClock}`,
  [funnel.name]: `deliveries are told by SES alone, and half an hour passes in it: ${noClock}`,
  [twoSides.name]: `days pass in it: ${noClock}`,
  [personal.name]: `two months pass in it: ${noClock}`,
  [byHabit.name]: `two days pass in it: ${noClock}`,
  [lostAndFound.name]: `a month passes in it: ${noClock}`,
  [replied.name]: noReceiving,
  [repliedStop.name]: noReceiving,
  [recycledUntil.name]: `a month passes in it: ${noClock}`,
}

export const allStories = [...stories, ...longStories]

/** These take minutes each, almost all of it waiting. `STORIES=all npm run test:deploy` plays them, too. */
const long = [stays, moves, softBounced]
const isPlayed = (story: Story) =>
  !(story.name in notPlayed) && (process.env.STORIES === 'all' || !long.includes(story))

/** Those that do not mind each other, and are played at the same time: most of each is waiting. The first story looks at all that staff gets, so it is played alone. */
export const playedTogether = allStories.filter((story) => story !== formToHandoff && isPlayed(story))
