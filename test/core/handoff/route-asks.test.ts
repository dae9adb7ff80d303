import { describe, expect, it } from 'vitest'
import { asksInWords, takes } from '../../../core/handoff/route-asks.ts'
import { teamFor } from '../../../core/handoff/route-lead.ts'
import { aPolicy } from '../../fixtures/a-policy.ts'

const rest = { team: 'inside-sales', by: 'round-robin' } as const
const asking = (asks: Record<string, unknown>) =>
  aPolicy({ territories: { dach: ['DE', 'AT', 'CH-ZH'] }, routes: [{ ...asks, team: 'own', by: 'capacity' }, rest] })

describe('a route takes a lead', () => {
  it.each([
    ['of its country', { territory: 'DE' }, { country: 'DE' }, true],
    ['however the country is written', { territory: 'DE' }, { country: 'de' }, true],
    ['of one of its countries', { territory: ['RU', 'KZ'] }, { country: 'KZ' }, true],
    ['of no other country', { territory: ['RU', 'KZ'] }, { country: 'DE' }, false],
    ['of no country that is known', { territory: ['RU'] }, {}, false],
    ['of its territory', { territory: 'dach' }, { country: 'AT' }, true],
    ['of its territory or another place', { territory: ['dach', 'LI'] }, { country: 'LI' }, true],
    ['of its region', { territory: 'dach' }, { country: 'CH', region: 'zh' }, true],
    ['of its region with the country', { territory: 'US-CA' }, { country: 'US', state: 'US-CA' }, true],
    ['of no other region', { territory: 'dach' }, { country: 'CH', region: 'GE' }, false],
    ['of no region that is not said', { territory: 'dach' }, { country: 'CH' }, false],
    ['of a territory named like what all objects have: none', { territory: 'constructor' }, { country: 'DE' }, false],
    ['in its language', { language: 'fa' }, { locale: 'fa' }, true],
    ['in a kind of its language', { language: ['de', 'pt'] }, { locale: 'pt-BR' }, true],
    ['in no other kind', { language: 'pt-PT' }, { locale: 'pt-BR' }, false],
    ['in no language that only begins so', { language: 'fi' }, { locale: 'fil' }, false],
    ['in no language', { language: 'fa' }, {}, false],
    ['of its product', { product: 'shelf sensors' }, { product: 'Shelf sensors' }, true],
    ['of its product as one of several', { product: ['a', 'b'] }, { interests: ['x', 'b'] }, true],
    ['of its product as a tag', { product: 'shelf-sensors' }, { tags: ['shelf-sensors'] }, true],
    ['of no product that only contains the word', { product: 'shelf' }, { product: 'shelf sensors' }, false],
    ['by its condition', { when: { industry: 'retail' } }, { industry: 'retail' }, true],
    ['where all hold', { territory: 'RU', language: 'ru' }, { country: 'RU', locale: 'ru' }, true],
    ['not where one does not', { territory: 'RU', language: 'ru' }, { country: 'RU', locale: 'en' }, false],
  ])('%s', (_what, asks, facts, taken) => {
    const { routes, territories } = asking(asks)
    expect(takes(routes[0] as (typeof routes)[number], facts, territories)).toBe(taken)
    expect(teamFor(asking(asks), facts).team).toBe(taken ? 'own' : 'inside-sales')
  })
})

it('a route says what it asks, in words', () => {
  const policy = asking({ territory: ['dach', 'LI'], language: 'de', product: 'sensors', when: { industry: 'retail' } })
  expect(asksInWords(policy.routes[0] as (typeof policy.routes)[number])).toBe(
    'territory dach, LI; language de; product sensors; industry as the policy says',
  )
  expect(teamFor(policy, {})).toEqual(rest)
})
