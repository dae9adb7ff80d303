import { describe, expect, it } from 'vitest'
import { slowBlock } from '../../../core/content/slow-block.ts'

describe('what Markdown takes too long to read', () => {
  const long = 'a word or two '.repeat(2_000)
  it.each([
    ['a long paragraph', long.repeat(7)],
    ['a list of 300 bold links', '- **[read on](https://www.example.com/a)**\n'.repeat(300)],
    ['many paragraphs', `${'a word or two '.repeat(100)}\n\n`.repeat(140)],
    ['nothing', ''],
  ])('is not %s', (_, letter) => {
    expect(slowBlock(letter)).toBeUndefined()
  })

  it.each([
    ['links and emphasis that never end', '[*x'.repeat(10_000)],
    ['a word without end', '.'.repeat(60_000)],
    ['rows of spaces', `*${' '.repeat(50_000)}`],
    ['all of it together, each part being short enough', `${'[*x'.repeat(2_000)}\n\n`.repeat(20)],
  ])('is %s', (_, block) => {
    expect(slowBlock(`Dear reader\n \n${block}`)).toBeGreaterThanOrEqual('Dear reader\n \n'.length)
  })
})
