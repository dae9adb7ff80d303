import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkSequence } from '../../../core/content/check-sequence.ts'
import { leadOf, persona } from '../../../core/content/persona.ts'
import { pointerOf } from '../../../core/content/problem.ts'
import { takeSteps } from '../../../core/nurture/take-steps.ts'
import { freshEnrolment } from '../../../core/nurture/triggers.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'

const found = (given: Parameters<typeof aSequence>[0]) =>
  checkSequence(aSequence(given)).map(({ path, severity, message }) => ({
    pointer: pointerOf(path),
    severity,
    message,
  }))
const mail = { id: 'mail', send: 'welcome' }

describe('checking a sequence', () => {
  it('finds nothing in a good one', () => {
    expect(found({ window: { days: 'mon-fri', hours: '09:00-17:00' }, cap: { emails: 2, per: '7d' } })).toEqual([])
  })

  it.each([
    ['an unknown next step', [{ ...mail, next: 'nowhere' }], '/steps/0/next', /there is no step "nowhere"/],
    [
      'an unknown way of a branch',
      [mail, { id: 'fork', branch: [{ when: { a: 1 }, go: 'nowhere' }] }],
      '/steps/1/branch/0/go',
      /there is no step "nowhere"/,
    ],
    [
      'an unknown otherwise',
      [mail, { id: 'fork', branch: [{ when: { a: 1 }, go: 'end' }], otherwise: 'nowhere' }],
      '/steps/1/otherwise',
      /there is no step "nowhere"/,
    ],
    [
      'an unknown way of a split',
      [mail, { id: 'test', split: { a: 50, b: 50 }, go: { a: 'nowhere' } }],
      '/steps/1/go/a',
      /there is no step "nowhere"/,
    ],
    [
      'a way for no variant',
      [mail, { id: 'test', split: { a: 50, b: 50 }, go: { c: 'end' } }],
      '/steps/1/go/c',
      /the split has no variant "c"/,
    ],
    ['two steps of one name', [mail, mail], '/steps/1/id', /there are two steps "mail"/],
    ['a step called end', [{ ...mail, id: 'end' }], '/steps/0/id', /means the end/],
    [
      'a step that nobody reaches',
      [
        { ...mail, next: 'end' },
        { id: 'lost', wait: '3d' },
      ],
      '/steps/1/id',
      /nobody reaches the step "lost"/,
    ],
    [
      'a circle of branches',
      [
        mail,
        { id: 'a', branch: [{ when: { x: 1 }, go: 'end' }], otherwise: 'b' },
        { id: 'b', branch: [{ when: { x: 2 }, go: 'end' }], otherwise: 'a' },
      ],
      '/steps/1/id',
      /no time passes/,
    ],
    [
      'a circle of a wait that may be over at once',
      [
        mail,
        { id: 'a', wait: { for: '3d', until: { clicked: 'welcome' } }, next: 'b' },
        { id: 'b', branch: [{ when: { x: 2 }, go: 'end' }], otherwise: 'a' },
      ],
      '/steps/1/id',
      /no time passes/,
    ],
    [
      'a circle that mails without a wait',
      [mail, { id: 'again', branch: [{ when: { x: 1 }, go: 'end' }], otherwise: 'mail' }],
      '/steps/0/id',
      /mails in a circle without a wait/,
    ],
    [
      'a wait for a click on a later mail',
      [mail, { id: 'a', wait: { for: '3d', until: { clicked: 'later' } } }, { id: 'l', send: 'later' }],
      '/steps/1/wait/until',
      /a click on "later", which did not go before/,
    ],
    [
      'a wait for a click on a mail of another way',
      [
        { id: 'fork', branch: [{ when: { x: 1 }, go: 'other' }] },
        { id: 'a', wait: { for: '3d', until: { any: [{ clicked: ['welcome'] }] } }, next: 'end' },
        { id: 'other', send: 'welcome' },
      ],
      '/steps/1/wait/until',
      /a click on "welcome"/,
    ],
    [
      'a condition on no split',
      [mail, { id: 'fork', branch: [{ when: { 'split.mail': 'a' }, go: 'end' }] }],
      '/steps/1/branch/0/when',
      /there is no split "mail"/,
    ],
  ])('refuses %s', (_, steps, pointer, message) => {
    expect(found({ steps })).toContainEqual({ pointer, severity: 'error', message: expect.stringMatching(message) })
  })

  it.each([
    [
      'a condition on a mail that it never sends',
      { steps: [mail, { id: 'fork', branch: [{ when: { clicked: 'other' }, go: 'end' }] }] },
      '/steps/1/branch/0/when',
      /never sends "other"/,
    ],
    [
      'a circle whose waits can all end early',
      { steps: [mail, { id: 'a', wait: { for: '3d', until: { clicked: 'welcome' } }, next: 'mail' }] },
      '/steps/0/id',
      /may mail without a pause/,
    ],
    [
      'a wait of more than 90 days',
      { steps: [mail, { id: 'a', wait: '13w' }, { ...mail, id: 'last' }] },
      '/steps/1/wait',
      /more than 90 days/,
    ],
    ['a cap of more than 90 days', { cap: { emails: 1, per: '14w' } }, '/cap/per', /more than 90 days/],
    ['a window of minutes', { window: { hours: '09:00-09:10' } }, '/window/hours', /less than 15 minutes/],
  ])('warns of %s', (_, given, pointer, message) => {
    expect(found(given)).toContainEqual({ pointer, severity: 'warning', message: expect.stringMatching(message) })
  })

  it.each([
    [
      'a circle with a wait and a mail',
      [mail, { id: 'a', wait: '30d' }, { id: 'fork', branch: [{ when: { x: 1 }, go: 'end' }], otherwise: 'mail' }],
    ],
    [
      'a wait for a click on a mail of a step before',
      [mail, { id: 'a', wait: { for: '3d', until: { clicked: 'welcome' } } }],
    ],
    [
      'a wait for a click in a circle on a mail that comes after it there',
      [
        { id: 'a', wait: { for: '3d', until: { clicked: 'welcome' } } },
        mail,
        { id: 'b', wait: '1d' },
        { id: 'fork', branch: [{ when: { x: 1 }, go: 'end' }], otherwise: 'a' },
      ],
    ],
  ])('lets %s be', (_, steps) => {
    expect(found({ steps }).filter(({ severity }) => severity === 'error')).toEqual([])
  })

  const id = fc.constantFrom('s0', 's1', 's2', 's3', 's4')
  const kind = fc.oneof(
    fc.record({ send: fc.constantFrom('a', 'b'), next: fc.option(id, { nil: undefined }) }),
    fc.record({ wait: fc.constant('1d'), next: fc.option(id, { nil: undefined }) }),
    fc.record({ wait: fc.constant({ for: '1d', until: { clicked: 'a' } }), next: fc.option(id, { nil: undefined }) }),
    fc.record({
      branch: fc.array(fc.record({ when: fc.constantFrom({ clicked: 'a' }, { x: 1 }), go: id }), {
        minLength: 1,
        maxLength: 2,
      }),
      otherwise: id,
    }),
    fc.record({ split: fc.constant({ a: 50, b: 50 }), go: fc.record({ a: id, b: id }) }),
  )

  it('lets no sequence pass that goes round without end, whatever was clicked', () => {
    let passed = 0
    fc.assert(
      fc.property(fc.array(kind, { minLength: 5, maxLength: 5 }), fc.boolean(), (steps, clicks) => {
        const sequence = aSequence({ steps: steps.map((step, index) => ({ id: `s${index}`, ...step })) })
        if (checkSequence(sequence).some(({ severity }) => severity === 'error')) return
        passed += 1
        const lead = leadOf(persona.parse({ x: 1 }), [sequence.topic], 0)
        const enrolment = {
          ...freshEnrolment(sequence, 1, lead, 1, 0),
          clicked: (clicks ? { a: '1970-01-01T00:00:00.000Z' } : {}) as Record<string, string>,
        }
        for (const { id: step } of sequence.steps) {
          // Throws on a circle in which no time passes.
          takeSteps({
            sequence,
            enrolment: { ...enrolment, step },
            lead,
            nowMs: 0,
            setting: { zone: 'UTC', marketingMail: true },
          })
        }
      }),
      { numRuns: 5_000 },
    )
    expect(passed).toBeGreaterThan(10)
  })
})
