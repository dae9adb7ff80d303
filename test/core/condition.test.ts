import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Condition, condition, type Facts, fieldsOf, holds } from '../../core/condition.ts'

const olga: Facts = {
  jobTitle: 'Head of Sales',
  country: 'RU',
  employees: 120,
  tags: ['retail', 'vip'],
  lead: { company: 'Ромашка' },
  newsletter: false,
}

describe('a condition', () => {
  it.each<[string, Condition, boolean]>([
    ['a value is equal, whatever its case', { country: 'ru' }, true],
    ['a value differs', { country: 'KZ' }, false],
    ['a list is one of', { country: ['KZ', 'RU'] }, true],
    ['a list-valued fact has one of', { tags: 'vip' }, true],
    ['words are found whole', { jobTitle: { contains: ['director', 'head of'] } }, true],
    ['a part of a word is not a word', { jobTitle: { contains: 'sale' } }, false],
    ['other scripts fold too', { 'lead.company': { contains: 'РОМАШКА' } }, true],
    ['numbers have bounds', { employees: { 'at-least': 50, 'at-most': 120 } }, true],
    ['a number out of bounds', { employees: { 'at-least': 121 } }, false],
    ['text is not compared as a number', { country: { 'at-least': 1 } }, false],
    ['a prefix', { jobTitle: { 'starts-with': 'head' } }, true],
    ['a suffix', { jobTitle: { 'ends-with': ['lead', 'sales'] } }, true],
    ['false is a value', { newsletter: false }, true],
    ['absent fails equality', { revenue: 5 }, false],
    ['absent does not exist', { revenue: { exists: false } }, true],
    ['absent is not in a list', { revenue: { 'not-in': [1] } }, true],
    ['all fields must hold', { country: 'RU', employees: { 'at-least': 500 } }, false],
    ['any of', { any: [{ country: 'KZ' }, { employees: 120 }] }, true],
    ['none of', { none: [{ country: 'RU' }] }, false],
    ['inherited names are no facts', { constructor: { exists: true } }, false],
  ])('%s', (_name, when, expected) => {
    expect(condition.parse(when)).toEqual(when)
    expect(holds(when, olga)).toBe(expected)
  })

  it.each([
    ['nothing', {}],
    ['an unknown operator', { country: { like: 'R%' } }],
    ['an empty list', { country: [] }],
    ['no operator', { country: {} }],
    ['null', { country: null }],
    ['an empty any', { any: [] }],
  ])('refuses %s', (_name, when) => {
    expect(condition.safeParse(when).success).toBe(false)
  })

  it('names the fields it looks at, also inside any and none', () => {
    expect(
      fieldsOf({ country: 'RU', any: [{ tags: 'vip' }, { none: [{ country: 'KZ' }, { employees: 1 }] }] }),
    ).toEqual(['country', 'tags', 'employees'])
  })

  it('never throws on any facts, and none is the opposite of any', () => {
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean())
    const facts = fc.dictionary(fc.string(), fc.oneof(scalar, fc.array(scalar), fc.constant(null)))
    const simple = fc.dictionary(
      fc.string({ minLength: 1 }).filter((name) => name !== 'any' && name !== 'none'),
      fc.oneof(scalar, fc.array(scalar, { minLength: 1 })),
      { minKeys: 1 },
    )
    fc.assert(
      fc.property(
        facts,
        fc.array(simple, { minLength: 1 }),
        (known, list) => holds({ any: list }, known) !== holds({ none: list }, known),
      ),
    )
  })
})
