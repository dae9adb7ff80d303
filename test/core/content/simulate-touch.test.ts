import { describe, expect, it } from 'vitest'
import { persona } from '../../../core/content/persona.ts'
import { simulateSequence } from '../../../core/content/simulate-sequence.ts'
import { sequence } from '../../../core/nurture/sequence.ts'

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const calls = sequence.parse({
  id: 'calls',
  topic: 'news',
  steps: [
    { id: 'text-them', webhook: { provider: 'twin', channel: 'sms', text: 'Hello', timeout: '1d' } },
    { id: 'call-them', task: { what: 'call', who: 'owner', due: '2d', timeout: '5d' } },
    { id: 'fork', branch: [{ when: { 'result.call-them': 'done' }, go: 'good' }], otherwise: 'sorry' },
    { id: 'good', send: 'good', next: 'end' },
    { id: 'sorry', send: 'sorry' },
  ],
})

const simulated = (acts: readonly object[] = []) =>
  simulateSequence({ sequence: calls, persona: persona.parse({ acts }), startMs, zone: 'UTC' })

describe('a simulation of tasks and messages', () => {
  it('has the message delivered and the task answered when it is due, and says so', () => {
    const { items, story } = simulated()
    expect(items).toMatchObject([{ template: 'good', at: '2026-11-26T09:01:00.000Z' }])
    expect(story.filter(({ kind }) => kind === 'touch').map(({ says }) => says)).toEqual([
      'twin delivers by sms, and waits 1 day at most',
      'owner gets a task: call, due in 2 days, and waits 5 days at most',
    ])
  })

  it.each([
    ['not-reached', 'sorry', '2026-11-25T09:01:00.000Z'],
    ['timeout', 'sorry', '2026-11-29T09:01:00.000Z'],
  ])('lets a persona answer %s', (result, template, at) => {
    const { items } = simulated([{ after: '1d', type: 'task-answered', step: 'call-them', result }])
    expect(items).toMatchObject([{ template, at }])
  })
})
