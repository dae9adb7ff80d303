import './virtual-clock.ts'
import { describe, expect, it } from 'vitest'
import { everyNth } from './how-many.ts'
import { tryAll } from './run.ts'
import { singlesOf } from './singles.ts'

const long = { timeout: 900_000 }

describe('one call goes wrong: nothing is sent twice or without consent, nothing is lost, and the end is the same', () => {
  it('in the whole story from form to hand-off, at every call, in every way', long, async () => {
    expect(await tryAll(await singlesOf('withdraws-late'))).toEqual([])
  })

  it.each(['withdraws-early', 'is-erased', 'complains'] as const)('in the story that %s', long, async (story) => {
    expect(await tryAll(await singlesOf(story, everyNth))).toEqual([])
  })
})
