import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { site, siteOf } from '../../../core/website/site.ts'
import { reasonNotToTrack, type Visit, visitBatch } from '../../../core/website/visit.ts'
import { visitFacts } from '../../../core/website/visit-facts.ts'
import { eventsADay, hasRoom, visitor } from '../../../core/website/visitor.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'

const id = 'a'.repeat(32)
const page = { type: 'page-visited', path: '/pricing' }
const batch = (given: object = {}) => ({ visitor: id, consentedAt: '2026-11-24T09:00:00Z', events: [page], ...given })

describe('a batch', () => {
  it.each([
    ['page with its query', { events: [{ ...page, path: '/pricing?email=olga' }] }],
    ['page with its fragment', { events: [{ ...page, path: '/pricing#a' }] }],
    ['page of another website', { events: [{ ...page, path: 'https://evil.example/' }] }],
    ['path of 501 characters', { events: [{ ...page, path: `/${'a'.repeat(500)}` }] }],
    ['referrer with its path', { events: [{ ...page, referrer: 'www.google.com/search' }] }],
    ['referrer with its query', { events: [{ ...page, referrer: 'google.com?q=olga' }] }],
    ['time that is still to come', { events: [{ ...page, ago: -1 }] }],
    ['time of the day before', { events: [{ ...page, ago: 86_400_001 }] }],
    ['event of another kind', { events: [{ ...page, type: 'deal-won' }] }],
    ['event with more than that', { events: [{ ...page, leadId: aLeadId() }] }],
    ['visitor’s name', { visitor: 'olga@example.org' }],
    ['visitor’s id in capitals', { visitor: 'A'.repeat(32) }],
    ['empty batch', { events: [] }],
    ['batch of 21', { events: Array(21).fill(page) }],
    ['batch of 10,000', { events: Array(10_000).fill(page) }],
  ])('with a %s is refused', (_, given) => {
    expect(visitBatch.safeParse(batch(given)).success).toBe(false)
  })

  it('is tracked with consent alone, and never against the browser’s wish', () => {
    expect(reasonNotToTrack(batch(), {})).toBeUndefined()
    expect(reasonNotToTrack(batch(), { dnt: '0', 'sec-gpc': '0' })).toBeUndefined()
    expect(reasonNotToTrack({}, {})).toBe('no-consent')
    expect(reasonNotToTrack(batch(), { dnt: '1' })).toBe('do-not-track')
    expect(reasonNotToTrack(batch(), { 'sec-gpc': '1' })).toBe('global-privacy-control')
  })
})

describe('a site', () => {
  const one = site.parse({ id: 'www', origins: ['https://www.example.com', 'http://localhost:8080'] })

  it('is that of its own pages, and of no others', () => {
    expect(siteOf([one], 'https://www.example.com')).toBe(one)
    expect(siteOf([one], 'HTTPS://WWW.EXAMPLE.COM')).toBe(one)
    for (const other of [
      undefined,
      '',
      'null',
      'https://example.com',
      'https://www.example.com.evil.example',
      'https://www.example.com:444',
      'http://www.example.com',
      'https://www.example.com/',
    ]) {
      expect(siteOf([one], other), other).toBeUndefined()
    }
  })

  it.each(['www.example.com', 'https://www.example.com/', 'https://*.example.com', 'null', '*', 'ftp://a.example'])(
    'can’t have the origin %s',
    (origin) => expect(site.safeParse({ id: 'www', origins: [origin] }).success).toBe(false),
  )
})

describe('what a visitor did', () => {
  it('makes the same facts each time, each at its own time', () => {
    const events = fc.array(
      fc.record({ type: fc.constant('page-visited' as const), path: fc.constant('/a'), ago: fc.nat(86_400_000) }),
      { minLength: 1, maxLength: 20 },
    )
    fc.assert(
      fc.property(events, (made: Visit[]) => {
        const actedAt = '2026-11-24T09:00:00.000Z'
        const acted = { batchId: 'b', visitorId: id, site: 'www', actedAt, consentedAt: actedAt, events: made }
        const facts = visitFacts(aLeadId(), acted)
        expect(visitFacts(aLeadId(), acted)).toEqual(facts)
        expect(new Set(facts.map((fact) => fact.id)).size).toBe(made.length)
        expect(facts.map(({ at }) => Date.parse(actedAt) - Date.parse(at))).toEqual(made.map(({ ago }) => ago))
        expect(facts[0]?.data).toEqual({ path: '/a', site: 'www' })
      }),
    )
  })

  it('is bounded by day', () => {
    const at = '2026-11-24T09:00:00.000Z'
    const known = visitor.parse({ visitorId: id, day: '2026-11-24', events: eventsADay - 1, lastAt: at, expiresAt: 1 })
    expect(hasRoom(undefined, at, 20)).toBe(true)
    expect(hasRoom(known, at, 1)).toBe(true)
    expect(hasRoom(known, at, 2)).toBe(false)
    expect(hasRoom(known, '2026-11-25T00:00:00.000Z', 20)).toBe(true)
  })
})
