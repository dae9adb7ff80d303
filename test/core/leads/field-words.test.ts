import { describe, expect, it } from 'vitest'
import { fieldInWords } from '../../../core/leads/field-words.ts'
import { stages } from '../../../core/leads/lead.ts'
import { stageName } from '../../../core/leads/stage-name.ts'

describe('a field that no form asks', () => {
  it.each([
    ['companySize', 'ru', 'Размер компании'],
    ['employees', 'pt-BR', 'Employees'],
    ['crmOwner', 'fa', 'Crm owner'],
    ['lead_source-2', 'en', 'Lead source 2'],
    ['utm', 'en', 'Utm'],
    ['_', 'en', '_'],
    ['constructor', 'en', 'Constructor'],
  ])('%s is called in %s: %s', (field, locale, expected) => {
    expect(fieldInWords(field, locale)).toBe(expected)
  })
})

describe('a stage', () => {
  it('has a name in each language that staff reads', () => {
    for (const locale of ['en', 'ru', 'fa']) expect(stages.map((one) => stageName(one, locale))).not.toContain('')
    expect(stageName('opportunity', 'ru-RU')).toBe('сделка')
  })
})
