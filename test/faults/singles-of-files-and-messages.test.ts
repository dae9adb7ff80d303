import './virtual-clock.ts'
import { describe, expect, it } from 'vitest'
import { everyNth, timeout } from './how-many.ts'
import { tryAll } from './run.ts'
import { singlesOf } from './singles.ts'
import type { StoryName } from './stories.ts'

/** The functions that a story is about: what it shares with others is tried there. */
const reading = /-file\.http$|record-activity|wake-enrolment|take-step/
const erasing = /-file\.http$|wake-enrolment|erase/
const calling = /outreach|receive-callback|wake-enrolment|take-step/
const callingAndRecording = /outreach|receive-callback|wake-enrolment|take-step|record-activity/

describe('one call goes wrong', { timeout }, () => {
  it.each<[StoryName, RegExp]>([
    ['downloads', reading],
    ['downloads-and-is-erased', erasing],
  ])('every download is told, once, no scanner’s counts, and no link gives more than it may: %s', async (story, of) => {
    expect(await tryAll(await singlesOf(story, everyNth, of))).toEqual([])
  })

  it.each<[StoryName, RegExp]>([
    ['is-written-to', callingAndRecording],
    ['hears-nothing-in-time', calling],
    ['says-stop-in-the-chat', calling],
  ])(
    'a provider gets a message once, what it reports counts in any order, and what others say never: %s',
    async (story, of) => {
      expect(await tryAll(await singlesOf(story, everyNth, of))).toEqual([])
    },
  )
})
