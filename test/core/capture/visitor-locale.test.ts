import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bestLanguage,
  languagesWanted,
  pageLanguage,
  submissionLanguage,
} from '../../../core/capture/visitor-locale.ts'
import { locale } from '../../../core/content/words.ts'
import { aForm } from '../../fixtures/a-form.ts'

describe('the languages that a visitor wants', () => {
  it.each<[string | undefined, string | undefined, string[]]>([
    [undefined, undefined, []],
    ['fa', undefined, ['fa']],
    ['fa', 'ru,en;q=0.8', ['fa', 'ru', 'en']],
    [undefined, 'en;q=0.5, pt-BR, ru;q=0.8', ['pt-BR', 'ru', 'en']],
    [undefined, 'EN-us,*;q=0.1', ['en-us']],
    [undefined, 'ru;q=0,fa', ['fa']],
    ['<script>', ';;;,,q=x', []],
    [undefined, 'ru;q=abc,fa', ['fa']],
    [undefined, `${'en,'.repeat(400)}ru`, []],
  ])('of %j and %j are %j', (asked, header, expected) => {
    expect(languagesWanted(asked, header)).toEqual(expected)
  })

  it('are languages, whatever is given', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: 'binary' }), (asked, header) => {
        for (const tag of languagesWanted(asked, header)) expect(locale.safeParse(tag).success).toBe(true)
      }),
    )
  })

  it.each<[string[], string[], string | undefined]>([
    [['pt-BR', 'en'], ['en', 'pt'], 'pt'],
    [['de', 'ru'], ['en', 'ru'], 'ru'],
    [['de'], ['en'], undefined],
    [['en-us'], ['en-US'], 'en-US'],
  ])('%j are met by %j as %s', (wanted, available, best) => {
    expect(bestLanguage(wanted, available)).toBe(best)
  })

  it('decide the form’s page and the submission, which may be in a language that the form has not', () => {
    const form = aForm()
    expect(pageLanguage(form, ['de', 'fa'])).toBe('fa')
    expect(pageLanguage(form, ['de'])).toBe('en')
    expect(submissionLanguage(form, ['de', 'fa'])).toBe('fa')
    expect(submissionLanguage(form, ['de'])).toBe('de')
    expect(submissionLanguage(form, [])).toBe('en')
    expect(pageLanguage(aForm({ title: 'White paper' }), ['fa'])).toBe('en')
    expect(pageLanguage(aForm({ title: { ru: 'Книга' } }), ['fa'])).toBe('ru')
  })
})
