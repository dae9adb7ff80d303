import { describe, expect, it } from 'vitest'
import { OpenElements } from '../../../core/content/open-elements.ts'

describe('the elements that are open', () => {
  const open = (...names: string[]) => {
    const elements = new OpenElements()
    for (const name of names) elements.open({ name })
    return elements
  }

  it('are closed from within, and say what was left open in what is closed', () => {
    const elements = open('a', 'b', 'a', 'c', 'd')
    expect(elements.close('a')).toEqual([{ name: 'c' }, { name: 'd' }])
    expect(elements.all).toEqual([{ name: 'a' }, { name: 'b' }])
    expect(elements.innermost).toEqual({ name: 'b' })
    expect(elements.close('b')).toEqual([])
  })

  it('stay what they are where something closes that is not open, or is no more', () => {
    const elements = open('a', 'b')
    expect(elements.close('c')).toBeUndefined()
    elements.close('a')
    expect(elements.close('b')).toBeUndefined()
    expect(elements.innermost).toBeUndefined()
  })
})
