import { describe, expect, it } from 'vitest'
import { findDelimiter } from '../../../core/lists/find-delimiter.ts'

describe('what stands between the cells', () => {
  it.each<[string, string, readonly string[], string]>([
    ['commas', 'Email,Name\n', ['Email'], ','],
    ['semicolons', 'Email;Name;Note, if any\n', ['Email', 'Name'], ';'],
    ['tabs', 'Email\tName\n', ['Email'], '\t'],
    ['commas of the names themselves', 'Email;"Last, first";City\n', ['Email', 'Last, first'], ';'],
    ['more of the others, which the mapping does not know', 'Email;a,b,c,d,e\n', ['Email'], ';'],
    ['what cuts most, where no name is known', 'a;b;c,d\n', ['Email'], ';'],
    ['one column', 'Email\n', ['Email'], ','],
    ['nothing', '', ['Email'], ','],
  ])('is found: %s', (_, head, names, delimiter) => {
    expect(findDelimiter(head, names)).toBe(delimiter)
  })

  it('is asked for where two could be it', () => {
    expect(() => findDelimiter('a;b,c\n', ['Email'])).toThrow('can’t be told for sure')
  })
})
