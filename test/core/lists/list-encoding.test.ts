import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodingOf, nothingSeen, seeBytes } from '../../../core/lists/list-encoding.ts'
import { ListProblem } from '../../../core/lists/list-problem.ts'

function encodingOfFile(bytes: Buffer, named?: string, pieces = 7): string {
  const seen = nothingSeen()
  for (let at = 0; at < bytes.length; at += pieces) seeBytes(seen, bytes.subarray(at, at + pieces))
  return encodingOf(seen, named)
}

/** Text in a single-byte encoding that Node reads and does not write. */
function written(text: string, encoding: string): Buffer {
  const decoder = new TextDecoder(encoding)
  const byteOf = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]))
  return Buffer.from([...text].map((char) => byteOf.get(char) ?? 0x3f))
}

const russian = 'Имя;Компания;Город\nОльга;Рога и копыта;Москва\nПётр;Северный ветер;Нижний Новгород\n'
const greek = 'Όνομα;Εταιρεία;Πόλη\nΓιώργος;Ελληνική εταιρεία;Θεσσαλονίκη\nΜαρία;Το μεγάλο κατάστημα;Αθήνα\n'

describe('how a list is written', () => {
  it.each<[string, Buffer, string]>([
    ['ASCII', Buffer.from('a,b\n1,2\n'), 'utf-8'],
    ['UTF-8', Buffer.from(russian), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${russian}`), 'utf-8'],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${russian}`, 'utf16le'), 'utf-16le'],
    ['UTF-16, great end first', Buffer.from(`\ufeff${russian}`, 'utf16le').swap16(), 'utf-16be'],
    ['windows-1251', written(russian, 'windows-1251'), 'windows-1251'],
    ['nothing', Buffer.alloc(0), 'utf-8'],
  ])('is told for %s', (_, bytes, encoding) => {
    expect(encodingOfFile(bytes)).toBe(encoding)
  })

  it.each<[string, Buffer, RegExp]>([
    ['KOI8-R', written(russian, 'koi8-r'), /can’t be told/],
    ['IBM 866', written(russian, 'ibm866'), /can’t be told/],
    ['Greek', written(greek, 'windows-1253'), /can’t be told/],
    ['German in windows-1252', written('Name;Ort\nJürgen Müller;Köln\n', 'windows-1252'), /can’t be told/],
    ['a little Russian', written('Имя\nОльга\n', 'windows-1251'), /can’t be told/],
    ['UTF-16 without a mark', Buffer.from('a,b\n', 'utf16le'), /zero bytes/],
  ])('is not guessed for %s', (_, bytes, why) => {
    expect(() => encodingOfFile(bytes)).toThrow(why)
    expect(() => encodingOfFile(bytes)).toThrow(ListProblem)
  })

  it('is what somebody names, unless a mark says otherwise or it can’t be', () => {
    const koi = written(russian, 'koi8-r')
    expect(encodingOfFile(koi, 'KOI8-R')).toBe('koi8-r')
    expect(encodingOfFile(Buffer.from(`\ufeff${russian}`), 'windows-1251')).toBe('utf-8')
    expect(() => encodingOfFile(koi, 'utf-8')).toThrow('not UTF-8')
    expect(() => encodingOfFile(koi, 'klingon')).toThrow('no such encoding')
  })

  it('names the line of the first bytes that are not UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('Имя\nОльга\nJ'), Buffer.from([0xfc]), Buffer.from('rgen\nMax\n')])
    for (const pieces of [1, 3, 8, 1000]) {
      const seen = nothingSeen()
      for (let at = 0; at < bytes.length; at += pieces) seeBytes(seen, bytes.subarray(at, at + pieces))
      expect(() => encodingOf(seen, 'utf-8')).toThrow(expect.objectContaining({ line: 3 }))
    }
  })

  it('is UTF-8 for any text of Unicode, however it is cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 9 }), (text, pieces) => {
        const bytes = Buffer.from(text.replaceAll('\0', ''))
        fc.pre(!(bytes[0] === 0xff))
        expect(encodingOfFile(bytes, undefined, pieces)).toBe('utf-8')
      }),
    )
  })
})
