import './virtual-clock.ts'
import { describe, expect, it } from 'vitest'
import { everyNth, timeout } from './how-many.ts'
import { tryAll } from './run.ts'
import { singlesOf } from './singles.ts'

describe('one call goes wrong: nothing is sent twice or without consent, nothing is lost, and the end is the same', {
  timeout,
}, () => {
  it('in the whole story from form to hand-off, at every call, in every way', async () => {
    expect(await tryAll(await singlesOf('withdraws-late', everyNth))).toEqual([])
  })

  it.each(['withdraws-early', 'is-erased', 'complains', 'replies', 'says-stop'] as const)(
    'in the story that %s',
    async (story) => {
      expect(await tryAll(await singlesOf(story, everyNth))).toEqual([])
    },
  )
})
