import './virtual-clock.ts'
import { describe, expect, it } from 'vitest'
import { everyNth, timeout } from './how-many.ts'
import { tryAll } from './run.ts'
import { singlesOf } from './singles.ts'

describe('one call goes wrong: nobody is called or texted twice or without consent, nothing is lost, and the end is the same', {
  timeout,
}, () => {
  it.each(['is-called-and-texted', 'is-erased-with-a-task', 'complains-with-a-task'] as const)(
    'where a person calls and an SMS goes: %s',
    async (story) => {
      expect(await tryAll(await singlesOf(story, everyNth))).toEqual([])
    },
  )

  it('where the visitor browses first, and a partner posts the same person', async () => {
    expect(await tryAll(await singlesOf('browses-and-is-posted', everyNth))).toEqual([])
  })

  it.each(['is-merged', 'is-unmerged'] as const)('where two leads of one person are merged: %s', async (story) => {
    expect(await tryAll(await singlesOf(story, everyNth))).toEqual([])
  })
})
