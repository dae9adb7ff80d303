import './virtual-clock.ts'
import { describe, expect, it } from 'vitest'
import { type FaultKind, faultKinds } from './fault-kinds.ts'
import { inWords, type Trial, tried, undisturbedRun } from './run.ts'
import { type StoryName, storyNames } from './stories.ts'

/** One trial alone, as a failing test names it: `FAULTS='<story> <seed or -> <call>:<fault>,…'`. */
function trialOf(text: string): Trial {
  const [story = '', seed = '-', faults = ''] = text.split(' ')
  if (!storyNames.includes(story as StoryName)) throw new Error(`name one of the stories: ${storyNames.join(', ')}`)
  const plan = faults
    .split(',')
    .filter(Boolean)
    .map((fault) => {
      const [number, kind] = fault.split(':')
      if (!faultKinds.includes(kind as FaultKind))
        throw new Error(`name faults like 12:lost, of ${faultKinds.join(', ')}`)
      return [Number(number), kind as FaultKind] as const
    })
  return { story: story as StoryName, ...(seed !== '-' && { seed: Number(seed) }), plan: new Map(plan) }
}

describe('a story', () => {
  it.each(storyNames)('in which nothing goes wrong breaks nothing: %s', async (story) => {
    expect((await undisturbedRun(story)).broken).toEqual([])
  })

  it.each<[StoryName, string]>([
    ['is-called-and-texted', 'posted confirmed called accepted withdrawn'],
    ['is-erased-with-a-task', 'posted confirmed erased'],
    ['complains-with-a-task', 'posted confirmed complained'],
    ['browses-and-is-posted', 'browsed posted posted-by-partner confirmed browsed accepted withdrawn'],
    [
      'downloads',
      'posted confirmed downloaded downloaded downloaded accepted downloaded downloaded asked-for-link asked-for-link downloaded downloaded withdrawn',
    ],
    ['downloads-and-is-erased', 'posted confirmed downloaded erased'],
    [
      'is-written-to',
      'posted confirmed forged forged forged reported reported reported reported reported accepted withdrawn',
    ],
    [
      'hears-nothing-in-time',
      'posted confirmed forged forged forged reported reported accepted reported reported withdrawn',
    ],
    ['says-stop-in-the-chat', 'posted confirmed forged forged forged reported reported reported accepted withdrawn'],
    ['is-merged', 'posted posted confirmed merged accepted withdrawn'],
    ['is-unmerged', 'posted posted confirmed merged accepted withdrawn unmerged'],
  ])('%s is the story that it says', async (story, told) => {
    expect((await undisturbedRun(story)).moments.join(' ')).toBe(told)
  })

  it(`alone: ${process.env.FAULTS ?? 'one fault'}`, async () => {
    const trial = trialOf(process.env.FAULTS ?? 'withdraws-late - 0:fails')
    const { broken, hits } = await tried(trial)
    expect(broken, inWords(trial, hits)).toEqual([])
  })
})
