import { describe, expect, it } from 'vitest'
import { csvLine, safeCell } from '../../../core/lists/csv-line.ts'

describe('a cell for a spreadsheet', () => {
  it.each([
    ['=HYPERLINK("http://evil.example")', true],
    ['+cmd|’/C calc’!A0', true],
    ['-2+3+cmd', true],
    ['@SUM(1+1)', true],
    ['\t=1+1', true],
    ['\r=1+1', true],
    ['  =1+1', true],
    ['\n=1+1', true],
    ['＝1+1', true],
    ['+49 30 1234', true],
    ['-', true],
    ['-5', false],
    ['+12.5', false],
    ['-12,5', false],
    ['Olga', false],
    ['a=b', false],
    ['علی', false],
    ['', false],
  ])('%j is guarded: %s', (text, guarded) => {
    expect(safeCell(text)).toBe(guarded ? `'${text}` : text)
  })

  it('is quoted where RFC 4180 asks for it, and around spaces', () => {
    expect(csvLine(['a', 'b,c', 'd"e', 'f\ng', ' h', 'i;j'])).toBe('a,"b,c","d""e","f\ng"," h",i;j\r\n')
    expect(csvLine(['i;j', 'a,b'], ';')).toBe('"i;j";a,b\r\n')
  })
})
