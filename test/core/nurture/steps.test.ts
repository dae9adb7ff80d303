import { describe, expect, it } from 'vitest'
import { sequence } from '../../../core/nurture/sequence.ts'
import { afterStep, capOf, otherwiseOf, stepOf, targetsOf, templatesOf, waitOf } from '../../../core/nurture/steps.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'

const written = aSequence({
  cap: { emails: 2, per: '7d' },
  steps: [
    { id: 'welcome', send: 'welcome' },
    { id: 'read-it', wait: { for: '3d', until: { clicked: 'welcome' } } },
    { id: 'fork', branch: [{ when: { country: 'RU' }, go: 'done' }] },
    { id: 'test', split: { a: 50, b: 50 }, go: { a: 'case-study' } },
    { id: 'skip', wait: '2h', next: 'done' },
    {
      id: 'case-study',
      send: { template: 'case', variants: [{ when: { industry: 'retail' }, template: 'case-retail' }] },
    },
    { id: 'done', end: true },
  ],
})
const step = (id: string) => {
  const found = stepOf(written, id)
  if (!found) throw new Error(`no step ${id}`)
  return found
}

describe('the steps of a sequence', () => {
  it.each([
    ['welcome', ['read-it']],
    ['fork', ['done', 'test']],
    ['test', ['case-study', 'skip']],
    ['skip', ['done']],
    ['case-study', ['done']],
    ['done', ['end']],
  ])('%s leads to %j', (id, targets) => {
    expect(targetsOf(written, step(id))).toEqual(targets)
  })

  it('a split whose every variant is named leads nowhere else', () => {
    const both = aSequence({ steps: [{ id: 'test', split: { a: 50, b: 50 }, go: { a: 'x', b: 'y' } }] })
    expect(targetsOf(both, both.steps[0] as never)).toEqual(['x', 'y'])
  })

  it('the last one leads to the end', () => {
    const short = aSequence({ steps: [{ id: 'only', send: 'welcome' }] })
    expect(afterStep(short, short.steps[0] as never)).toBe('end')
  })

  it('a branch without "otherwise" goes on in the list', () => {
    expect(otherwiseOf(written, step('fork'))).toBe('test')
    expect(stepOf(written, 'nowhere')).toBeUndefined()
  })

  it('name their templates, waits and cap', () => {
    expect(templatesOf(step('welcome'))).toEqual(['welcome'])
    expect(templatesOf(step('case-study'))).toEqual(['case', 'case-retail'])
    expect(templatesOf(step('fork'))).toEqual([])
    expect(waitOf(step('read-it'))).toEqual({ forMs: 3 * 86_400_000, until: { clicked: 'welcome' } })
    expect(waitOf(step('skip'))).toEqual({ forMs: 7_200_000, until: undefined })
    expect(waitOf(step('welcome'))).toBeUndefined()
    expect(capOf(written)).toEqual({ emails: 2, perMs: 7 * 86_400_000 })
    expect(capOf(aSequence())).toBeUndefined()
  })
})

describe('a sequence as it is written', () => {
  const good = { id: 'white-paper', topic: 'product-education', steps: [{ id: 'welcome', send: 'welcome' }] }

  it.each<[string, object]>([
    ['an unknown key', { colour: 'green' }],
    ['no step', { steps: [] }],
    ['a step of two kinds', { steps: [{ id: 'a', send: 'welcome', wait: '3d' }] }],
    ['a step of no kind', { steps: [{ id: 'a' }] }],
    ['"otherwise" without a branch', { steps: [{ id: 'a', send: 'welcome', otherwise: 'b' }] }],
    ['"go" without a split', { steps: [{ id: 'a', send: 'welcome', go: { b: 'c' } }] }],
    ['"next" at a branch', { steps: [{ id: 'a', branch: [{ when: { country: 'RU' }, go: 'b' }], next: 'c' }] }],
    ['shares of 90', { steps: [{ id: 'a', split: { a: 50, b: 40 } }] }],
    ['a split of one', { steps: [{ id: 'a', split: { a: 100 } }] }],
    ['a wait of nothing', { steps: [{ id: 'a', wait: '0d' }] }],
    ['a cap of more than a mailbox remembers', { cap: { emails: 51, per: '7d' } }],
    ['re-entry in its own words', { 're-entry': 'sometimes' }],
    ['a zone that is none', { window: { hours: '09:00-17:00', zone: 'Mars/Olympus' } }],
    ['a trigger of two kinds', { trigger: { form: 'white-paper', stage: 'mql' } }],
  ])('refuses %s', (_name, change) => {
    expect(sequence.safeParse(good).success).toBe(true)
    expect(sequence.safeParse({ ...good, ...change }).success).toBe(false)
  })
})
