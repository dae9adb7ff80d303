import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type Form, form } from '../../../core/capture/form.ts'
import { isError, pointerOf } from '../../../core/content/problem.ts'
import { checkScoringModel, findInScoringModel } from '../../../core/scoring/check-model.ts'
import { foldScore } from '../../../core/scoring/fold-score.ts'
import { scoringModel } from '../../../core/scoring/model.ts'
import { aFact } from '../../fixtures/a-fact.ts'
import { aForm } from '../../fixtures/a-form.ts'
import { aScoringModel } from '../../fixtures/a-scoring-model.ts'

const email = { id: 'email', type: 'email', required: true, label: 'Email' }
const jobTitle = { id: 'jobTitle', type: 'text', label: 'Job title' }
const country = {
  id: 'country',
  type: 'select',
  label: 'Country',
  options: ['DE', 'RU', 'KZ'].map((value) => ({ value, label: value })),
}
const paper = aForm({ id: 'white-paper', fields: [email, jobTitle, country] })
const demo = aForm({ id: 'demo-request', fields: [email, jobTitle], intent: 'explicit' })
const forms = [paper, demo]
const bar = { score: 60, 'fit-at-least': 20, 'interest-at-least': 15, 'drop-below': 50 }
const calls = [{ on: 'call', points: 60 }]
const check = (given: Record<string, unknown>, beside: readonly Form[] = forms) =>
  checkScoringModel(aScoringModel(given), beside)

describe('a model on its way to be published', () => {
  it('passes as the sample is, and as the tests use it', () => {
    expect(check({})).toEqual([])
    const root = join(import.meta.dirname, '../../../templates')
    const read = (path: string) => parse(readFileSync(join(root, path), 'utf8'), { merge: true })
    const sampleForms = globSync('forms/*.yaml', { cwd: root }).map((path) => form.parse(read(path)))
    expect(sampleForms.length).toBeGreaterThan(0)
    expect(checkScoringModel(scoringModel.parse(read('scoring-models/b2b.yaml')), sampleForms)).toEqual([])
  })

  it('passes as docs/scoring.md shows all its keys', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/scoring.md'), 'utf8')
    const [, shown = ''] = /### Every key of a model\n+```yaml\n([^`]+)```/.exec(page) ?? []
    const asked = aForm({
      id: 'white-paper',
      fields: [email, jobTitle, { id: 'budget', type: 'text', label: 'Budget' }],
    })
    const model = scoringModel.parse({ id: 'shown', ...parse(shown) })
    expect(checkScoringModel(model, [asked])).toEqual([])
    expect(model.groups.length + model.inactivity.length).toBeGreaterThan(2)
  })

  it.each<[string, Record<string, unknown>, RegExp]>([
    [
      'two rules of one name',
      { engagement: [{ id: 'decides', on: 'call', points: 60 }] },
      /^\/engagement\/0\/id: "decides" is the name of an earlier one/,
    ],
    [
      'a field that no form has',
      { fit: [{ when: { jobtitle: 'x', jobTitle: 'y' }, points: 30 }] },
      /^\/fit\/0\/when: no form has a field "jobtitle"; ask for one of country, customer, imported.origin, imported.source, jobTitle, lead-source.basis, lead-source.campaign, lead-source.controllable, lead-source.form, lead-source.medium, lead-source.name, lead-source.origin, locale, tags/,
    ],
    [
      'an origin that no source has',
      { fit: [{ when: { 'lead-source.origin': 'inbond', jobTitle: 'y' }, points: 30 }] },
      /^\/fit\/0\/when\/lead-source.origin: no source has the origin "inbond"; write one of inbound, outbound,/,
    ],
    [
      'a field inside any',
      {
        fit: [
          { when: { any: [{ size: 5 }] }, points: 30 },
          { when: { jobTitle: 'y' }, points: 30 },
        ],
      },
      /"size"/,
    ],
    [
      'what scoring makes itself',
      {
        fit: [
          { when: { jobTitle: 'y' }, points: 30 },
          { when: { stage: 'mql' }, points: 30 },
        ],
      },
      /"stage"/,
    ],
    [
      'an indicator on an unknown field',
      { indicators: [{ id: 'budget', when: { budget: { exists: true } }, ask: 'How much?' }] },
      /^\/indicators\/0\/when: no form has a field "budget"/,
    ],
    [
      'a count of indicators that is not theirs',
      { qualify: { ...bar, indicators: '2 of 4' } },
      /^\/qualify\/indicators: it says "of 4" and there are 0/,
    ],
    [
      'more indicators than there are',
      { indicators: [{ id: 'a', when: { country: 'DE' }, ask: '?' }], qualify: { ...bar, indicators: '2 of 1' } },
      /^\/qualify\/indicators: 2 of 1 can't be; write 1 to 1/,
    ],
    [
      'interest that the caps keep out of reach',
      { engagement: [{ on: 'call', points: 10, cap: 14 }] },
      /^\/qualify\/interest-at-least: nobody can reach 15: the engagement rules with their caps give 14 at most/,
    ],
    [
      'interest without any act',
      { engagement: [{ on: 'email-bounced', points: 90 }] },
      /^\/qualify\/interest-at-least: nobody can reach 15/,
    ],
    [
      'fit that no answers reach',
      {
        fit: [
          { when: { country: 'DE' }, points: 15 },
          { when: { country: 'RU' }, points: 15 },
        ],
      },
      /^\/qualify\/fit-at-least: nobody can reach 20: the fit rules give 15 at most/,
    ],
    [
      'fit by an option that no form offers',
      { fit: [{ when: { country: 'FR' }, points: 30 }] },
      /^\/qualify\/fit-at-least: .* give 0 at most/,
    ],
    [
      'a score that all rules together do not reach',
      { engagement: [{ on: 'call', points: 10, cap: 20 }] },
      /^\/qualify\/score: nobody can reach 60: all rules together give 50 at most/,
    ],
    [
      'an MQL bar over that of sales',
      { mql: { score: 61, 'fit-at-least': 20, 'interest-at-least': 15 } },
      /^\/mql\/score: .*; write at most 60/,
    ],
    [
      'a rule on its own decisions',
      {
        engagement: [
          { on: 'call', points: 60 },
          { on: 'qualified', points: 5 },
        ],
      },
      /^\/engagement\/1\/on: "qualified" is what scoring itself decides/,
    ],
    [
      'a rule on what sales is told',
      { engagement: [{ on: 'handoff-opened', points: 5 }] },
      /^\/engagement\/0\/on: "handoff-opened" is what Ripen tells sales/,
    ],
    [
      'a rule on what nobody is told',
      {
        engagement: [
          { on: 'call', points: 60 },
          { on: 'email-sent', points: 5 },
        ],
      },
      /^\/engagement\/1\/on: "email-sent"/,
    ],
    [
      'a dial under the MQL bar',
      { dial: [{ from: 'quarter-start', for: '4w', score: 44 }] },
      /^\/dial\/0\/score: an MQL needs 45/,
    ],
    [
      'a dial that changes nothing',
      { dial: [{ from: 'quarter-start', for: '4w', score: 60 }] },
      /^\/dial\/0\/score: it changes nothing/,
    ],
    [
      'a role of a company by a field that no form has',
      { accounts: { roles: [{ id: 'pays', when: { department: 'finance' } }] } },
      /^\/accounts\/roles\/0\/when: no form has a field "department"; ask for one of country,/,
    ],
    [
      'a company that nobody fits well enough',
      {
        accounts: {
          roles: [{ id: 'decides', when: { jobTitle: 'y' } }],
          qualify: { 'people-at-least': 2, 'fit-at-least': 9_000, 'interest-at-least': 9_000 },
        },
      },
      /^\/accounts\/qualify\/fit-at-least: nobody can reach 9000: the fit rules give/,
    ],
    [
      'a cap under one award of its own rule',
      { engagement: [{ on: 'call', points: 20, cap: 19 }] },
      /^\/engagement\/0\/cap: one time brings 20 points, and the cap lets 19 through: .*; write 20 or more, or give at most 19/,
    ],
    [
      'a cap under one loss of its own rule',
      { engagement: [...calls, { on: 'demo', points: -20, cap: 19 }] },
      /^\/engagement\/1\/cap: /,
    ],
    [
      'a cap of a group under one award of its rules',
      {
        groups: [{ id: 'talks', cap: 30 }],
        engagement: [...calls, { on: 'demo', points: 31, group: 'talks' }],
      },
      /^\/groups\/0\/cap: one time brings 31 points, and the cap lets 30 through/,
    ],
    [
      'a group that there is not',
      { groups: [{ id: 'talks', cap: 60 }], engagement: [{ on: 'call', points: 60, group: 'talk' }] },
      /^\/engagement\/0\/group: there is no group "talk"; write "talks"/,
    ],
    [
      'interest that the caps of groups keep out of reach',
      { groups: [{ id: 'talks', cap: 14 }], engagement: [{ on: 'call', points: 10, group: 'talks' }] },
      /^\/qualify\/interest-at-least: nobody can reach 15: .* give 14 at most/,
    ],
    [
      'two rules that count the same acts',
      {
        engagement: [
          ...calls,
          { id: 'a', on: 'demo', where: { by: 'anna' }, points: 5 },
          { id: 'b', on: 'demo', where: { by: ['anna'] }, points: 7, 'half-life': '3d' },
        ],
      },
      /^\/engagement\/2\/where: it counts each act that the rule "a" counts, and no other: one act is awarded twice/,
    ],
    [
      'two rules that ask for the same answers',
      {
        fit: [
          { id: 'decides', when: { jobTitle: 'director' }, points: 30 },
          { when: { jobTitle: { equals: 'Director' } }, points: 3 },
        ],
      },
      /^\/fit\/1\/when: it asks just what the rule "decides" asks/,
    ],
    [
      'two indicators that ask for the same',
      {
        indicators: [
          { id: 'a', when: { country: 'DE' }, ask: '?' },
          { id: 'b', when: { country: 'DE' }, ask: '?' },
        ],
      },
      /^\/indicators\/1\/when: it asks just what "a" asks/,
    ],
    [
      'more indicators at once than answers can hold',
      {
        indicators: [
          { id: 'a', when: { country: 'DE' }, ask: '?' },
          { id: 'b', when: { country: 'RU' }, ask: '?' },
        ],
        qualify: { ...bar, indicators: '2 of 2' },
      },
      /^\/qualify\/indicators: nobody can have 2 of them at once: what the forms ask lets 1 hold at most/,
    ],
    [
      'a rule that can never hold',
      {
        engagement: [
          ...calls,
          { on: 'demo', where: { any: [{ minutes: { 'at-least': 9, 'at-most': 8 } }] }, points: 5 },
        ],
      },
      /^\/engagement\/1\/where\/any\/0\/minutes: it can never hold: no number is at least 9 and at most 8/,
    ],
    [
      'a rule whose values it rules out itself',
      { fit: [{ when: { jobTitle: { in: ['a'], 'not-in': ['A'] } }, points: 30 }] },
      /^\/fit\/0\/when\/jobTitle: it can never hold: none of the values/,
    ],
    [
      'steps of inactivity after the same time',
      {
        inactivity: [
          { id: 'a', after: '7d', points: -5 },
          { id: 'b', after: '1w', points: -5 },
        ],
      },
      /^\/inactivity\/1\/after: an earlier step is after the same time/,
    ],
    [
      'a dial that nobody reaches',
      {
        engagement: [{ on: 'call', points: 20, cap: 40 }],
        dial: [{ from: 'quarter-end', for: '-4w', score: 71 }],
      },
      /^\/dial\/0\/score: nobody can reach 71: all rules together give 70 at most/,
    ],
    [
      'bounds that its own bar is not in',
      { qualify: { ...bar, bounds: { 'at-least': 61, 'at-most': 70 } } },
      /^\/qualify\/bounds: the model's own 60 is not in 61 to 70/,
    ],
    [
      'bounds under the MQL bar',
      { qualify: { ...bar, bounds: { 'at-least': 44, 'at-most': 70 } } },
      /^\/qualify\/bounds\/at-least: an MQL needs 45/,
    ],
    [
      'bounds up to where nobody comes',
      {
        engagement: [{ on: 'call', points: 20, cap: 40 }],
        qualify: { ...bar, bounds: { 'at-least': 60, 'at-most': 71 } },
      },
      /^\/qualify\/bounds\/at-most: nobody can reach 71/,
    ],
  ])('is refused with %s', (_name, given, problem) => {
    const problems = check(given)
    expect(problems).toContainEqual(expect.stringMatching(problem))
  })

  it.each<[string, Record<string, unknown>, string, string | undefined]>([
    ['no bounds for sales', {}, '/qualify', 'it has no bounds: sales can’t set the bar without another agreement'],
    ['bounds for sales', { qualify: { ...bar, bounds: { 'at-least': 55, 'at-most': 65 } } }, '/qualify', undefined],
    [
      'a rule for some acts beside one for all',
      {},
      '/engagement/1/where',
      'what it counts the rule "asked" counts as well: one act brings 50 points',
    ],
    [
      'both in one group',
      {
        groups: [{ id: 'forms', cap: 45 }],
        engagement: [
          { on: 'form-submitted', points: 5, group: 'forms' },
          { on: 'form-submitted', where: { form: 'demo-request' }, points: 40, group: 'forms' },
        ],
      },
      '/engagement/1/where',
      undefined,
    ],
    [
      'one that takes what the other gives',
      {
        engagement: [
          { on: 'page-visited', points: 5 },
          { on: 'page-visited', where: { path: '/jobs' }, points: -5 },
        ],
      },
      '/engagement/1/where',
      undefined,
    ],
    [
      'a bonus for doing it often',
      {
        engagement: [
          { on: 'call', points: 5 },
          { on: 'call', points: 9, 'at-least': 3, within: '7d' },
        ],
      },
      '/engagement/1/on',
      undefined,
    ],
    [
      'what machines do beside what people do',
      {
        engagement: [
          { on: 'email-clicked', points: 5 },
          { on: 'email-clicked', where: { machine: true }, points: 1 },
        ],
      },
      '/engagement/1/where',
      undefined,
    ],
    [
      'an answer that passes two rules',
      {
        fit: [
          { id: 'any', when: { country: ['DE', 'RU'] }, points: 10 },
          { when: { country: 'DE' }, points: 20 },
        ],
      },
      '/fit/1/when',
      'who passes it passes the rule "any" as well, and gets 30 points',
    ],
    [
      'a grade that nobody gets',
      { grades: { fit: [31, 20, 10] } },
      '/grades/fit/0',
      'nobody is graded so: the fit rules give 30 at most',
    ],
    ['a group without rules', { groups: [{ id: 'talks', cap: 9 }] }, '/groups/0', 'no rule is in this group'],
  ])('is doubtful, or not, with %s', (_name, given, pointer, message) => {
    const found = findInScoringModel(aScoringModel(given), forms).filter(({ severity }) => severity === 'warning')
    expect(found.find(({ path }) => pointerOf(path) === pointer)?.message).toBe(message)
  })

  it.each([
    ['a half-life of nothing', { engagement: [{ on: 'call', points: 5, 'half-life': '0d' }] }],
    ['a half-life under nothing', { engagement: [{ on: 'call', points: 5, 'half-life': '-3d' }] }],
    ['a count without a time', { engagement: [{ on: 'call', points: 5, 'at-least': 3 }] }],
    ['a time without a count', { engagement: [{ on: 'call', points: 5, within: '3d' }] }],
    [
      'fading of what is given once',
      { engagement: [{ on: 'call', points: 5, 'at-least': 3, within: '3d', 'half-life': '3d' }] },
    ],
    ['points for doing nothing', { inactivity: [{ after: '30d', points: 5 }] }],
    ['grades that rise', { grades: { fit: [10, 20, 30] } }],
    ['a bar that drops nobody', { qualify: { ...bar, 'drop-below': 60 } }],
  ])('can’t be read with %s', (_name, given) => {
    expect(() => aScoringModel(given)).toThrow()
  })

  it('says where, what and how to mend it', () => {
    const found = findInScoringModel(aScoringModel({ qualify: { ...bar, indicators: '2 of 4' } }), forms)
    expect(found.filter(isError)).toEqual([
      {
        path: ['qualify', 'indicators'],
        severity: 'error',
        message: 'it says "of 4" and there are 0 indicators',
        mend: 'write "of 0"',
      },
    ])
  })

  it('asks nothing about fields while no form is live', () => {
    expect(check({ fit: [{ when: { whatever: true }, points: 30 }] }, [])).toEqual([])
  })
})

describe('one submission of one form', () => {
  const generous = {
    engagement: [
      { id: 'asked', on: 'form-submitted', points: 40 },
      { on: 'call', points: 10 },
    ],
  }

  it('qualifies nobody: such a model is refused, naming form and sum', () => {
    expect(check(generous)).toEqual([
      '/qualify/score: one submission of the form "white-paper" alone brings up to 70 points (fit 30, interest 40) and would qualify, for example with jobTitle "director"; ' +
        'give fewer points, set the score over 70 or interest-at-least over 40, or give the form "intent: explicit"',
    ])
  })

  it('may do so where the form says that its people ask for sales', () => {
    expect(check(generous, [demo])).toEqual([])
  })

  it.each<[string, Record<string, unknown>, boolean]>([
    ['a gate keeps it out', { ...generous, qualify: { ...bar, 'interest-at-least': 41 } }, false],
    [
      'the lowest bar of the dial counts',
      {
        engagement: [
          { on: 'form-submitted', points: 20 },
          { on: 'call', points: 60 },
        ],
        dial: [{ from: 'quarter-start', for: '4w', score: 45 }],
      },
      true,
    ],
    [
      'the lowest bar that sales may set counts',
      {
        engagement: [
          { on: 'form-submitted', points: 20 },
          { on: 'call', points: 60 },
        ],
        qualify: { ...bar, bounds: { 'at-least': 50, 'at-most': 70 } },
      },
      true,
    ],
    [
      'what counts several times within a time is not met by one post',
      {
        engagement: [
          { on: 'form-submitted', points: 40, 'at-least': 2, within: '7d' },
          { on: 'call', points: 60 },
        ],
      },
      false,
    ],
    [
      'caps of groups count',
      {
        groups: [{ id: 'forms', cap: 10 }],
        engagement: [
          { on: 'form-submitted', points: 40, group: 'forms' },
          { on: 'call', points: 60 },
        ],
      },
      false,
    ],
    [
      'caps count',
      {
        engagement: [
          { on: 'form-submitted', points: 40, cap: 10 },
          { on: 'call', points: 60 },
        ],
      },
      false,
    ],
    [
      'a rule for another form does not',
      {
        engagement: [
          { on: 'form-submitted', where: { form: 'demo-request' }, points: 40 },
          { on: 'call', points: 60 },
        ],
      },
      false,
    ],
    [
      'what is not known of the post is taken as it brings more',
      { engagement: [{ on: 'form-submitted', where: { form: 'white-paper', source: 'ads' }, points: 40 }] },
      true,
    ],
    [
      'its confirmation belongs to it',
      {
        engagement: [
          { on: 'consent-granted', where: { topic: 'product-education' }, points: 40 },
          { on: 'call', points: 60 },
        ],
      },
      true,
    ],
    [
      'indicators that the form can’t meet keep it out',
      {
        ...generous,
        indicators: [{ id: 'a', when: { country: 'DE', locale: 'ru' }, ask: '?' }],
        qualify: { ...bar, indicators: '1 of 1' },
      },
      false,
    ],
    [
      'indicators that it meets do not',
      {
        ...generous,
        indicators: [{ id: 'a', when: { country: 'DE' }, ask: '?' }],
        qualify: { ...bar, indicators: '1 of 1' },
      },
      true,
    ],
  ])('%s', (_name, given, refused) => {
    expect(check(given).some((problem) => problem.includes('one submission'))).toBe(refused)
  })

  it('is measured by the best answers: no answers bring more than the sum that is named', () => {
    const options = ['a', 'b', 'c']
    const fields = [
      { id: 'role', type: 'select', label: 'Role', options: options.map((value) => ({ value, label: value })) },
      { id: 'size', type: 'number', label: 'Size', 'at-least': 0, 'at-most': 9 },
      { id: 'vat', type: 'checkbox', label: 'VAT' },
    ]
    const survey = aForm({ id: 'survey', fields: [email, ...fields], consent: [] })
    const test = fc.oneof(
      fc.record({ role: fc.constantFrom(...options) }),
      fc.record({ role: fc.record({ 'not-in': fc.subarray(options, { minLength: 1 }) }) }),
      fc.record({ size: fc.record({ 'at-least': fc.integer({ min: -1, max: 10 }) }) }),
      fc.record({ size: fc.integer({ min: -1, max: 10 }), vat: fc.boolean() }),
      fc.record({ none: fc.tuple(fc.record({ vat: fc.boolean() })) }),
      fc.record({ role: fc.constantFrom(...options), size: fc.record({ 'at-most': fc.integer({ min: 0, max: 9 }) }) }),
      fc.record({ vat: fc.record({ exists: fc.boolean() }) }),
    )
    const fit = fc.array(fc.record({ when: test, points: fc.integer({ min: -20, max: 20 }) }), {
      minLength: 1,
      maxLength: 6,
    })
    const people = ['a', 'b', 'c', undefined].flatMap((role) =>
      [undefined, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((size) =>
        [true, false, undefined].map((vat) => ({ role, size, vat })),
      ),
    )
    fc.assert(
      fc.property(fit, (rules) => {
        const model = aScoringModel({
          fit: rules,
          engagement: [{ on: 'form-submitted', points: 1_000 }],
          qualify: { score: 2, 'fit-at-least': 1, 'interest-at-least': 1, 'drop-below': 1 },
          mql: { score: 2, 'fit-at-least': 1, 'interest-at-least': 1 },
        })
        const post = aFact({ type: 'form-submitted', data: { form: 'survey' } })
        const most = Math.max(...people.map((lead) => foldScore(model, lead, [post], 0).fit))
        const [problem] = checkScoringModel(model, [survey]).filter((one) => one.includes('one submission'))
        expect(Number(/\(fit (\d+)/.exec(problem ?? '(fit 0')?.[1])).toBe(Math.max(0, most))
      }),
      { numRuns: 300 },
    )
  })

  it('takes text as saying several things at once', () => {
    const twoRoles = {
      fit: [
        { when: { jobTitle: { contains: ['director'] } }, points: 20 },
        { when: { jobTitle: { contains: ['engineer', 'developer'] } }, points: 20 },
        { when: { jobTitle: { 'starts-with': 'intern' } }, points: -20 },
      ],
      engagement: [
        { on: 'form-submitted', points: 20 },
        { on: 'call', points: 10 },
      ],
    }
    expect(check(twoRoles).join()).toContain('jobTitle "director / engineer"')
  })
})
