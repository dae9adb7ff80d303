import { describe, expect, it } from 'vitest'
import { leadOf, persona } from '../../core/content/persona.ts'
import { simulateSequence } from '../../core/content/simulate-sequence.ts'
import { toInstant } from '../../core/names.ts'
import { reasonNotToEnter, sequencesToEnter } from '../../core/nurture/triggers.ts'
import { aLead } from '../fixtures/a-lead.ts'
import { sample, samples } from './sample-folder.ts'

const day = 86_400_000
/** A Monday morning. */
const startMs = Date.parse('2026-09-07T08:00:00.000Z')
const zone = 'Europe/Berlin'

/** Every mail that somebody gets from a sample sequence, with the day since its start; `clicks` are followed within hours. */
function play(id: string, given: Record<string, unknown> = {}, clicks: readonly string[] = []) {
  const { items, ended } = simulateSequence({
    sequence: sample('sequences', id),
    persona: persona.parse(given),
    startMs,
    clicks,
    zone,
  })
  const daysTo = (at: string) => (Date.parse(at) - startMs) / day
  return {
    mails: items.map(({ at, template }) => ({ day: Math.floor(daysTo(at)), template })),
    templates: items.map(({ template }) => template),
    days: daysTo(ended.at),
    reason: ended.reason,
  }
}

const invitation = expect.stringMatching(/^white-paper-last(-question)?$/)

describe('the white-paper sequence', () => {
  it('reminds who did not open the paper, shows the case of the industry, and invites once', () => {
    const { templates, reason } = play('white-paper', { fields: { industry: 'retail' } })
    expect(templates).toEqual(['white-paper-welcome', 'white-paper-reminder', 'case-study-retail', invitation])
    expect(reason).toBe('finished')
  })

  it('goes on early with who opened it', () => {
    const { mails } = play('white-paper', { fields: { industry: 'manufacturing' } }, ['white-paper-welcome'])
    expect(mails.slice(0, 2)).toEqual([
      { day: 0, template: 'white-paper-welcome' },
      { day: 0, template: 'case-study' },
    ])
    expect(mails.slice(2).map(({ template }) => template)).toEqual([invitation])
  })

  it('never sends more than two mails in seven days, whatever is clicked', () => {
    const { mails } = play('white-paper', {}, ['white-paper-welcome', 'white-paper-reminder', 'case-study'])
    expect(mails.map((mail) => mail.day)).toEqual([0, 0, 7])
  })

  it('keeps an MQL, and lets go who spoke with sales', () => {
    expect(play('white-paper', { stage: 'mql' }).mails).toHaveLength(4)
    expect(play('white-paper', { stage: 'sql' })).toMatchObject({ mails: [], reason: 'exit: stage sql' })
  })
})

describe('the sequences for idle leads', () => {
  const all = samples('sequences').map(({ value }) => value)

  it.each([
    [0, 're-engagement'],
    [34, 're-engagement'],
    [35, 'stay-close'],
    [90, 'stay-close'],
  ])('take a lead with %d points into %s', (total, sequence) => {
    const score = { total, fit: total, interest: 0, model: 'b2b', modelVersion: 1, at: toInstant(startMs) }
    for (const reason of ['new', 'sequences-finished', 'recycled'] as const) {
      const lead = aLead({ profile: { parked: { reason }, score } })
      expect(sequencesToEnter(all, lead, undefined, startMs).map(({ id }) => id)).toEqual([sequence])
    }
  })

  it('write seldom', () => {
    expect(play('stay-close').templates).toEqual(['stay-close-1', 'stay-close-2'])
    const { templates, days } = play('re-engagement')
    expect(templates).toEqual(['re-engagement-1', 're-engagement-2'])
    expect(days).toBeGreaterThan(90)
  })

  it('do not ask whether to go on where the first mail was read', () => {
    expect(play('re-engagement', {}, ['re-engagement-1']).templates).toEqual(['re-engagement-1'])
  })
})

describe('the sequence for new customers', () => {
  it('takes three mails in five weeks, for customers alone', () => {
    const { templates, days } = play('onboarding', { stage: 'customer' })
    expect(templates).toEqual(['onboarding-1', 'onboarding-2', 'onboarding-3'])
    expect(days).toBeLessThan(35)
    expect(play('onboarding').mails).toEqual([])
  })

  it('takes no customer without consent: being a customer is no consent', () => {
    const onboarding = sample('sequences', 'onboarding')
    const customer = persona.parse({ stage: 'customer' })
    expect(reasonNotToEnter(onboarding, leadOf(customer, ['product-education'], startMs), startMs)).toBeUndefined()
    expect(reasonNotToEnter(onboarding, leadOf(customer, ['newsletter'], startMs), startMs)).toBe('no-consent')
  })
})

it('a newsletter goes to its list on a working morning, here that of Tuesday', () => {
  const { mails, days } = play('newsletter-issue')
  expect(mails.map(({ template }) => template)).toEqual(['newsletter-issue'])
  expect(days).toBeGreaterThan(0.9)
  expect(days).toBeLessThan(1.2)
})
