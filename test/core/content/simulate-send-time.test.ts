import { describe, expect, it } from 'vitest'
import { persona } from '../../../core/content/persona.ts'
import { simulateSequence } from '../../../core/content/simulate-sequence.ts'
import type { SimulationInput } from '../../../core/content/simulation.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'

/** A Tuesday. */
const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const simulate = (who: object, given: Partial<SimulationInput> = {}) =>
  simulateSequence({
    sequence: aSequence({ 'send-time': 'habit', window: { hours: '08:00-22:00' } }),
    persona: persona.parse(who),
    startMs,
    zone: 'UTC',
    ...given,
  })
const sent = ({ items }: ReturnType<typeof simulate>) =>
  items.map(({ at, template }) => `${at.slice(0, 13)} ${template}`)
const common = { hours: Array.from({ length: 168 }, (_, hour) => (hour % 24 === 18 ? 1 : 0)), leads: 40 }

describe('simulating a sequence that goes by habit', () => {
  it('mails at the hours at which the persona reads, by its own clock, and says why', () => {
    const run = simulate({ zone: 'Europe/Berlin', reads: ['tue 20:00', 'fri 20:00'] })
    expect(sent(run)).toEqual(['2026-11-24T19 welcome', '2026-11-27T19 reminder', '2026-11-29T19 case-study'])
    expect(run.items[0]?.held).toEqual([
      {
        reason: 'habit',
        says: 'it waits for the hour at which this lead reads, by its own clicks',
        from: '2026-11-24T09:00:00.000Z',
        until: run.items[0]?.at,
      },
    ])
    expect(run.notes).toEqual([])
  })

  it('learns from the clicks of the persona on the way', () => {
    const clicks = { type: 'email-clicked', template: 'welcome', after: '6h', every: '7d' }
    const later = { id: 'wait', wait: '30d' as const }
    const steps = [{ id: 'welcome', send: 'welcome' }, later, { id: 'next', send: 'next' }]
    const sequence = aSequence({ 'send-time': 'habit', steps })
    expect(sent(simulate({ acts: [clicks] }, { sequence }))).toEqual(['2026-11-24T09 welcome', '2026-12-24T15 next'])
  })

  it('goes by all leads where the persona has none, and as without where nobody has; and says so', () => {
    const byOthers = simulate({}, { commonHours: common })
    expect(sent(byOthers)[0]).toBe('2026-11-24T18 welcome')
    expect(byOthers.items[0]?.held?.[0]?.reason).toBe('common hours')
    expect(byOthers.notes).toEqual([expect.stringContaining('its mails go by the hours of all leads')])
    const alone = simulate({})
    expect(sent(alone)[0]).toBe('2026-11-24T09 welcome')
    expect(alone.notes).toEqual([expect.stringContaining('as soon as all else lets them')])
  })
})

it.each([['tue 20:30'], ['Tuesday 20:00'], ['tue 24:00'], ['20:00']])('a persona can’t read at %s', (reads) => {
  expect(persona.safeParse({ reads: [reads] }).error?.issues[0]?.message).toContain('tue 20:00')
})
