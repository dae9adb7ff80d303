// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so
import { describe, expect, it } from 'vitest'
import { type Names, resolve, Unresolvable } from '../../../local/assembly/intrinsics.ts'

const names: Names = {
  ref: (name) => {
    if (name === 'Nowhere') throw new Unresolvable('there is no resource Nowhere')
    return `<${name}>`
  },
  attribute: (logicalId, attribute) => `<${logicalId} ${attribute}>`,
}

describe('an intrinsic function', () => {
  it.each<[string, unknown, unknown]>([
    ['a value without any', { a: [1, 'x', null, true] }, { a: [1, 'x', null, true] }],
    ['Ref of a resource', { Ref: 'Table' }, '<Table>'],
    ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, '<AWS::Region>'],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, '<Queue Arn>'],
    ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Nested.Outputs.Url' }, '<Nested Outputs.Url>'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'B' }, 3]] }, 'a-<B>-3'],
    ['Fn::Sub', { 'Fn::Sub': 'x-${A}-${AWS::Region}-${Q.Arn}' }, 'x-<A>-<AWS::Region>-<Q Arn>'],
    ['Fn::Sub with a literal', { 'Fn::Sub': '${!Literal} ${A}' }, '${Literal} <A>'],
    ['Fn::Sub with values', { 'Fn::Sub': ['${Own}-${A}', { Own: { Ref: 'B' } }] }, '<B>-<A>'],
    ['Fn::Select', { 'Fn::Select': [1, ['a', 'b']] }, 'b'],
    ['Fn::Select out of Fn::Split', { 'Fn::Select': ['2', { 'Fn::Split': ['/', 'a/b/c'] }] }, 'c'],
    ['one inside the other', { a: [{ 'Fn::Join': ['', [{ 'Fn::Sub': '${A}' }, '!']] }] }, { a: ['<A>!'] }],
    ['AWS::NoValue, as a property', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
    ['AWS::NoValue, in a list', { a: [{ Ref: 'AWS::NoValue' }, 1] }, { a: [1] }],
    ['an object that only looks like one', { Ref: 'A', more: 1 }, { Ref: 'A', more: 1 }],
  ])('%s', (_what, given, expected) => {
    expect(resolve(given, names)).toEqual(expected)
  })

  it.each([
    { 'Fn::If': ['Condition', 1, 2] },
    { 'Fn::ImportValue': 'other' },
    { 'Fn::Join': 'text' },
    { 'Fn::Join': ['', [{ a: 1 }]] },
    { 'Fn::Select': [5, ['a']] },
    { Ref: 'Nowhere' },
  ])('is refused where no value can be made of it: %j', (given) => {
    expect(() => resolve(given, names)).toThrow(Unresolvable)
  })
})
