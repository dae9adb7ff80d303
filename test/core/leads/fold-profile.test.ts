import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Activity } from '../../../core/leads/activity.ts'
import { foldFacts } from '../../../core/leads/fold-profile.ts'
import { type Profile, profile as profileSchema, stages } from '../../../core/leads/lead.ts'
import { newProfile } from '../../../core/leads/new-lead.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'

const leadId = aLeadId()
const born = '2026-11-01T00:00:00.000Z'

function aFact(given: Partial<Activity> = {}): Activity {
  return { leadId, id: 'fact-0001', type: 'form-submitted', at: born, data: { makes: 'lead' }, ...given }
}

function aProfile(): Profile {
  return newProfile({ leadId, email: 'olga@shop.example' }, aFact({ type: 'page-visited', data: {} }))
}

describe('a profile', () => {
  it('of a new lead is what its first act says, parked until somebody consents', () => {
    const made = newProfile(
      { leadId, email: 'olga@shop.example' },
      aFact({ told: { fields: { firstName: 'Olga' }, locale: 'ru' } }),
    )
    expect(profileSchema.parse(made)).toEqual({
      leadId,
      email: 'olga@shop.example',
      fields: { firstName: 'Olga' },
      fieldsSetBy: { firstName: { at: born, id: 'fact-0001' }, $locale: { at: born, id: 'fact-0001' } },
      tags: [],
      locale: 'ru',
      createdAt: born,
      lastActivityAt: born,
      activitySummary: { 'form-submitted': { last: born, days: { [born.slice(0, 10)]: expect.any(String) } } },
      stage: 'lead',
      status: 'parked',
      parked: { reason: 'no-consent' },
      mailable: false,
      version: 0,
    })
  })

  it('takes the later of two answers, and keeps those that the later act does not give', () => {
    const facts = [
      aFact({ id: 'fact-0002', at: '2026-11-03T00:00:00.000Z', told: { fields: { company: 'Shop' } } }),
      aFact({
        id: 'fact-0001',
        at: '2026-11-02T00:00:00.000Z',
        told: { fields: { company: 'Old', jobTitle: 'Head' } },
      }),
    ]
    expect(foldFacts(aProfile(), facts).fields).toEqual({ company: 'Shop', jobTitle: 'Head' })
  })

  describe('of who stands on a list', () => {
    const listed = (row: number, at: string, fields: Record<string, string>, importId = 'import-id-of-a-list') =>
      aFact({
        id: `${importId}-000000${row}`,
        type: 'list-imported',
        at,
        data: { importId, row, source: 'fair', origin: 'outbound', controllable: false },
        told: { fields, tags: ['fair'], locale: 'de' },
      })

    it('has its blanks filled, and keeps what the person said, before or after', () => {
      const before = aFact({ id: 'fact-0002', at: '2026-11-02T00:00:00.000Z', told: { fields: { company: 'Shop' } } })
      const list = listed(1, '2026-11-03T00:00:00.000Z', { company: 'Old', city: 'Bonn', jobTitle: 'Head' })
      const after = aFact({ id: 'fact-0003', at: '2026-11-04T00:00:00.000Z', told: { fields: { jobTitle: 'CEO' } } })
      for (const facts of [
        [before, list, after],
        [after, list, before],
        [list, after, before],
      ]) {
        expect(foldFacts(aProfile(), facts)).toMatchObject({
          fields: { company: 'Shop', city: 'Bonn', jobTitle: 'CEO' },
          locale: 'de',
          tags: ['fair'],
          lastActivityAt: '2026-11-04T00:00:00.000Z',
          imported: { source: 'fair', origin: 'outbound', controllable: false, importId: 'import-id-of-a-list' },
        })
      }
    })

    it('keeps of two lists, and of two rows of one, what the first said', () => {
      const one = listed(1, '2026-11-03T00:00:00.000Z', { company: 'A' })
      const two = listed(2, '2026-11-03T00:00:00.000Z', { company: 'B', city: 'Bonn' })
      const other = listed(1, '2026-11-05T00:00:00.000Z', { company: 'C', city: 'Kiel' }, 'import-id-of-another')
      for (const facts of [
        [one, two, other],
        [other, two, one],
      ]) {
        const folded = foldFacts(aProfile(), facts)
        expect(folded.fields).toEqual({ company: 'A', city: 'Bonn' })
        expect(folded.imported?.importId).toBe('import-id-of-a-list')
      }
    })

    it('was not active by it', () => {
      const made = foldFacts(aProfile(), [listed(1, '2026-11-05T00:00:00.000Z', {})])
      expect(made).toMatchObject({ lastActivityAt: born, stage: 'subscriber' })
    })
  })

  it('keeps first and last touch', () => {
    const touched = (at: string, source: string) => aFact({ id: `fact-${source}`, at, told: { touch: { at, source } } })
    const folded = foldFacts(aProfile(), [
      touched('2026-11-03T00:00:00.000Z', 'mail'),
      touched('2026-11-02T00:00:00.000Z', 'ads'),
      touched('2026-11-04T00:00:00.000Z', 'site'),
    ])
    expect(folded.firstTouch?.source).toBe('ads')
    expect(folded.lastTouch?.source).toBe('site')
  })

  it('has a zone only where a real one was named', () => {
    const named = (timezone: string) => foldFacts(aProfile(), [aFact({ told: { fields: { timezone } } })]).zone
    expect(named('Europe/Moscow')).toBe('Europe/Moscow')
    expect(named('Moscow time')).toBeUndefined()
  })

  it.each([
    ['page-visited', true],
    ['email-clicked', true],
    ['call', true],
    ['email-delivered', false],
    ['handoff-opened', false],
    ['suppressed', false],
  ])('was active by %s: %s', (type, active) => {
    const at = '2026-11-05T00:00:00.000Z'
    expect(foldFacts(aProfile(), [aFact({ type, at })]).lastActivityAt).toBe(active ? at : born)
  })

  it.each<[string, Activity['data'], string]>([
    ['form-submitted', { makes: 'subscriber' }, 'subscriber'],
    ['form-submitted', { makes: 'lead' }, 'lead'],
    ['list-imported', {}, 'subscriber'],
    ['stage-changed', { to: 'mql' }, 'mql'],
    ['stage-changed', { to: 'chief' }, 'subscriber'],
    ['qualified', {}, 'mql'],
    ['handoff-accepted', {}, 'sql'],
    ['opportunity-opened', {}, 'opportunity'],
    ['deal-won', {}, 'customer'],
    ['deal-lost', {}, 'subscriber'],
  ])('after %s %j is a %s', (type, data, stage) => {
    expect(foldFacts(aProfile(), [aFact({ type, data })]).stage).toBe(stage)
  })

  it('only rises', () => {
    const won = foldFacts(aProfile(), [aFact({ type: 'deal-won', at: '2026-11-05T00:00:00.000Z', id: 'deal-won-1' })])
    expect(won.customerSince).toBe('2026-11-05T00:00:00.000Z')
    const later = foldFacts(won, [
      aFact({ at: '2026-11-06T00:00:00.000Z' }),
      aFact({ type: 'deal-won', at: '2026-11-07T00:00:00.000Z' }),
    ])
    expect(later).toMatchObject({ stage: 'customer', customerSince: '2026-11-05T00:00:00.000Z' })
  })

  const instant = fc
    .integer({ min: Date.parse(born), max: Date.parse(born) + 5 })
    .map((ms) => new Date(ms).toISOString())
  const fieldValue = fc.oneof(fc.constantFrom('a', 'b', 'Europe/Moscow'), fc.integer({ min: 0, max: 2 }), fc.boolean())
  const fact: fc.Arbitrary<Activity> = fc.record({
    leadId: fc.constant(leadId),
    id: fc.constantFrom('fact-aaaa', 'fact-bbbb', 'fact-cccc', 'fact-dddd'),
    type: fc.constantFrom(
      'form-submitted',
      'page-visited',
      'email-sent',
      'stage-changed',
      'deal-won',
      'handoff-accepted',
      'list-imported',
    ),
    at: instant,
    data: fc.record({
      makes: fc.constantFrom('subscriber', 'lead'),
      to: fc.constantFrom(...stages),
      importId: fc.constantFrom('one', 'other'),
      source: fc.constantFrom('fair', 'webinar'),
      origin: fc.constantFrom('inbound', 'outbound'),
    }),
    told: fc.record(
      {
        fields: fc.dictionary(fc.constantFrom('company', 'timezone', 'constructor'), fieldValue),
        touch: fc.record({ at: instant, source: fc.constantFrom('ads', 'mail') }),
        locale: fc.constantFrom('en', 'ru', 'fa'),
        tags: fc.array(fc.constantFrom('vip', 'retail')),
      },
      { requiredKeys: [] },
    ),
  })
  /** Facts as there are: one id and time, one fact. */
  const facts = fc.uniqueArray(fact, { maxLength: 7, selector: ({ at, id }) => `${at}${id}` })

  it('is the same for facts in any order, with any repeats, in any portions', () => {
    const shuffled = facts.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2, maxLength: list.length * 2 }),
        fc.nat({ max: list.length * 2 }),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([list, again, cut]) => {
        const once = foldFacts(aProfile(), list)
        expect(foldFacts(foldFacts(aProfile(), again.slice(0, cut)), again.slice(cut))).toEqual(once)
        expect(profileSchema.parse(once)).toEqual(once)
      }),
      { numRuns: 500 },
    )
  })
})
