import './virtual-clock.ts'
import { describe, expect, it } from 'vitest'
import { everyNth, timeout } from './how-many.ts'
import { tryAll } from './run.ts'
import { singlesOf } from './singles.ts'

describe('one call goes wrong: nothing is sent twice or without consent, nothing is lost, and the end is the same', {
  timeout,
}, () => {
  it('where the person is erased and comes back', async () => {
    expect(await tryAll(await singlesOf('comes-back', everyNth))).toEqual([])
  })

  it('where sales gives the lead back, and it ripens again', async () => {
    expect(await tryAll(await singlesOf('is-recycled', everyNth))).toEqual([])
  })
})
