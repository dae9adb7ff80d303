import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CompiledEmail } from '../../../core/content/compiled-email.ts'
import { furtherWarnings, previewEmail } from '../../../core/content/preview-email.ts'
import { inLists, lengthOf } from '../../../core/content/preview-lengths.ts'
import { variantsBeside, variantsOfStep } from '../../../core/content/preview-variants.ts'
import { madeUpFor } from '../../../core/content/sample-variables.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'

const email = (given: Partial<CompiledEmail> = {}): CompiledEmail => ({
  subject: 'Hello {{ firstName }}',
  preheader: 'For {{ company }}',
  html: '<p>{{ firstName }}</p>',
  text: '{{ firstName }}',
  locale: 'en',
  class: 'marketing',
  variables: { firstName: 'there', company: 'your company' },
  ...given,
})

describe('a preview', () => {
  it('tells subject and preheader with their lengths, the size, and what fell back', () => {
    expect(previewEmail(email(), { firstName: 'Оля' })).toMatchObject({
      subject: 'Hello Оля',
      subjectLength: 9,
      preheader: 'For your company',
      preheaderLength: 16,
      html: '<p>Оля</p>',
      htmlBytes: 13,
      direction: 'ltr',
      fellBack: ['company'],
      defaults: { company: 'your company' },
      emptyByDefault: [],
      warnings: ['company has no value here: its default stands there'],
    })
  })

  it('tells a default that stands there from one that is empty on purpose', () => {
    const shown = previewEmail(email({ variables: { firstName: 'there', company: '' } }), {})
    expect(shown).toMatchObject({
      fellBack: ['firstName', 'company'],
      defaults: { firstName: 'there' },
      emptyByDefault: ['company'],
      warnings: ['firstName has no value here: its default stands there'],
    })
    expect(furtherWarnings(shown)).toEqual([])
  })

  it('knows right to left, and has no preheader where there is none', () => {
    expect(previewEmail(email({ locale: 'fa', preheader: '' }), {})).toMatchObject({
      direction: 'rtl',
      preheader: '',
      preheaderLength: 0,
    })
  })

  it.each([[''], [[]], [null], [undefined]])('makes up what sending would miss, and nothing else: %j', (order) => {
    const needs = email({ variables: { order: null, firstName: 'there', company: 'x' } })
    const madeUp = madeUpFor(needs, { order })
    expect(previewEmail(needs, { order, ...madeUp }, Object.keys(madeUp)).fellBack).toEqual(['firstName', 'company'])
    expect(madeUpFor(needs, { order: ['one'] })).toEqual({})
  })

  it('warns of HTML that Gmail cuts off, and of what was made up', () => {
    const large = email({ html: 'x'.repeat(103 * 1024), variables: { order: null, firstName: 'there', company: 'x' } })
    const madeUp = madeUpFor(large, { order: ' ' })
    expect(madeUp).toEqual({ order: '(order)' })
    const shown = previewEmail(large, madeUp, Object.keys(madeUp))
    expect(furtherWarnings(shown)).toEqual([
      'order is not known here and has no default: who has none does not get this mail',
      'the HTML has 103 KB: Gmail cuts it off at 102 KB',
    ])
  })
})

describe('a list of mails', () => {
  it('counts as people do', () => {
    expect(lengthOf('👩‍👩‍👧 é')).toBe(3)
    expect(lengthOf('')).toBe(0)
  })

  it('shows a line whole or cut with a mark, and never more than it has room for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (line) => {
        for (const { subject } of inLists(line, '')) {
          if (!subject.cut) expect(subject.text).toBe(line)
          else {
            expect(subject.text.endsWith('…')).toBe(true)
            expect(lengthOf(subject.text)).toBeLessThanOrEqual(lengthOf(line))
          }
        }
      }),
    )
    expect(inLists('x'.repeat(41), '').map(({ list, subject }) => [list, subject.cut])).toEqual([
      ['Gmail app', true],
      ['iPhone Mail', false],
      ['Outlook for Windows', false],
      ['Gmail in a browser', false],
    ])
  })
})

describe('variants of a step', () => {
  const when = { industry: 'retail' }
  const sequence = aSequence({
    steps: [
      { id: 'one', send: 'welcome' },
      { id: 'wait', wait: '1d' },
      { id: 'case', send: { template: 'case-study', variants: [{ when, template: 'case-study-retail' }] } },
    ],
  })

  it('are all that it may send, those with a condition first', () => {
    const both = [
      { step: 'case', template: 'case-study-retail', when },
      { step: 'case', template: 'case-study' },
    ]
    expect(variantsOfStep(sequence, 'case')).toEqual(both)
    expect(variantsBeside(sequence, 'case-study-retail')).toEqual(both)
    expect(variantsOfStep(sequence, 'one')).toEqual([{ step: 'one', template: 'welcome' }])
    expect(variantsOfStep(sequence, 'wait')).toEqual([])
    expect(variantsBeside(sequence, 'nothing')).toEqual([])
  })
})
