import { formToHandoff } from '../flows/stories/form-to-handoff.ts'
import { recycledUntil } from '../flows/stories/recycle.ts'
import { switchedOff } from '../flows/stories/switch.ts'
import { longStories, stories } from '../flows/stories.ts'

const noClock = 'the emulator has no virtual clock, and its SFN_WAIT_SCALE scales the waits of state machines alone'

/** Why a story is not played on the emulator, by its name. All others are. */
export const notPlayed: Readonly<Record<string, string>> = {
  [switchedOff.name]: `half an hour passes in it: ${noClock}`,
  [recycledUntil.name]: `a month passes in it: ${noClock}`,
}

export const allStories = [...stories, ...longStories]

/** Those that do not mind each other, and are played at the same time: most of each is waiting. The first story looks at all that staff gets, so it is played alone. */
export const playedTogether = allStories.filter((story) => story !== formToHandoff && !(story.name in notPlayed))
