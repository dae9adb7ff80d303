import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Came, touchOf } from '../../../core/capture/attribution.ts'
import { touch } from '../../../core/leads/lead.ts'

const at = '2026-11-24T09:00:00.000Z'
const came = (given: Partial<Came>) => touchOf({ at, form: 'white-paper', told: {}, query: {}, ...given })

describe('where a visitor came from', () => {
  it.each<[string, Partial<Came>, object]>([
    ['nothing is known', {}, {}],
    ['the post says it', { told: { utm_source: ' ads ', utm_campaign: 'fall' } }, { source: 'ads', campaign: 'fall' }],
    ['the post’s own address', { query: { utm_medium: 'cpc' } }, { medium: 'cpc' }],
    [
      'the page with the form',
      { told: { page: 'https://www.example.com/paper?utm_term=crm+tool&email=olga@shop.example#top' } },
      { term: 'crm tool', page: 'https://www.example.com/paper' },
    ],
    [
      'the Referer header',
      { referer: 'https://www.example.com/?utm_content=a%20b' },
      { content: 'a b', page: 'https://www.example.com/' },
    ],
    [
      'the page before it',
      { told: { referrer: 'https://www.example.com/landing?utm_source=mail' } },
      { source: 'mail', referrer: 'https://www.example.com/landing' },
    ],
    [
      'the nearest place counts, for each parameter',
      {
        told: { utm_source: 'post', page: 'https://e.example/?utm_source=page&utm_medium=page' },
        query: { utm_source: 'query', utm_medium: 'query', utm_term: 'query' },
      },
      { source: 'post', medium: 'query', term: 'query', page: 'https://e.example/' },
    ],
    ['what is too long to be a campaign', { query: { utm_source: 'x'.repeat(501) } }, {}],
    ['what is empty', { told: { utm_source: ' ' }, query: { utm_source: 'ads' } }, { source: 'ads' }],
  ])('%s', (_what, given, expected) => {
    expect(came(given)).toEqual({ at, form: 'white-paper', ...expected })
  })

  it('is a touch whatever the addresses are, and never holds their query', () => {
    const url = fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(url, url, fc.dictionary(fc.string(), fc.string()), (page, referrer, query) => {
        const made = came({ told: { page, referrer }, query, referer: page })
        expect(touch.parse(made)).toEqual(made)
        expect(`${made.page}${made.referrer}`).not.toMatch(/[?#]/)
      }),
    )
  })
})
