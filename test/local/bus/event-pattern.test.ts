import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compilePattern } from '../../../local/bus/event-pattern.ts'
import { InvalidPattern } from '../../../local/bus/pattern-operators.ts'

/** The event of AWS's page on patterns. */
const ec2 = {
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  account: '111122223333',
  time: '2017-12-22T18:43:48Z',
  region: 'us-west-1',
  resources: ['arn:aws:ec2:us-west-1:123456789012:instance/i-1234567890abcdef0'],
  detail: { 'instance-id': 'i-1234567890abcdef0', state: 'terminated' },
}

const detail = (value: unknown) => ({ detail: value })
const matches = (pattern: unknown, event: unknown) => compilePattern(pattern)(event)

describe('an event pattern', () => {
  it.each<[string, unknown, unknown, boolean]>([
    ['a value of a field', { source: ['aws.ec2'] }, ec2, true],
    ['another value', { source: ['aws.s3'] }, ec2, false],
    ['all fields together', { source: ['aws.ec2'], detail: { state: ['terminated'] } }, ec2, true],
    ['one field of them not', { source: ['aws.ec2'], detail: { state: ['running'] } }, ec2, false],
    ['one of several values', { detail: { state: ['running', 'terminated'] } }, ec2, true],
    ['an element of a list', { resources: [{ prefix: 'arn:aws:ec2:us-west-1' }] }, ec2, true],
    ['null', detail({ error: [null] }), detail({ error: null }), true],
    ['null, and the field is missing', detail({ error: [null] }), detail({}), false],
    ['empty text', detail({ error: [''] }), detail({ error: '' }), true],
    ['a boolean', detail({ done: [true] }), detail({ done: true }), true],
    ['a number however it is written', detail({ n: [3.018e2] }), detail({ n: 301.8 }), true],
    ['a number, and the text of it', detail({ n: [5] }), detail({ n: '5' }), false],
    [
      'fields of one and the same element',
      detail({ a: { x: [1], y: [2] } }),
      detail({ a: [{ x: 1 }, { y: 2 }] }),
      false,
    ],
    ['fields of one element', detail({ a: { x: [1], y: [2] } }), detail({ a: [{ x: 1, y: 2 }, {}] }), true],
    ['a field of the prototype', detail({ toString: [{ exists: true }] }), detail({}), false],
  ])('matches %s', (_what, pattern, event, expected) => {
    expect(matches(pattern, event)).toBe(expected)
  })

  it.each<[string, unknown, unknown, boolean]>([
    ['prefix', [{ prefix: 'us-' }], 'us-east-1', true],
    ['prefix', [{ prefix: 'eu-' }], 'us-east-1', false],
    ['prefix ignoring case', [{ prefix: { 'equals-ignore-case': 'EventB' } }], 'eventBridge', true],
    ['suffix', [{ suffix: '.png' }], 'a/b.png', true],
    ['suffix', [{ suffix: '.png' }], 'a/b.PNG', false],
    ['suffix ignoring case', [{ suffix: { 'equals-ignore-case': '.png' } }], 'a/b.PNG', true],
    ['equals-ignore-case', [{ 'equals-ignore-case': 'alice' }], 'ALICE', true],
    ['equals-ignore-case', [{ 'equals-ignore-case': 'alice' }], 'alicea', false],
    ['anything-but text', [{ 'anything-but': 'initializing' }], 'running', true],
    ['anything-but text', [{ 'anything-but': 'initializing' }], 'initializing', false],
    ['anything-but a number', [{ 'anything-but': 123 }], 124, true],
    ['anything-but numbers', [{ 'anything-but': [100, 200, 300] }], 200, false],
    ['anything-but texts', [{ 'anything-but': ['stopped', 'overloaded'] }], 'overloaded', false],
    ['anything-but texts', [{ 'anything-but': ['stopped', 'overloaded'] }], null, true],
    ['anything-but prefix', [{ 'anything-but': { prefix: 'init' } }], 'initializing', false],
    ['anything-but prefixes', [{ 'anything-but': { prefix: ['init', 'error'] } }], 'running', true],
    ['anything-but suffix', [{ 'anything-but': { suffix: '.txt' } }], 'a.txt', false],
    ['anything-but suffixes', [{ 'anything-but': { suffix: ['.txt', '.rtf'] } }], 'a.png', true],
    [
      'anything-but ignoring case',
      [{ 'anything-but': { 'equals-ignore-case': 'initializing' } }],
      'INITIALIZING',
      false,
    ],
    ['anything-but ignoring case, several', [{ 'anything-but': { 'equals-ignore-case': ['a', 'b'] } }], 'C', true],
    ['anything-but wildcard', [{ 'anything-but': { wildcard: '*/lib/*' } }], 'usr/lib/x', false],
    ['anything-but wildcards', [{ 'anything-but': { wildcard: ['*/lib/*', '*/bin/*'] } }], 'usr/share/x', true],
    ['numeric', [{ numeric: ['>', 0, '<=', 5] }], 5, true],
    ['numeric', [{ numeric: ['>', 0, '<=', 5] }], 0, false],
    ['numeric', [{ numeric: ['<', 10] }], 9.99, true],
    ['numeric', [{ numeric: ['=', 3.018e2] }], 301.8, true],
    ['numeric', [{ numeric: ['>=', 1] }], '5', false],
    ['cidr', [{ cidr: '10.0.0.0/24' }], '10.0.0.77', true],
    ['cidr', [{ cidr: '10.0.0.0/24' }], '10.0.1.1', false],
    ['cidr', [{ cidr: '10.0.0.0/24' }], 'ten', false],
    ['cidr of IPv6', [{ cidr: '2001:db8::/32' }], '2001:db8::9', true],
    ['cidr of IPv6', [{ cidr: '2001:db8::/32' }], '10.0.0.1', false],
    ['wildcard', [{ wildcard: '*/dir/*.png' }], 'a/dir/b.png', true],
    ['wildcard', [{ wildcard: 'EventBus*' }], 'eventbus-1', false],
    ['wildcard of an escaped star', [{ wildcard: 'a\\*b' }], 'a*b', true],
    ['wildcard of an escaped star', [{ wildcard: 'a\\*b' }], 'axb', false],
    ['wildcard with a dot', [{ wildcard: 'a.c*' }], 'abc', false],
    ['wildcard over lines', [{ wildcard: 'a*z' }], 'a\nz', true],
    ['exists', [{ exists: true }], 'x', true],
    ['exists, of a nested object', [{ exists: true }], { deep: 1 }, false],
    ['either of two operators', [{ prefix: 'a' }, { suffix: 'z' }], 'buzz', true],
  ])('%s', (_operator, rule, value, expected) => {
    expect(matches(detail({ field: rule }), detail({ field: value }))).toBe(expected)
  })

  it.each<[string, unknown, boolean]>([
    ['a field that is not there', {}, true],
    ['a field that is there', { field: 1 }, false],
    ['a field that is null', { field: null }, false],
  ])('exists: false looks at %s', (_what, event, expected) => {
    expect(matches(detail({ field: [{ exists: false }] }), detail(event))).toBe(expected)
  })

  it('asks for absence within an object that is absent', () => {
    expect(matches(detail({ a: { b: [{ exists: false }] } }), { detail: {} })).toBe(true)
    expect(matches(detail({ a: { b: [{ exists: false }] } }), {})).toBe(true)
    expect(matches(detail({ a: { b: ['x'] } }), {})).toBe(false)
  })

  it.each<[unknown, boolean]>([
    [{ location: 'eu-west', metricType: 'X' }, true],
    [{ metricType: 'MetricType', metric: 12 }, true],
    [{ metricType: 'MetricType', metric: 9 }, false],
    [{ metric: 12 }, false],
  ])('$or takes one pattern or another: %j', (event, expected) => {
    const pattern = detail({
      $or: [{ location: [{ prefix: 'eu-' }] }, { metricType: ['MetricType'], metric: [{ numeric: ['>=', 10] }] }],
    })
    expect(matches(pattern, detail(event))).toBe(expected)
  })

  it.each<[string, unknown]>([
    ['an empty object', {}],
    ['text', 'x'],
    ['a field without a list', { source: 'aws.ec2' }],
    ['an empty list', { source: [] }],
    ['a list in a list', { source: [['a']] }],
    ['an empty nested object', { detail: {} }],
    ['an unknown operator', { source: [{ regex: '.*' }] }],
    ['two operators in one entry', { source: [{ prefix: 'a', suffix: 'b' }] }],
    ['a prefix that is no text', { source: [{ prefix: 5 }] }],
    ['an exists that is no boolean', { source: [{ exists: 'yes' }] }],
    ['a numeric without a number', { source: [{ numeric: ['>', '5'] }] }],
    ['a numeric with an unknown comparison', { source: [{ numeric: ['!=', 5] }] }],
    ['a numeric beyond the range', { source: [{ numeric: ['>', 5.1e9] }] }],
    ['a numeric range upside down', { source: [{ numeric: ['>', 5, '<', 1] }] }],
    ['a numeric range of two lower bounds', { source: [{ numeric: ['>', 1, '>', 5] }] }],
    ['a cidr without length', { source: [{ cidr: '10.0.0.0' }] }],
    ['a cidr too long', { source: [{ cidr: '10.0.0.0/33' }] }],
    ['anything-but nothing', { source: [{ 'anything-but': [] }] }],
    ['anything-but texts and numbers', { source: [{ 'anything-but': ['a', 1] }] }],
    ['anything-but null', { source: [{ 'anything-but': null }] }],
    ['anything-but numeric', { source: [{ 'anything-but': { numeric: ['>', 5] } }] }],
    ['two stars', { source: [{ wildcard: 'a**b' }] }],
    ['an escape of nothing', { source: [{ wildcard: 'a\\b' }] }],
    ['$or with one pattern', { $or: [{ source: ['a'] }] }],
    ['$or without a list', { $or: { source: ['a'] } }],
  ])('refuses %s, as EventBridge does', (_what, pattern) => {
    expect(() => compilePattern(pattern)).toThrow(InvalidPattern)
  })

  it('says where it is wrong', () => {
    expect(() => compilePattern({ detail: { a: { b: [{ prefix: 1 }] } } })).toThrow(/at \/detail\/a\/b\/0\/prefix/)
  })

  it('takes or refuses anything, and never fails otherwise', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (pattern, event) => {
        try {
          expect(typeof compilePattern(pattern)(event)).toBe('boolean')
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidPattern)
        }
      }),
    )
  })

  it('matches the text that a wildcard was made from, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (start, middle, end) => {
        const literal = (text: string) => text.replace(/[*\\]/g, '\\$&')
        const pattern = detail({ field: [{ wildcard: `${literal(start)}*${literal(end)}` }] })
        expect(matches(pattern, detail({ field: start + middle + end }))).toBe(true)
      }),
    )
  })
})
