import { describe, expect, it } from 'vitest'
import type { Condition } from '../../../core/condition.ts'
import type { Profile } from '../../../core/leads/lead.ts'
import { toInstant } from '../../../core/names.ts'
import { reasonToExit } from '../../../core/nurture/exits.ts'
import type { Sequence } from '../../../core/nurture/sequence.ts'
import { takeSteps } from '../../../core/nurture/take-steps.ts'
import { type Happening, sequencesToEnter } from '../../../core/nurture/triggers.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'

const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const at = toInstant(nowMs)
const day = at.slice(0, 10)
const score = (total: number, more: object = {}) => ({
  score: { total, fit: 30, interest: 10, model: 'b2b', modelVersion: 1, at, ...more },
})
const said = (name: string, value: string | number): Partial<Profile> => ({ fields: { [name]: value } })
const reads = (tag: string): Partial<Profile> => ({ interests: { [tag]: { days: [day] } } })

/** What is asked, of whom it holds, and of whom it does not. */
const asked: readonly [string, Condition, Partial<Profile>, Partial<Profile>][] = [
  ['role', { role: 'finance' }, said('role', 'finance'), said('role', 'planner')],
  ['industry', { industry: ['retail', 'wholesale'] }, said('industry', 'retail'), said('industry', 'mining')],
  ['company size', { companySize: { 'at-least': 50 } }, said('companySize', 80), said('companySize', 8)],
  ['company size, as a choice', { companySize: '50-249' }, said('companySize', '50-249'), said('companySize', '1-9')],
  ['software', { software: { contains: 'sap' } }, said('software', 'SAP ERP'), said('software', 'sheets')],
  ['problem', { problem: 'dead-stock' }, said('problem', 'dead-stock'), said('problem', 'wrong-records')],
  ['preferred format', { preferredFormat: 'video' }, said('preferredFormat', 'video'), said('preferredFormat', 'text')],
  ['interests', { interests: 'pricing' }, reads('pricing'), reads('forecast')],
  [
    'interests by what it looked at on the website',
    { interests: 'pricing' },
    { interests: { pricing: { days: [], visited: [day] } } },
    { interests: { pricing: { days: [], visited: ['2026-11-01'] } } },
  ],
  ['the main interest', { 'main-interest': 'pricing' }, reads('pricing'), reads('a')],
  ['the strength of an interest', { 'interest-in.pricing': { 'at-least': 1 } }, reads('pricing'), reads('forecast')],
  ['grade', { grade: { 'starts-with': 'A' } }, score(40, { grade: 'A2' }), score(40, { grade: 'B2' })],
  ['score band', { score: { 'at-least': 35, 'at-most': 54 } }, score(40), score(55)],
  ['indicator state', { indicators: 'budget' }, score(40, { indicators: ['budget'] }), score(40, { indicators: [] })],
  [
    'an indicator that does not hold',
    { none: [{ indicators: 'budget' }] },
    score(40, { indicators: ['need'] }),
    score(40, { indicators: ['budget'] }),
  ],
]

const enters = (trigger: Sequence['trigger'], profile: Partial<Profile>, happening?: Happening) =>
  sequencesToEnter([aSequence({ trigger })], aLead({ profile }), happening, nowMs).length === 1
const next = (steps: Sequence['steps'], profile: Partial<Profile>, more: Partial<Sequence> = {}) =>
  takeSteps({
    sequence: { ...aSequence({ steps }), ...more },
    enrolment: anEnrolment({ step: steps[0]?.id ?? '' }),
    lead: aLead({ profile }),
    nowMs,
    setting: { zone: 'UTC', marketingMail: true },
  }).decision
const posted: Happening = { type: 'form-submitted', at, data: { form: 'white-paper' } }
const downloaded: Happening = { type: 'content-downloaded', at, data: {} }
const goes = (template: string) => expect.objectContaining({ kind: 'send', template })

/** Where it is asked, and whether the sequence does then what it does for whom it holds. */
const places: readonly [string, (when: Condition, profile: Partial<Profile>) => boolean][] = [
  ['a trigger by segment', (when, profile) => enters({ segment: when }, profile)],
  ['a trigger by form', (when, profile) => enters({ form: 'white-paper', when }, profile, posted)],
  ['a trigger by stage', (when, profile) => enters({ stage: 'mql', when }, { ...profile, stage: 'mql' })],
  ['a trigger by tag', (when, profile) => enters({ tag: 'fair', when }, { ...profile, tags: ['fair'] })],
  ['a trigger by event', (when, profile) => enters({ event: 'content-downloaded', when }, profile, downloaded)],
  [
    'a trigger for idle leads',
    (when, profile) =>
      enters(
        { idle: { 'score-from': 0, after: ['new'] }, when },
        { ...profile, status: 'parked', parked: { reason: 'new' } },
      ),
  ],
  [
    'a branch',
    (when, profile) =>
      goes('theirs').asymmetricMatch(
        next(
          [
            { id: 'fork', branch: [{ when, go: 'theirs' }], otherwise: 'any' },
            { id: 'any', send: 'any' },
            { id: 'theirs', send: 'theirs' },
          ],
          profile,
        ),
      ),
  ],
  [
    'a branch by a named segment',
    (when, profile) =>
      goes('theirs').asymmetricMatch(
        next(
          [
            { id: 'fork', branch: [{ when: { segment: 'them' }, go: 'theirs' }], otherwise: 'any' },
            { id: 'any', send: 'any' },
            { id: 'theirs', send: 'theirs' },
          ],
          profile,
          { segments: [{ id: 'them', when }] as never },
        ),
      ),
  ],
  [
    'the choice of a variant',
    (when, profile) =>
      goes('theirs').asymmetricMatch(
        next([{ id: 'one', send: { template: 'any', variants: [{ when, template: 'theirs' }] } }], profile),
      ),
  ],
  [
    'the end of a wait',
    (when, profile) =>
      goes('theirs').asymmetricMatch(
        next(
          [
            { id: 'rest', wait: { for: '9d', until: when } },
            { id: 'theirs', send: 'theirs' },
          ],
          profile,
        ),
      ),
  ],
  [
    'an exit',
    (when, profile) =>
      reasonToExit(aSequence({ exit: [{ when }] }), anEnrolment(), aLead({ profile }), nowMs) !== undefined,
  ],
]

describe.each(places)('in %s', (_, does) => {
  it.each(asked)('%s is asked', (_name, when, holding, others) => {
    expect(does(when, holding)).toBe(true)
    expect(does(when, others)).toBe(false)
    // Of whom nothing is known nothing holds but what must not.
    if (!('none' in when)) expect(does(when, { fields: {} })).toBe(false)
  })
})
