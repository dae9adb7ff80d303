import { describe, expect, it } from 'vitest'
import { checkSequence } from '../../../core/content/check-sequence.ts'
import { checkReferences, referencesOfSequence } from '../../../core/content/references.ts'
import { type Sequence, sequence } from '../../../core/nurture/sequence.ts'

const call = { id: 'call-them', task: { what: 'call', who: 'inside-sales', due: '2d', timeout: '5d' } }
const text = { id: 'text-them', webhook: { provider: 'twin', channel: 'sms', text: 'Hello', timeout: '1d' } }
const branch = (when: object) => ({ id: 'fork', branch: [{ when, go: 'end' }] })

function aSequence(steps: readonly object[], more: object = {}): Sequence {
  return sequence.parse({ id: 'a', topic: 'news', steps, ...more })
}

const findings = (steps: readonly object[], more: object = {}) =>
  checkSequence(aSequence(steps, more)).map(({ path, severity, message }) => [severity, path.join('/'), message])

describe('tasks and messages in a sequence', () => {
  it('are fine where nothing is wrong with them', () => {
    const cap = { emails: 2, sms: 1, call: 1, per: '7d' }
    const research = { id: 'look', task: { what: 'research', who: 'owner', due: '1d', timeout: '1d' } }
    const named = {
      ...text,
      webhook: { ...text.webhook, text: { en: 'Hi {{ firstName | default: "you" }}', ru: 'Да' } },
    }
    const steps = [
      call,
      named,
      research,
      branch({ 'result.call-them': 'done', 'result.text-them': ['failed', 'stop'] }),
    ]
    expect(findings(steps, { cap })).toEqual([])
  })

  it.each([
    [
      [call, branch({ 'result.text-them': 'done' })],
      'error',
      'steps/1/branch/0/when',
      'there is no task or message "text-them"',
    ],
    [
      [call, branch({ any: [{ 'result.call-them': 'maybe' }] })],
      'error',
      'steps/1/branch/0/when',
      'nothing comes of "call-them" that is called "maybe"',
    ],
    [
      [text, branch({ 'result.text-them': 'done' })],
      'error',
      'steps/1/branch/0/when',
      'nothing comes of "text-them" that is called "done"',
    ],
    [
      [{ ...call, task: { ...call.task, due: '6d' } }],
      'error',
      'steps/0/task/due',
      'it is due only after the sequence has gone on without it',
    ],
    [
      [{ ...text, webhook: { ...text.webhook, text: 'Hi {{ firstName }}' } }],
      'error',
      'steps/0/webhook/text',
      'the variable firstName has no default',
    ],
    [
      [{ ...text, webhook: { ...text.webhook, text: { en: 'Hi', ru: '{% if %}' } } }],
      'error',
      'steps/0/webhook/text/ru',
      expect.stringContaining('Liquid'),
    ],
    [
      [{ ...call, next: 'call-them' }],
      'error',
      'steps/0/id',
      'from "call-them" the sequence goes in a circle in which no time passes',
    ],
  ] as const)('%j', (steps, severity, path, message) => {
    expect(findings(steps)).toEqual([[severity, path, message]])
  })

  it('say of a cap on a channel that nobody uses that it does nothing', () => {
    expect(findings([call], { cap: { emails: 1, sms: 1, per: '7d' } })).toEqual([
      ['warning', 'cap/sms', 'no step of this sequence speaks by sms'],
    ])
  })

  it.each([
    [{ ...call, wait: '1d' }],
    [{ ...call, task: { ...call.task, timeout: '91d' } }],
    [{ ...call, task: { ...call.task, answers: ['timeout'] } }],
    [{ ...call, task: { ...call.task, answers: ['yes', 'yes'] } }],
    [{ ...text, webhook: { ...text.webhook, channel: 'email' } }],
    [{ ...text, webhook: { ...text.webhook, text: '' } }],
  ])('are refused by the schema: %j', (step) => {
    expect(sequence.safeParse({ id: 'a', topic: 'news', steps: [step] }).success).toBe(false)
  })
})

describe('what tasks and messages name', () => {
  const references = referencesOfSequence(aSequence([call, text]))
  const none = { emails: new Map(), forms: new Set<string>() }
  const checked = (known: object) =>
    checkReferences(references, { ...none, ...known }).map(({ path, message }) => [path.join('/'), message])

  it('is not said offline, where nobody knows', () => {
    expect(checked({})).toEqual([])
  })

  it('must be there: consents, people or teams, providers with their channels', () => {
    expect(checked({ topics: new Set(['news']), staff: new Set(), providers: new Map() })).toEqual([
      ['steps/0/task/what', 'no form asks for consent to "news:call"'],
      ['steps/0/task/who', 'there is no team "inside-sales", and nobody of the staff is called so'],
      ['steps/1/webhook/channel', 'no form asks for consent to "news:sms"'],
      ['steps/1/webhook/provider', 'there is no provider "twin"'],
    ])
    expect(
      checked({
        topics: new Set(['news', 'news:call', 'news:sms']),
        staff: new Set(['inside-sales']),
        providers: new Map([['twin', ['chat']]]),
      }),
    ).toEqual([['steps/1/webhook/provider', 'the provider "twin" does not deliver by sms']])
  })
})
