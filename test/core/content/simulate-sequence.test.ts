import { describe, expect, it } from 'vitest'
import { persona } from '../../../core/content/persona.ts'
import { simulateSequence } from '../../../core/content/simulate-sequence.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'

const startMs = Date.parse('2026-11-27T18:00:00.000Z')
const simulate = (
  given: Parameters<typeof aSequence>[0] = {},
  options: { persona?: object; clicks?: string[]; subjectOf?: (template: string) => string } = {},
) =>
  simulateSequence({
    sequence: aSequence(given),
    persona: persona.parse(options.persona ?? {}),
    startMs,
    clicks: options.clicks ?? [],
    zone: 'UTC',
    ...(options.subjectOf && { subjectOf: options.subjectOf }),
  })
const sent = ({ items }: ReturnType<typeof simulate>) =>
  items.map(({ at, template }) => `${at.slice(0, 16)} ${template}`)

describe('simulating a sequence', () => {
  it('lists every mail with its time, its way, and how it ends', () => {
    const { items, ended } = simulate()
    expect(items).toEqual([
      { at: '2026-11-27T18:00:00.000Z', step: 'welcome', template: 'welcome', why: 'the first step' },
      {
        at: '2026-11-30T18:00:00.000Z',
        step: 'reminder',
        template: 'reminder',
        why: 'read-it is over: on to fork; no condition of fork holds at 2026-11-30T18:00:00.000Z: on to reminder',
      },
      {
        at: '2026-12-02T18:00:00.000Z',
        step: 'case-study',
        template: 'case-study',
        why: 'pause is over: on to case-study',
      },
    ])
    expect(ended).toEqual({ at: '2026-12-02T18:00:00.000Z', reason: 'finished' })
  })

  it('wakes a wait by the click that is assumed', () => {
    expect(sent(simulate({}, { clicks: ['welcome'] }))).toEqual([
      '2026-11-27T18:00 welcome',
      '2026-11-27T22:00 case-study',
    ])
  })

  it('holds to the window of the persona’s zone and says so', () => {
    const { items } = simulate(
      { window: { days: 'mon-fri', hours: '09:00-17:00' } },
      { persona: { zone: 'Asia/Tokyo' } },
    )
    const [first] = items
    // Friday evening in UTC is Saturday in Tokyo; Monday 09:00 there is 00:00 in UTC, and the opening is spread over its first hour.
    expect(first?.at).toMatch(/^2026-11-30T00:/)
    expect(first?.held).toBe('window')
  })

  it('holds to the cap and says so', () => {
    const steps = [
      { id: 'one', send: 'one' },
      { id: 'two', send: 'two' },
      { id: 'three', send: 'three' },
    ]
    const { items } = simulate({ cap: { emails: 2, per: '7d' }, steps })
    expect(items.map(({ at, held }) => [at.slice(0, 10), held])).toEqual([
      ['2026-11-27', undefined],
      ['2026-11-27', undefined],
      ['2026-12-04', 'cap of 2 in 7d'],
    ])
  })

  it('looks at the persona’s answers, given flat or as fields', () => {
    const steps = [
      { id: 'one', send: { template: 'any', variants: [{ when: { industry: 'retail' }, template: 'retail' }] } },
    ]
    expect(sent(simulate({ steps }, { persona: { industry: 'retail' } }))).toEqual(['2026-11-27T18:00 retail'])
    expect(sent(simulate({ steps }, { persona: { fields: { industry: 'retail' } } }))).toEqual([
      '2026-11-27T18:00 retail',
    ])
    expect(sent(simulate({ steps }))).toEqual(['2026-11-27T18:00 any'])
  })

  it('ends where the sequence exits', () => {
    expect(simulate({ exit: [{ stage: 'mql' }] }, { persona: { stage: 'mql' } })).toEqual({
      items: [],
      ended: { at: '2026-11-27T18:00:00.000Z', reason: 'exit: stage mql' },
    })
    expect(simulate({ exit: [{ when: { clicked: 'welcome' } }] }, { clicks: ['welcome'] }).ended).toEqual({
      at: '2026-11-27T22:00:00.000Z',
      reason: 'exit: condition',
    })
    expect(simulate({ audience: 'customers' }).ended.reason).toBe('exit: for customers only')
    expect(simulate({ audience: 'customers' }, { persona: { stage: 'customer' } }).items).not.toEqual([])
  })

  it('stops after a year, and after 400 mails', () => {
    const monthly = simulate({
      steps: [
        { id: 'one', send: 'one' },
        { id: 'wait', wait: '30d', next: 'one' },
      ],
    })
    expect(monthly.items).toHaveLength(13)
    expect(monthly.ended.reason).toBe('it goes on after a year')
    const hourly = simulate({
      steps: [
        { id: 'one', send: 'one' },
        { id: 'wait', wait: '1h', next: 'one' },
      ],
    })
    expect(hourly.items).toHaveLength(400)
    expect(hourly.ended.reason).toBe('it goes on after 400 mails')
  })

  it('shows subjects where they are known', () => {
    const { items } = simulate({}, { subjectOf: (template) => `On ${template}` })
    expect(items[0]?.subject).toBe('On welcome')
  })

  it('draws the same variant for the same persona', () => {
    const steps = [
      { id: 'test', split: { a: 50, b: 50 }, go: { a: 'one', b: 'two' } },
      { id: 'one', send: 'one', next: 'end' },
      { id: 'two', send: 'two' },
    ]
    const draw = (leadId: string) => simulate({ steps }, { persona: { leadId } }).items[0]?.template
    const drawn = [...'abcdefghijklmnop'].map((letter) => draw(letter.repeat(32)))
    expect(new Set(drawn)).toEqual(new Set(['one', 'two']))
    expect([...'abcdefghijklmnop'].map((letter) => draw(letter.repeat(32)))).toEqual(drawn)
  })

  it('refuses a persona that can’t be', () => {
    const issues = (given: object) => persona.safeParse(given).error?.issues.map(({ path }) => path.join('/'))
    expect(issues({ zone: 'Mars/North', stage: 'ripe', 'First-Name': 'x', nested: { a: 1 } })?.sort()).toEqual(
      expect.arrayContaining(['stage', 'zone']),
    )
    expect(issues({ 'First-Name': 'x' })).toEqual(['First-Name'])
    expect(issues({ nested: { a: 1 } })).toEqual(['nested'])
  })
})
