import { describe, expect, it } from 'vitest'
import { cameFrom, cameFromNames } from '../../../core/leads/came-from.ts'
import { leadFacts } from '../../../core/nurture/lead-facts.ts'
import { scoringFacts } from '../../../core/scoring/scoring-facts.ts'
import { aProfile } from '../../fixtures/a-lead.ts'

const list = { at: '2026-11-02T09:00:00.000Z', importId: 'i', source: 'fair', origin: 'outbound', controllable: true }
const touch = (at: string) => ({ at, source: 'google', medium: 'cpc', campaign: 'spring', form: 'white-paper' })
const before = touch('2026-11-01T09:00:00.000Z')
const after = touch('2026-11-03T09:00:00.000Z')
const touched = { medium: 'cpc', campaign: 'spring', form: 'white-paper' }

describe('where a lead came from', () => {
  it.each([
    ['nowhere that is known', {}, { origin: 'inbound' }],
    ['a form', { firstTouch: before }, { name: 'google', origin: 'inbound', ...touched }],
    ['a list', { imported: list }, { name: 'fair', origin: 'outbound', controllable: true }],
    ['a form, then a list', { firstTouch: before, imported: list }, { name: 'google', origin: 'inbound', ...touched }],
    [
      'a list, then a form',
      { firstTouch: after, imported: list },
      { name: 'fair', origin: 'outbound', controllable: true, ...touched },
    ],
    [
      'a list that does not say whether it is controllable',
      { imported: { ...list, controllable: undefined } },
      { name: 'fair', origin: 'outbound' },
    ],
  ])('%s', (_, known, expected) => expect(cameFrom(known)).toEqual(expected))

  it('can be asked in sequences and in scoring models, by the names that the check knows', () => {
    const profile = aProfile({ firstTouch: after, imported: list })
    const names = Object.keys(cameFrom(profile)).map((name) => `source.${name}`)
    expect(names).toEqual([...cameFromNames])
    expect(leadFacts({ profile, nowMs: 0 }).source).toEqual(cameFrom(profile))
    expect(scoringFacts(profile).source).toEqual(cameFrom(profile))
  })
})
