import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { persona } from '../../../core/content/persona.ts'
import { simulateSequence } from '../../../core/content/simulate-sequence.ts'
import type { SimulationInput } from '../../../core/content/simulation.ts'
import { aScoringModel, director } from '../../fixtures/a-scoring-model.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'

const startMs = Date.parse('2026-11-27T18:00:00.000Z')
const simulate = (
  given: Parameters<typeof aSequence>[0] = {},
  {
    persona: who = {},
    ...options
  }: Partial<Pick<SimulationInput, 'clicks' | 'acts' | 'asks' | 'model' | 'compose'>> & { persona?: object } = {},
) =>
  simulateSequence({
    sequence: aSequence(given),
    persona: persona.parse(who),
    startMs,
    zone: 'UTC',
    ...options,
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
        why: 'after 3 days at read-it; at fork: not clicked welcome, so on to reminder',
      },
      {
        at: '2026-12-02T18:00:00.000Z',
        step: 'case-study',
        template: 'case-study',
        why: 'after 2 days at pause',
      },
    ])
    expect(ended).toMatchObject({ at: '2026-12-02T18:00:00.000Z', reason: 'finished', says: 'all its steps are done' })
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
    expect(first?.held).toEqual([
      {
        reason: 'window',
        says: 'the window is closed; it is open mon-fri 09:00 to 17:00, and who waits for it is mailed in its first hour',
        from: '2026-11-27T18:00:00.000Z',
        until: first?.at,
      },
    ])
  })

  it('holds to the cap and says so', () => {
    const steps = [
      { id: 'one', send: 'one' },
      { id: 'two', send: 'two' },
      { id: 'three', send: 'three' },
    ]
    const { items } = simulate({ cap: { emails: 2, per: '7d' }, steps })
    const capped = 'the cap is reached: 2 mails have gone within 7 days, counted over all sequences'
    expect(items.map(({ at, held }) => [at.slice(0, 10), held?.map(({ says }) => says)])).toEqual([
      ['2026-11-27', undefined],
      ['2026-11-27', undefined],
      ['2026-12-04', [capped]],
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
    expect(simulate({ exit: [{ stage: 'mql' }] }, { persona: { stage: 'mql' } })).toMatchObject({
      items: [],
      ended: { at: '2026-11-27T18:00:00.000Z', reason: 'exit: stage mql' },
    })
    expect(simulate({ exit: [{ when: { clicked: 'welcome' } }] }, { clicks: ['welcome'] }).ended).toMatchObject({
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

  it('shows mails where they are known, and says which are not written yet', () => {
    const { items, notes } = simulate(
      {},
      { compose: (template) => (template === 'welcome' ? { subject: `On ${template}`, mail: 'whole' } : undefined) },
    )
    expect(items.map(({ subject, mail }) => [subject, mail])).toEqual([
      ['On welcome', 'whole'],
      [undefined, undefined],
      [undefined, undefined],
    ])
    expect(notes).toEqual([
      'there is no mail reminder yet: until there is, leads wait for it',
      'there is no mail case-study yet: until there is, leads wait for it',
    ])
  })

  it('stops at a mail that can’t be made, as the running system holds it', () => {
    const { items, ended } = simulate(
      {},
      {
        compose: (template) => (template === 'reminder' ? { problem: 'firstName is missing' } : { subject: template }),
      },
    )
    expect(items).toHaveLength(1)
    expect(ended.reason).toBe('held at reminder: firstName is missing')
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

describe('what a persona does', () => {
  const at = (moments: { at: string; kind: string; says: string }[]) =>
    moments.map(({ at: when, kind, says }) => `${when.slice(0, 16)} ${kind} ${says}`)

  it('counts from the first mail of its template, else from the start', () => {
    const acts = [
      { after: '1d', type: 'email-clicked', template: 'welcome' },
      { after: '2h', type: 'page-visited', path: '/pricing' },
    ]
    const { items, story } = simulate({}, { persona: { acts } })
    expect(items.map(({ template }) => template)).toEqual(['welcome', 'case-study'])
    expect(at([...story])).toEqual([
      '2026-11-27T18:00 mail welcome',
      '2026-11-27T18:00 wait waits at read-it',
      '2026-11-27T20:00 act visits (path /pricing)',
      '2026-11-28T18:00 act clicks welcome',
      '2026-11-28T18:00 go read-it ended early: clicked welcome',
      '2026-11-28T18:00 go at fork: clicked welcome, so on to case-study',
      '2026-11-28T18:00 mail case-study',
      '2026-11-28T18:00 end all its steps are done',
    ])
  })

  it('ends the sequence where it unsubscribes, bounces, or an exit’s event comes', () => {
    const after = { after: '1d' }
    expect(simulate({}, { acts: [{ ...after, type: 'consent-withdrawn' }] }).ended).toMatchObject({
      at: '2026-11-28T18:00:00.000Z',
      reason: 'unsubscribed',
    })
    expect(simulate({}, { acts: [{ ...after, type: 'email-bounced', template: 'welcome' }] }).ended.reason).toBe(
      'suppressed',
    )
    const exit = [{ event: 'meeting-booked' }]
    expect(simulate({ exit }, { acts: [{ ...after, type: 'meeting-booked' }] }).ended.reason).toBe(
      'exit: event meeting-booked',
    )
    const call = [{ ...after, type: 'call' }]
    expect(simulate({ goal: { event: 'call' } }, { acts: call }).ended).toMatchObject({ state: 'goal' })
    expect(simulate({ audience: 'prospects' }, { acts: [{ ...after, type: 'deal-won' }] }).ended.reason).toBe(
      'exit: for prospects only',
    )
  })

  it('answers more, and conditions see it', () => {
    const exit = [{ when: { industry: 'retail' } }]
    const acts = [{ after: '1d' as const, type: 'form-submitted', fields: { industry: 'retail' } }]
    expect(simulate({ exit }, { acts }).ended.reason).toBe('exit: condition')
  })

  it('gets mails of other sequences too, and the cap counts them', () => {
    const acts = [{ after: '1d', every: '1d', type: 'email-sent' }]
    const { items, ended } = simulate({ cap: { emails: 2, per: '7d' } }, { acts })
    expect(items).toHaveLength(1)
    expect(ended).toMatchObject({
      at: '2027-11-28T18:00:00.000Z',
      reason: expect.stringMatching(/^it goes on after a year, held at reminder: the cap is reached: 2 mails/),
    })
  })

  it('is held while sales has it, and goes on, parked, when sales gives it back', () => {
    const acts = [
      { after: '1d', type: 'handoff-opened' },
      { after: '10d', type: 'handoff-recycled', park: '20d' },
    ]
    const { items, story } = simulate({}, { acts })
    expect(at([...story]).filter((line) => line.includes(' held '))).toEqual([
      '2026-11-30T18:00 held sales has the lead, and this sequence waits meanwhile',
      '2026-12-07T18:00 held sales gave the lead back for later',
    ])
    expect(items[1]).toMatchObject({
      at: '2026-12-27T18:00:00.000Z',
      held: [
        { reason: 'with-sales', from: '2026-11-30T18:00:00.000Z', until: '2026-12-07T18:00:00.000Z' },
        { reason: 'parked', from: '2026-12-07T18:00:00.000Z', until: '2026-12-27T18:00:00.000Z' },
      ],
    })
  })

  it('is scored by a model, handed to sales over its bar, and leaves where sales accepts', () => {
    const model = { id: 'b2b', version: 1, value: aScoringModel(), agreed: true }
    const acts = [
      { after: '1h', type: 'page-visited', path: '/pricing' },
      { after: '2h', type: 'page-visited', path: '/pricing/teams' },
      { after: '3h', type: 'page-visited', path: '/pricing' },
      { after: '4d', type: 'handoff-accepted' },
    ]
    const { story, ended } = simulate(
      { trigger: { form: 'white-paper' }, exit: [{ stage: 'sql' }] },
      { persona: director, acts, model },
    )
    expect(at([...story]).filter((line) => line.includes(' score '))).toEqual([
      '2026-11-27T19:00 score stage mql with 50 points (fit 30, interest 20)',
      '2026-11-27T20:00 score sales-ready with 60 points (fit 30, interest 30): handed to sales',
    ])
    expect(ended).toMatchObject({ at: '2026-12-01T18:00:00.000Z', reason: 'exit: stage sql' })
    const fixed = { ...director, score: { total: 5, fit: 5, interest: 0 } }
    expect(simulate({}, { persona: fixed, acts, model }).story.some(({ kind }) => kind === 'score')).toBe(false)
  })

  it('is an SQL at the acceptance only where the funnel asks for nothing more', () => {
    const asks = { findings: ['need', 'authority'] as const, funnelVersion: 3 }
    const accepts = [
      { after: '1d', type: 'handoff-opened' },
      { after: '4d', type: 'handoff-accepted' },
    ]
    const qualifies = (found: object) => [...accepts, { after: '5d', type: 'handoff-qualified', ...found }]
    const played = (acts: SimulationInput['acts'], asked: object) =>
      simulate({ exit: [{ stage: 'sql' }] }, { persona: director, acts, ...asked })
    const whole = { need: 'stock in one place', authority: 'decides herself' }
    expect(played(accepts, {}).ended).toMatchObject({ at: '2026-12-01T18:00:00.000Z', reason: 'exit: stage sql' })
    const without = played(accepts, { asks })
    expect(without.ended.reason).not.toBe('exit: stage sql')
    expect(without.notes).toEqual([
      'sales accepts, which makes no SQL: the funnel asks for need and authority; write an act handoff-qualified that says them',
    ])
    expect(played(qualifies({ need: 'stock', to: 'sql' }), { asks }).ended.reason).not.toBe('exit: stage sql')
    const found = played(qualifies(whole), { asks })
    expect(found.ended).toMatchObject({ at: '2026-12-02T18:00:00.000Z', reason: 'exit: stage sql' })
    expect(found.notes).toEqual([])
    // Nobody accepted yet, so nobody can have found it.
    const early = [
      { after: '1d', type: 'handoff-opened' },
      { after: '2d', type: 'handoff-qualified', ...whole },
    ]
    expect(played(early, { asks }).ended.reason).not.toBe('exit: stage sql')
  })

  it('says what it would do about mails that never come', () => {
    expect(simulate({}, { clicks: ['nothing'] }).notes).toEqual([
      'white-paper never sends nothing: what the persona does about it is left out',
    ])
  })

  it('holds to a window through the change of the clocks, in its own zone', () => {
    const { items } = simulate(
      {
        window: { days: 'mon-sun', hours: '09:00-10:00' },
        steps: [
          { id: 'w', wait: '120d' },
          { id: 's', send: 'one' },
        ],
      },
      { persona: { zone: 'Europe/Berlin' } },
    )
    // 120 days later it is 28 March 2027: Berlin has changed to summer time that night, and nine o'clock is seven in UTC.
    expect(items[0]?.at).toMatch(/^2027-03-28T07:/)
  })
})

describe('several sequences at once', () => {
  const cap = { emails: 1, per: '7d' }
  const one = (given: object = {}) => aSequence({ id: 'one', steps: [{ id: 'a', send: 'a' }], ...given })
  const two = (given: object = {}) => aSequence({ id: 'two', steps: [{ id: 'b', send: 'b' }], ...given })
  const both = (first: object, second: object, options: object = {}) =>
    simulateSequence({
      sequence: one(first),
      beside: [two(second)],
      persona: persona.parse({}),
      startMs,
      zone: 'UTC',
      ...options,
    })

  it('share one cap, and the higher priority goes first', () => {
    const { items, ends, story } = both({ cap, priority: 3 }, { cap, priority: 7 })
    expect(items).toMatchObject([
      { at: '2026-11-27T18:00:00.000Z', sequence: 'two', template: 'b' },
      { at: '2026-12-04T18:00:00.000Z', sequence: 'one', template: 'a', why: 'the first step' },
    ])
    expect(items[1]?.held?.map(({ says }) => says)).toEqual([
      'the cap is reached: 1 mail has gone within 7 days, counted over all sequences',
    ])
    expect(ends?.map(({ sequence, state }) => [sequence, state])).toEqual([
      ['one', 'finished'],
      ['two', 'finished'],
    ])
    expect(story.every(({ sequence }) => sequence === 'one' || sequence === 'two')).toBe(true)
  })

  it('mail the same in whatever order they are named, and say who goes first where both want to', () => {
    const waits = (send: string) => [
      { id: 'rest', wait: '1d' },
      { id: 'mail', send },
    ]
    const [first, second] = [one({ cap, steps: waits('a') }), two({ cap, steps: waits('b') })]
    const said = (sequence: typeof first, other: typeof first) =>
      simulateSequence({ sequence, beside: [other], persona: persona.parse({}), startMs, zone: 'UTC' }).items.map(
        ({ template, held }) => [template, held?.map(({ reason }) => reason)],
      )
    expect(said(first, second)).toEqual([
      ['a', undefined],
      ['b', ['cap of 1 in 7d']],
    ])
    expect(said(second, first)).toEqual(said(first, second))
    // Both clocks ring after three days, and the second has waited for its mail since the start.
    const three = { cap: { emails: 1, per: '3d' } }
    const rests = [
      { id: 'rest', wait: '3d' },
      { id: 'mail', send: 'a' },
    ]
    const mails = [
      { id: 'mail', send: 'b' },
      { id: 'next', send: 'c' },
    ]
    expect(said(one({ ...three, steps: rests }), two({ ...three, steps: mails }))).toEqual([
      ['b', undefined],
      ['c', ['cap of 1 in 3d']],
      ['a', ['turn of two', 'cap of 1 in 3d']],
    ])
  })

  it('hear each of what the persona does, and end each by itself', () => {
    const waits = [{ id: 'w', wait: '30d' }]
    const leaves = { steps: waits, exit: [{ event: 'meeting-booked' }] }
    const acts = [{ after: '2d', type: 'meeting-booked' }]
    const { ends, ended } = both(leaves, { steps: waits }, { acts })
    expect(ends).toMatchObject([
      { sequence: 'one', state: 'exited', at: '2026-11-29T18:00:00.000Z' },
      { sequence: 'two', state: 'finished', at: '2026-12-27T18:00:00.000Z' },
    ])
    expect(ended).toMatchObject({ state: 'finished', at: '2026-12-27T18:00:00.000Z' })
    const { ends: left } = both(
      leaves,
      { steps: waits, topic: 'news' },
      { acts: [{ after: '1d', type: 'consent-withdrawn' }] },
    )
    expect(left?.map(({ reason }) => reason)).toEqual(['unsubscribed', 'unsubscribed'])
  })

  const steps = fc
    .array(fc.oneof(fc.constant('send'), fc.integer({ min: 1, max: 20 })), { minLength: 1, maxLength: 8 })
    .map((drawn) =>
      drawn.map((kind, n) => (kind === 'send' ? { id: `s-${n}`, send: `m-${n}` } : { id: `s-${n}`, wait: `${kind}d` })),
    )
  const caps = fc.option(fc.record({ emails: fc.integer({ min: 1, max: 3 }), per: fc.constantFrom('1d', '7d') }), {
    nil: undefined,
  })

  it('are each as alone where nothing caps them, and never over a cap where something does', () => {
    const priority = fc.integer({ min: 1, max: 9 })
    fc.assert(
      fc.property(steps, steps, caps, caps, priority, (first, second, cap, otherCap, higher) => {
        const [given, other] = [
          { steps: first, ...(cap && { cap }) },
          { steps: second, priority: higher, ...(otherCap && { cap: otherCap }) },
        ]
        const { items } = both(given, other)
        const of = (name: string) => items.filter(({ sequence }) => sequence === name)
        if (!cap && !otherCap) {
          const alone = [one(given), two(other)].map((sequence) =>
            simulateSequence({ sequence, persona: persona.parse({}), startMs, zone: 'UTC' }),
          )
          for (const [n, name] of ['one', 'two'].entries()) {
            expect(of(name).map(({ at, step }) => [at, step])).toEqual(
              alone[n]?.items.map(({ at, step }) => [at, step]),
            )
          }
        }
        const times = items.map(({ at }) => Date.parse(at))
        for (const [name, most] of [
          ['one', cap],
          ['two', otherCap],
        ] as const) {
          if (!most) continue
          const perMs = (most.per === '1d' ? 1 : 7) * 86_400_000
          for (const { at } of of(name)) {
            const before = times.filter((ms) => ms > Date.parse(at) - perMs && ms < Date.parse(at)).length
            expect(before).toBeLessThan(most.emails)
          }
        }
      }),
      { numRuns: 200 },
    )
  })
})
