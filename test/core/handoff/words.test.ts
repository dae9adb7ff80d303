import { describe, expect, it } from 'vitest'
import { answerWords } from '../../../core/handoff/answer-words.ts'
import { dutyInWords, plainLetter, timeInWords } from '../../../core/handoff/staff-words.ts'

const values = { leadName: 'Olga', company: 'Shop', dueAt: 'today', openUrl: 'https://api.example/answer/abc' }

describe('the plain mail to staff', () => {
  it.each([
    ['handoff-opened', 'en', 'A new lead for you: Olga, Shop'],
    ['handoff-opened', 'pt-BR', 'A new lead for you: Olga, Shop'],
    ['handoff-warning', 'ru', 'Срок по лиду истекает: Olga, Shop'],
    ['handoff-escalated', 'fa-IR', 'مهلت سرنخ گذشت: Olga, Shop'],
  ] as const)('%s in %s', (template, locale, subject) => {
    const letter = plainLetter(template, locale, values)
    expect(letter.subject).toBe(subject)
    expect(letter.text).toContain(values.openUrl)
    expect(letter.text).toContain(values.dueAt)
  })

  it('has no line breaks in its subject, whatever the lead calls itself', () => {
    const { subject } = plainLetter('handoff-opened', 'en', { ...values, leadName: 'Olga\r\nBcc: all@example.org' })
    expect(subject).toBe('A new lead for you: Olga Bcc: all@example.org, Shop')
  })

  it('goes without a name', () => {
    expect(plainLetter('handoff-opened', 'en', { dueAt: 'x', openUrl: 'y' }).subject).toBe('A new lead for you')
  })
})

describe('times and duties', () => {
  it('are written in the zone and language of the reader', () => {
    const at = Date.parse('2026-11-24T09:30:00.000Z')
    expect(timeInWords(at, 'en-GB', 'Europe/Moscow')).toBe('24 Nov 2026, 12:30')
    expect(timeInWords(at, 'ru', 'Europe/Berlin')).toContain('10:30')
    expect(dutyInWords('call', 'ru')).toBe('звонок')
    expect(dutyInWords('call', 'de')).toBe('a call')
  })
})

describe('the words of the answer page', () => {
  it.each([
    ['en', 'en'],
    ['ru-RU', 'ru'],
    ['fa', 'fa'],
    ['de', 'en'],
  ])('%s reads %s', (wanted, locale) => {
    expect(answerWords(wanted).locale).toBe(locale)
  })

  it('are all there in each language', () => {
    for (const locale of ['ru', 'fa']) {
      const { words } = answerWords(locale)
      const english = answerWords('en').words
      for (const [key, text] of Object.entries(words)) {
        expect(text, key).not.toBe('')
        expect(text, key).not.toBe(english[key as keyof typeof english])
      }
    }
  })
})
