import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvLine } from '../../../core/lists/csv-line.ts'
import { type CsvRecord, readCsv } from '../../../core/lists/read-csv.ts'

async function read(bytes: Buffer | string, options: { encoding?: string; delimiter?: string; pieces?: number } = {}) {
  const { encoding = 'utf-8', delimiter = ',', pieces = 5 } = options
  const all = Buffer.from(bytes as string)
  const cut = Array.from({ length: Math.ceil(all.length / pieces) }, (_, n) =>
    all.subarray(n * pieces, (n + 1) * pieces),
  )
  const records: CsvRecord[] = []
  for await (const record of readCsv(cut, { encoding, delimiter })) records.push(record)
  return records
}

describe('a CSV file', () => {
  it.each<[string, string, string, [number, string[]][]]>([
    [
      'cells and lines',
      'a,b\r\n1,2\r\n',
      ',',
      [
        [1, ['a', 'b']],
        [2, ['1', '2']],
      ],
    ],
    [
      'no break at the end',
      'a;b\n1;2',
      ';',
      [
        [1, ['a', 'b']],
        [2, ['1', '2']],
      ],
    ],
    [
      'tabs',
      'a\tb\n1\t2\n',
      '\t',
      [
        [1, ['a', 'b']],
        [2, ['1', '2']],
      ],
    ],
    ['a mark at its beginning', '\ufeffa,b\n', ',', [[1, ['a', 'b']]]],
    [
      'quotes, delimiters and breaks within quotes',
      'a\n"x, ""y""\nz"\nb\n',
      ',',
      [
        [1, ['a']],
        [2, ['x, "y"\nz']],
        [4, ['b']],
      ],
    ],
    [
      'CRLF within quotes',
      'a\r\n"x\r\ny\r\nz"\r\nb\r\n"c\r\nd"\r\ne\r\n',
      ',',
      [
        [1, ['a']],
        [2, ['x\ny\nz']],
        [5, ['b']],
        [6, ['c\nd']],
        [8, ['e']],
      ],
    ],
    [
      'empty lines',
      'a\n\n\r\nb\n\n',
      ',',
      [
        [1, ['a']],
        [4, ['b']],
      ],
    ],
    [
      'lines of a Mac',
      'a,b\r1,2\r',
      ',',
      [
        [1, ['a', 'b']],
        [2, ['1', '2']],
      ],
    ],
    [
      'lines of all kinds',
      'a\r\nb\nc\rd',
      ',',
      [
        [1, ['a']],
        [2, ['b']],
        [3, ['c']],
        [4, ['d']],
      ],
    ],
    [
      'rows of any length',
      'a,b\n1\n1,2,3\n',
      ',',
      [
        [1, ['a', 'b']],
        [2, ['1']],
        [3, ['1', '2', '3']],
      ],
    ],
    [
      'empty cells',
      ',\n"",""\n',
      ',',
      [
        [1, ['', '']],
        [2, ['', '']],
      ],
    ],
    [
      'right-to-left text',
      'نام,شهر\nعلی,تهران\n',
      ',',
      [
        [1, ['نام', 'شهر']],
        [2, ['علی', 'تهران']],
      ],
    ],
    ['nothing', '', ',', []],
  ])('has %s', async (_, text, delimiter, rows) => {
    for (const pieces of [1, 2, 5, 1000]) {
      const found = await read(text, { delimiter, pieces })
      expect(found.map(({ line, cells }) => [line, cells])).toEqual(rows)
    }
  })

  it.each<[string, string, string, number]>([
    ['a quote in the middle of a cell', 'a,b\n1,5" pipe\n', 'middle of a cell', 2],
    ['more after a closing quote', 'a\n"x\r\ny"\n"1"2\n', 'after the closing quote', 4],
    ['a quote that is never closed', 'a\n"x\ny\n', 'never ends', 3],
    ['a row that never ends', `a\n"${'x\n'.repeat(60_000)}`, 'longer than 100,000', 0],
  ])('is refused for %s, with the line', async (_, text, message, line) => {
    await expect(read(text, { pieces: 1000 })).rejects.toThrow(
      expect.objectContaining({
        name: 'ListProblem',
        message: expect.stringContaining(message),
        line: line || expect.any(Number),
      }),
    )
  })

  it('is refused where its bytes are not of its encoding', async () => {
    await expect(read(Buffer.from([0x61, 0xff, 0x0a]))).rejects.toThrow('not utf-8')
  })

  it('is read as it was written', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('', '"', ',', ';', 'a\r\nb', '\n', ' x ', '=1'),
    )
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom(',', ';', '\t'),
        fc.integer({ min: 1, max: 40 }),
        async (all, delimiter, pieces) => {
          const text = all.map((cells) => csvLine(cells, delimiter)).join('')
          const found = await read(text, { delimiter, pieces })
          expect(found.map(({ cells }) => cells)).toEqual(
            all.map((row) => row.map((one) => one.replace(/\r\n?/g, '\n'))),
          )
          let line = 1
          for (const [index, cells] of all.entries()) {
            expect(found[index]?.line).toBe(line)
            line += 1 + [...cells.join('').matchAll(/\r\n|\n|\r/g)].length
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})
