import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  fieldsToAsk,
  fieldsToShow,
  knownAnswers,
  standardFields,
  standardFieldsIn,
  withoutNeedOf,
} from '../../../core/capture/asked-fields.ts'
import { editedAnswers, editedFact } from '../../../core/capture/edited-answers.ts'
import { aForm } from '../../fixtures/a-form.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'

const select = (id: string, ...values: string[]) => ({
  id,
  type: 'select',
  label: id,
  progressive: true,
  options: values.map((value) => ({ value, label: value })),
})
const form = aForm({
  fields: [
    { id: 'email', type: 'email', label: 'Email' },
    { id: 'firstName', type: 'text', required: true, label: 'First name' },
    select('industry', 'retail', 'other'),
    select('software', 'sap', 'excel'),
    { id: 'problem', type: 'text', max: 20, label: 'Problem', progressive: true },
  ],
})
const asked = (known?: string[], given = form) => fieldsToAsk(given, known && new Set(known)).map(({ id }) => id)

describe('a form that asks bit by bit', () => {
  it.each<[string, string[] | undefined, string[]]>([
    ['a stranger for the first few', undefined, ['email', 'firstName', 'industry', 'software']],
    ['who is known for what they did not say', [], ['firstName', 'industry', 'software']],
    ['for nothing again', ['firstName', 'industry'], ['software', 'problem']],
    ['for nothing at all where all is known', ['firstName', 'industry', 'software', 'problem'], []],
  ])('asks %s', (_, known, fields) => expect(asked(known)).toEqual(fields))

  it('asks so many at once as it says', () => {
    expect(asked([], { ...form, 'ask-at-once': 1 })).toEqual(['firstName', 'industry'])
  })

  it('never asks for a known field, and never for more new ones than it says', () => {
    fc.assert(
      fc.property(fc.subarray(form.fields.map(({ id }) => id)), fc.integer({ min: 1, max: 5 }), (known, most) => {
        const fields = fieldsToAsk({ ...form, 'ask-at-once': most }, new Set(known))
        expect(fields.filter(({ id }) => known.includes(id))).toEqual([])
        expect(fields.filter(({ progressive }) => progressive).length).toBeLessThanOrEqual(most)
      }),
    )
  })

  it('needs nothing that is known already', () => {
    const needed = withoutNeedOf(form, new Set(['firstName'])).fields.filter(({ required }) => required)
    expect(needed).toEqual([])
  })

  it('can’t require what it does not always ask', () => {
    expect(() =>
      aForm({ fields: [...form.fields.slice(0, 1), { ...select('industry', 'x'), required: true }] }),
    ).toThrow(/asked bit by bit/)
  })
})

describe('the fields that people see and change', () => {
  const fields = standardFieldsIn([
    form,
    aForm({ id: 'a-form', fields: [form.fields[0], select('industry', 'farming')] }),
  ])

  it('are the standard ones that some form asks for, as the first form by id asks', () => {
    expect(fields.map(({ id }) => id)).toEqual(['industry', 'software', 'problem'])
    expect(fields[0]?.options?.map(({ value }) => value)).toEqual(['farming'])
    expect(standardFields).toEqual(expect.arrayContaining(fields.map(({ id }) => id)))
  })

  it('are all that are known and a few that are not', () => {
    expect(fieldsToShow(fields, new Set()).map(({ id }) => id)).toEqual(['industry', 'software'])
    expect(fieldsToShow(fields, new Set(['problem'])).map(({ id }) => id)).toEqual(['industry', 'software', 'problem'])
  })

  it('know an empty answer as none', () => {
    expect([...knownAnswers({ fields: { industry: '', software: 'sap', visits: 0 } })]).toEqual(['software', 'visits'])
  })

  const profile = { fields: { industry: 'mining', software: 'sap' } }
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['what is said as before', { industry: 'mining', software: 'sap', problem: '' }, {}],
    ['another answer', { software: 'excel' }, { software: 'excel' }],
    ['a new answer', { problem: ' dead stock ' }, { problem: 'dead stock' }],
    ['an answer that is taken back', { industry: '', software: '' }, { industry: '', software: '' }],
  ])('take %s for what it is', (_, given, changed) => {
    expect(editedAnswers(standardFieldsIn([form]), given, profile, 'en')).toEqual({ changed })
  })

  it('refuse what is no answer, without repeating it', () => {
    const given = { software: 'secret', problem: 'x'.repeat(21), firstName: 'Olga' }
    const read = editedAnswers(standardFieldsIn([form]), given, profile, 'en')
    expect(read).toMatchObject({ errors: Object.keys(given).map((name) => ({ pointer: `/field/${name}` })) })
    expect(JSON.stringify(read)).not.toMatch(/secret|Olga|xx/)
  })

  it('make a fact that names what was changed, and what was said only where the profile is made of it', () => {
    const fact = editedFact(aLeadId(), '2026-11-24T09:00:00.000Z', { software: 'excel' }, ['forecast'])
    expect(fact).toMatchObject({
      type: 'profile-edited',
      data: { by: 'preferences', fields: ['software'] },
      told: { fields: { software: 'excel' }, dropsInterests: ['forecast'] },
    })
    expect(editedFact(aLeadId(), '2026-11-24T09:00:00.000Z', {}, [])).toBeUndefined()
  })
})
