import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readEmailAddress } from '../../../core/capture/email-address.ts'
import { emailRefusals } from '../../../core/capture/email-refusals.ts'

describe('an email address', () => {
  it.each([
    ['olga@shop.example', 'olga@shop.example'],
    ['  Olga.Petrova@Shop.Example \n', 'olga.petrova@shop.example'],
    ['user@münchen.example', 'user@xn--mnchen-3ya.example'],
    ['USER@MÜNCHEN.example', 'user@xn--mnchen-3ya.example'],
    ['user@mu\u0308nchen.example', 'user@xn--mnchen-3ya.example'],
    ['ivan@почта.рф', 'ivan@xn--80a1acny.xn--p1ai'],
    ['reza@ایران.ایران', 'reza@xn--mgba3a4f16a.xn--mgba3a4f16a'],
    ['user@例え。テスト', 'user@xn--r8jz45g.xn--zckzah'],
    ['user@faß.example', 'user@xn--fa-hia.example'],
    ['user@XN--MNCHEN-3YA.example', 'user@xn--mnchen-3ya.example'],
    ["o'hara+white.paper_1@a-b.example", "o'hara+white.paper_1@a-b.example"],
    ['a.b+c@gmail.example', 'a.b+c@gmail.example'],
    [`${'a'.repeat(64)}@b.example`, `${'a'.repeat(64)}@b.example`],
    ['\u212Aelvin@shop.example', 'kelvin@shop.example'],
  ])('%j is %s', (given, address) => {
    expect(readEmailAddress(given)).toEqual({ address })
  })

  it.each([
    ['', 'missing'],
    [' \t ', 'missing'],
    ['olga', 'no-at'],
    ['olga@shop@example.com', 'several-at'],
    ['@shop.example', 'no-local-part'],
    ['olga@', 'no-domain'],
    [`${'a'.repeat(65)}@b.example`, 'local-part-too-long'],
    [`${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(62)}.example`, 'too-long'],
    ['a'.repeat(1_001), 'too-long'],
    ['"olga petrova"@shop.example', 'quoted'],
    ['.olga@shop.example', 'dots'],
    ['olga.@shop.example', 'dots'],
    ['ol..ga@shop.example', 'dots'],
    ['olga petrova@shop.example', 'characters'],
    ['Olga <olga@shop.example', 'characters'],
    ['olga,petrova@shop.example', 'characters'],
    ['olga\u200b@shop.example', 'characters'],
    ['olga\0@shop.example', 'characters'],
    ['olga@shop.example\ud800', 'characters'],
    ['olga@shop', 'domain-incomplete'],
    ['olga@localhost', 'domain-incomplete'],
    ['olga@[192.0.2.1]', 'domain'],
    ['olga@192.0.2.1', 'domain'],
    ['olga@shop..example', 'domain'],
    ['olga@shop.example.', 'domain'],
    ['olga@-shop.example', 'domain'],
    ['olga@shop-.example', 'domain'],
    ['olga@sh_op.example', 'domain'],
    ['olga@shop.e', 'domain'],
    ['olga@xn--zzzzzz.example', 'domain'],
    [`olga@${'b'.repeat(64)}.example`, 'domain'],
    ['иван@почта.рф', 'local-part-not-ascii'],
    ['ольга.петрова@shop.example', 'local-part-not-ascii'],
    ['用户@例え.テスト', 'local-part-not-ascii'],
  ])('%j is refused: %s', (given, refused) => {
    expect(readEmailAddress(given)).toEqual({ refused })
  })

  it('is refused for its name in another script only when nothing else is wrong', () => {
    expect(readEmailAddress('иван@почта')).toEqual({ refused: 'domain-incomplete' })
    expect(readEmailAddress('и ван@почта.рф')).toEqual({ refused: 'characters' })
    expect(readEmailAddress(`${'и'.repeat(33)}@почта.рф`)).toEqual({ refused: 'local-part-too-long' })
  })

  const part = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('@', '.', '"', 'xn--', 'почта', 'shop', 'рф', '\u200f', '。', '[', 'ß', 'ي', '1', '-'),
  )
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
    fc.tuple(fc.array(part, { maxLength: 4 }), fc.domain()).map(([local, domain]) => `${local.join('')}@${domain}`),
  )

  it('is read or refused with a reason that has words in four languages, whatever is given', () => {
    fc.assert(
      fc.property(anyText, (given) => {
        const read = readEmailAddress(given)
        if ('address' in read) expect(read.address).toMatch(/^[\x21-\x7e]{1,64}@[a-z0-9.-]+$/)
        else expect(Object.keys(emailRefusals[read.refused])).toEqual(['en', 'de', 'ru', 'fa'])
      }),
      { numRuns: 2_000 },
    )
  })

  it('reads its own canonical form as itself', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.emailAddress()), (given) => {
        const read = readEmailAddress(given)
        if ('address' in read) expect(readEmailAddress(read.address)).toEqual(read)
      }),
      { numRuns: 2_000 },
    )
  })

  it('is the same in upper case, with spaces around it and decomposed', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (given) => {
        const read = readEmailAddress(given)
        expect(readEmailAddress(` ${given.toUpperCase()}\n`)).toEqual(read)
        expect(readEmailAddress(given.normalize('NFD'))).toEqual(read)
      }),
    )
  })
})
