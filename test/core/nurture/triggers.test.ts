import { describe, expect, it } from 'vitest'
import type { ParkReason } from '../../../core/leads/lead.ts'
import type { Enrolment } from '../../../core/nurture/enrolment.ts'
import { freshEnrolment, type Happening, reasonNotToEnter, sequencesToEnter } from '../../../core/nurture/triggers.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'

const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const day = 86_400_000
const at = (days: number) => new Date(nowMs + days * day).toISOString()
const happened = (type: string, data: Record<string, unknown> = {}, days = 0): Happening => ({
  type,
  at: at(days),
  data,
})
const scored = (total: number) => ({
  total,
  fit: total / 2,
  interest: total / 2,
  model: 'b2b',
  modelVersion: 1,
  at: at(0),
})
type Given = NonNullable<Parameters<typeof aLead>[0]>
type Written = NonNullable<Parameters<typeof aSequence>[0]>

const enters = (sequence: Written, lead: Given = {}, happening?: Happening) =>
  sequencesToEnter([aSequence(sequence)], aLead(lead), happening, nowMs).length === 1

describe('a trigger', () => {
  it.each<[string, Written['trigger'], Given, Happening | undefined, boolean]>([
    [
      'by a form that was posted',
      { form: 'white-paper' },
      {},
      happened('form-submitted', { form: 'white-paper' }),
      true,
    ],
    ['not by another form', { form: 'white-paper' }, {}, happened('form-submitted', { form: 'demo-request' }), false],
    [
      'by the confirmation of a form',
      { form: 'white-paper' },
      {},
      happened('consent-granted', { form: 'white-paper' }),
      true,
    ],
    [
      'by the last touch, should the event be missed',
      { form: 'white-paper' },
      { profile: { lastTouch: { at: at(-1), form: 'white-paper' } } },
      undefined,
      true,
    ],
    [
      'not by an act of last year',
      { form: 'white-paper' },
      { profile: { lastTouch: { at: at(-31), form: 'white-paper' } } },
      undefined,
      false,
    ],
    [
      'only where its condition holds',
      { form: 'white-paper', when: { country: 'RU' } },
      {},
      happened('form-submitted', { form: 'white-paper' }),
      false,
    ],
    ['by being at a stage', { stage: 'mql' }, { profile: { stage: 'mql' } }, undefined, true],
    ['not past it', { stage: 'mql' }, { profile: { stage: 'sql' } }, undefined, false],
    [
      'by becoming a customer',
      { stage: 'customer' },
      { profile: { stage: 'customer', customerSince: at(-2) } },
      undefined,
      true,
    ],
    [
      'not by having been one for years',
      { stage: 'customer' },
      { profile: { stage: 'customer', customerSince: at(-900) } },
      undefined,
      false,
    ],
    ['by a tag', { tag: 'webinar' }, { profile: { tags: ['webinar'] } }, undefined, true],
    ['by an event', { event: 'content-downloaded' }, {}, happened('content-downloaded'), true],
    [
      'by an event of its kind alone',
      { event: 'content-downloaded', where: { file: 'guide' } },
      {},
      happened('content-downloaded', { file: 'other' }),
      false,
    ],
    [
      'by an event where it says',
      { event: 'content-downloaded', where: { file: 'guide' } },
      {},
      happened('content-downloaded', { file: 'guide' }),
      true,
    ],
    [
      'by no act of a machine',
      { event: 'content-downloaded' },
      {},
      happened('content-downloaded', { file: 'guide', machine: true }),
      false,
    ],
    ['by a segment', { segment: { country: 'RU' } }, { profile: { fields: { country: 'RU' } } }, undefined, true],
    ['never without one', undefined, {}, happened('form-submitted', { form: 'white-paper' }), false],
  ])('lets a lead in %s', (_name, trigger, lead, happening, expected) => {
    expect(enters({ trigger }, lead, happening)).toBe(expected)
  })

  it('lets nobody in twice by the same act, though re-entry is allowed', () => {
    const sequence: Written = { trigger: { form: 'white-paper' }, 're-entry': 'after 1d' }
    const ended = anEnrolment({ state: 'finished', startedAt: at(-10), endedAt: at(-5) })
    const posted = (days: number) => happened('form-submitted', { form: 'white-paper' }, days)
    expect(enters(sequence, { enrolments: [ended] }, posted(-10))).toBe(false)
    expect(enters(sequence, { enrolments: [ended] }, posted(-2))).toBe(true)
  })

  it('holds back a lead that can not be mailed for it', () => {
    expect(enters({ trigger: { stage: 'lead' } }, { mailbox: { consent: {} } })).toBe(false)
  })

  it('lets a lead in that sales has: its mails wait', () => {
    expect(enters({ trigger: { stage: 'lead' } }, { handoffs: [aHandoff()] })).toBe(true)
  })
})

describe('entering', () => {
  const inside = (given: Partial<Enrolment>) => ({ enrolments: [anEnrolment(given)] })
  it.each<[string, Written, Given, string | undefined]>([
    ['is free', {}, {}, undefined],
    ['is refused inside', {}, inside({}), 'already inside'],
    ['is refused while paused', {}, inside({ state: 'paused' }), 'already inside'],
    [
      'is refused for good',
      {},
      inside({ state: 'finished', endedAt: at(-900) }),
      'was inside before, and re-entry is never',
    ],
    [
      'is refused for a while',
      { 're-entry': 'after 90d' },
      inside({ state: 'finished', endedAt: at(-89) }),
      'was inside before, and re-entry is after 90d',
    ],
    ['is free again after it', { 're-entry': 'after 90d' }, inside({ state: 'exited', endedAt: at(-90) }), undefined],
    [
      'counts from the last time',
      { 're-entry': 'after 90d' },
      {
        enrolments: [
          anEnrolment({ n: 1, state: 'finished', endedAt: at(-400) }),
          anEnrolment({ n: 2, state: 'finished', endedAt: at(-5) }),
        ],
      },
      'was inside before, and re-entry is after 90d',
    ],
    [
      'is refused where it would end at once',
      { exit: [{ stage: 'mql' }] },
      { profile: { stage: 'mql' } },
      'exit: stage mql',
    ],
    ['is refused without consent', {}, { mailbox: { consent: {} } }, 'no-consent'],
    ['does not mind other sequences', {}, { enrolments: [anEnrolment({ sequence: 'other' })] }, undefined],
    [
      'ends at twenty',
      {},
      { enrolments: Array.from({ length: 20 }, (_, index) => anEnrolment({ sequence: `s${index}` })) },
      'in 20 sequences already',
    ],
  ])('%s', (_name, sequence, lead, reason) => {
    expect(reasonNotToEnter(aSequence(sequence), aLead(lead), nowMs)).toBe(reason)
  })

  it('begins at the first step, due now, in the first generation', () => {
    expect(freshEnrolment(aSequence({ newsletter: true }), 4, aLead(), 3, nowMs)).toMatchObject({
      enrolmentId: 'white-paper.3',
      version: 4,
      state: 'active',
      step: 'welcome',
      visit: 0,
      generation: 1,
      wakeSeq: 0,
      due: at(0),
      newsletter: true,
    })
  })

  it('is for the highest priority first, which may mail before the others are entered', () => {
    const sequences = [3, 8, 3, 5].map((priority, index) =>
      aSequence({ id: `s${index}`, priority, trigger: { stage: 'lead' } }),
    )
    expect(sequencesToEnter(sequences, aLead(), undefined, nowMs).map(({ id }) => id)).toEqual(['s1', 's3', 's0', 's2'])
  })

  it('is for as many sequences at once as a mailbox can tell apart', () => {
    const sequences = Array.from({ length: 25 }, (_, index) =>
      aSequence({ id: `s${index}`, trigger: { stage: 'lead' } }),
    )
    const lead = aLead({ enrolments: [anEnrolment(), anEnrolment({ sequence: 'other' })] })
    expect(sequencesToEnter(sequences, lead, undefined, nowMs)).toHaveLength(18)
  })
})

describe('an idle lead', () => {
  const low = aSequence({
    id: 're-engagement',
    trigger: { idle: { 'score-from': 0, 'score-below': 35 } },
    're-entry': 'after 180d',
  })
  const high = aSequence({ id: 'stay-close', trigger: { idle: { 'score-from': 35 } }, 're-entry': 'after 180d' })
  const form = aSequence({ id: 'white-paper', trigger: { form: 'white-paper' } })
  const all = [low, form, high]
  const next = (lead: Given, happening?: Happening) =>
    sequencesToEnter(all, aLead(lead), happening, nowMs).map(({ id }) => id)
  const idle = (reason: ParkReason, more: Given['profile'] = {}): Given => ({
    profile: { status: 'parked', parked: { reason }, ...more },
  })

  it.each<[string, number, string]>([
    ['below', 34, 're-engagement'],
    ['on', 35, 'stay-close'],
    ['above', 80, 'stay-close'],
  ])('%s the border of the bands gets the sequence of its band', (_name, total, id) => {
    expect(next(idle('sequences-finished', { score: scored(total) }))).toEqual([id])
  })

  it('without a score is in the lowest band', () => {
    expect(next(idle('new'))).toEqual(['re-engagement'])
  })

  it('gets what it asked for before what its band would give', () => {
    expect(next(idle('new'), happened('form-submitted', { form: 'white-paper' }))).toEqual(['white-paper'])
  })

  it.each<[string, Given]>([
    ['is inside another sequence', { ...idle('new'), enrolments: [anEnrolment({ sequence: 'onboarding' })] }],
    ['was let go for a reason that the sequence does not take', idle('rejected')],
    [
      'is parked until a date by sales',
      { profile: { status: 'parked', parked: { reason: 'recycled', until: at(3) } } },
    ],
    ['is with sales', { profile: { status: 'with-sales', parked: undefined } }],
    ['is a customer', { profile: { status: 'customer', parked: undefined } }],
    [
      'was in its band lately',
      {
        ...idle('sequences-finished'),
        enrolments: [anEnrolment({ sequence: 're-engagement', state: 'finished', endedAt: at(-10) })],
      },
    ],
  ])('gets none when it %s', (_name, lead) => {
    expect(next(lead)).toEqual([])
  })

  it('is taken although Ripen itself has parked it until a date', () => {
    expect(next({ profile: { status: 'parked', parked: { reason: 'sequences-finished', until: at(60) } } })).toEqual([
      're-engagement',
    ])
  })

  it('is taken although a newsletter has it', () => {
    expect(next({ ...idle('new'), enrolments: [anEnrolment({ sequence: 'news', newsletter: true })] })).toEqual([
      're-engagement',
    ])
  })

  it('comes back to sequences when sales recycled it', () => {
    expect(next(idle('recycled'))).toEqual(['re-engagement'])
    expect(next({ profile: { status: 'parked', parked: { reason: 'recycled', until: at(-1) } } })).toEqual([
      're-engagement',
    ])
  })
})
