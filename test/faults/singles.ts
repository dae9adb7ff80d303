import { type FaultKind, faultsFor } from './fault-kinds.ts'
import { type Trial, undisturbedRun } from './run.ts'
import { type StoryName, storyNames } from './stories.ts'

/**
 * Every fault that each call of a story can have, singly; the calls that it shares with an earlier story are tried there. `everyNth` leaves out all but
 * every so many-th, `of` the calls of functions that the story is not about, and that others try.
 */
export async function singlesOf(story: StoryName, everyNth = 1, of = /^/): Promise<Trial[]> {
  const { calls } = await undisturbedRun(story)
  const shared = await Promise.all(
    storyNames.slice(0, storyNames.indexOf(story)).map(async (earlier) => {
      const others = (await undisturbedRun(earlier)).calls
      const differs = calls.findIndex(({ name, by }, at) => others[at]?.name !== name || others[at]?.by !== by)
      return differs < 0 ? calls.length : differs
    }),
  )
  const from = Math.max(0, ...shared)
  return calls
    .slice(from)
    .flatMap(({ name, by }, index) => {
      return of.test(by) ? faultsFor(name).map((kind) => single(story, from + index, kind)) : []
    })
    .filter((_, index) => index % everyNth === 0)
}

function single(story: StoryName, number: number, kind: FaultKind): Trial {
  return { story, plan: new Map([[number, kind]]) }
}
