import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Narrator } from '../../demo/narrator.ts'

const at = (time: string) => Date.parse(time)
const escaped = '\u001B'

function aNarrator(options: { width?: number; colours?: boolean } = {}) {
  let told = ''
  const write = (text: string) => {
    told += text
  }
  const narrator = new Narrator({ write, colours: false, width: 80, ...options }, 'Europe/Berlin')
  return { narrator, told: () => told }
}

describe('a story as it is told', () => {
  it('names each day once and each step by the time of its zone', () => {
    const { narrator, told } = aNarrator()
    narrator.step(at('2026-12-01T22:30:00Z'), 'Visitor', 'posts a form')
    narrator.step(at('2026-12-01T22:59:00Z'), 'Ripen', 'asks', ['one detail'])
    narrator.step(at('2026-12-01T23:01:00Z'), 'Visitor', 'confirms')
    expect(told().split('\n')).toEqual([
      '',
      'Tuesday 1 December 2026',
      '  23:30  Visitor  posts a form',
      '  23:59  Ripen    asks',
      '                  one detail',
      '',
      'Wednesday 2 December 2026',
      '  00:01  Visitor  confirms',
      '',
    ])
  })

  it('uses colours only where it may', () => {
    const plain = aNarrator()
    const coloured = aNarrator({ colours: true })
    for (const { narrator } of [plain, coloured]) narrator.missed('a mail', 'none')
    expect(plain.told()).not.toContain(escaped)
    expect(coloured.told()).toContain(escaped)
    expect(plain.told()).toContain('Expected  a mail')
  })

  it('keeps every word and no line longer than the paper where words are shorter than it', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,20}$/), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(words, words, fc.integer({ min: 60, max: 120 }), (what, detail, width) => {
        const { narrator, told } = aNarrator({ width })
        narrator.step(0, 'Ripen', what.join(' '), [detail.join(' ')])
        const lines = told().split('\n')
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width)
        const said = told().split(/\s+/).filter(Boolean)
        expect(said.slice(-what.length - detail.length)).toEqual([...what, ...detail])
      }),
    )
  })
})
