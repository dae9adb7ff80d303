import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Condition, type Facts, holds } from '../../../core/condition.ts'
import { compileCondition } from '../../../core/scoring/compiled-condition.ts'

const word = fc.constantFrom('Director', 'head of', 'ÖL', 'öl', 'x', '/pricing', '/Pricing/teams', 'Head of Sales', '')
const scalar = fc.oneof(word, fc.integer({ min: -3, max: 3 }), fc.boolean())
const field = fc.constantFrom('jobTitle', 'path', 'employees', 'lead.company', 'constructor')
const phrase = word.filter((text) => text !== '')
const phrases = fc.oneof(phrase, fc.array(phrase, { minLength: 1, maxLength: 3 }))
const list = fc.array(scalar, { minLength: 1, maxLength: 3 })

const operators = fc
  .record(
    {
      equals: scalar,
      in: list,
      'not-in': list,
      contains: phrases,
      'starts-with': phrases,
      'ends-with': phrases,
      'at-least': fc.integer({ min: -3, max: 3 }),
      'at-most': fc.integer({ min: -3, max: 3 }),
      exists: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  .filter((test) => Object.keys(test).length > 0)

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc
    .tuple(
      fc.dictionary(field, fc.oneof(scalar, list, operators), { maxKeys: 2 }),
      fc.option(fc.array(tie('condition'), { minLength: 1, maxLength: 2 }), { nil: undefined, depthSize: 'small' }),
      fc.option(fc.array(tie('condition'), { minLength: 1, maxLength: 2 }), { nil: undefined, depthSize: 'small' }),
    )
    .map(([fields, any, none]) => ({ ...fields, ...(any && { any }), ...(none && { none }) }) as Condition),
}))

const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.constant(null))
const facts: fc.Arbitrary<Facts> = fc
  .tuple(fc.dictionary(field, value), fc.option(fc.record({ company: value }), { nil: undefined }))
  .map(([flat, lead]) => ({ ...flat, ...(lead && { lead }) }) as Facts)

describe('a compiled condition', () => {
  it('answers what the plain one answers', () => {
    fc.assert(
      fc.property(condition, facts, (when, known) => {
        expect(compileCondition(when)(known)).toBe(holds(when, known))
      }),
      { numRuns: 500 },
    )
  })
})
