import { describe, expect, it } from 'vitest'
import type { ConsentEvidence } from '../../../core/consent/mailbox.ts'
import { pageLocale, pageWords } from '../../../core/consent/page-words.ts'
import { topicLabel } from '../../../core/consent/topic-label.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'

describe('the words of pages', () => {
  it.each([
    ['fa', 'fa'],
    ['ru-RU', 'ru'],
    ['de-AT', 'de'],
    ['fr', 'en'],
    ['', 'en'],
    ['constructor', 'en'],
  ])('a reader of %s is spoken to in %s', (wanted, locale) => {
    expect(pageLocale(wanted)).toBe(locale)
  })

  it('are all there in every language, each in its own', () => {
    const { en, ...others } = pageWords
    for (const [locale, words] of Object.entries(others)) {
      for (const [page, texts] of Object.entries(en)) {
        for (const [name, text] of Object.entries(texts)) {
          const translated = (words[page as keyof typeof words] as Record<string, string>)[name]
          const script = { fa: /\p{Script=Arabic}/u, ru: /\p{Script=Cyrillic}/u }[locale] ?? /\p{Script=Latin}/u
          expect(translated, `${locale} ${page} ${name}`).toMatch(script)
          expect(translated).not.toBe(text)
        }
      }
    }
  })
})

describe('a topic', () => {
  const proof = (text: string | undefined): ConsentEvidence => ({
    leadId: aLeadId(),
    id: 'evidence',
    topic: 'newsletter',
    channel: 'email',
    decision: 'requested',
    at: '2026-11-24T09:00:00.000Z',
    text,
    by: 'form',
  })

  it('is called by the words that were last consented to', () => {
    expect(topicLabel('newsletter', [proof('Old words'), proof('Send me the news'), proof(undefined)])).toBe(
      'Send me the news',
    )
  })

  it('is called by its name where there are none', () => {
    expect(topicLabel('product-education', [proof('Send me the news')])).toBe('Product education')
  })
})
