import { describe, expect, it } from 'vitest'
import { contactWith } from '../../../core/handoff/contact.ts'
import type { SeenAct } from '../../../core/handoff/content-seen.ts'
import { aMailbox, granted } from '../../fixtures/a-mailbox.ts'

const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const policy = { contact: { call: 'calls', email: 'news' } }
const asked = (at: string, intent = 'explicit'): SeenAct => ({
  type: 'form-submitted',
  at,
  data: { form: 'demo-request', intent },
})
const yesterday = asked('2026-11-23T09:00:00.000Z')
const consent = (state: 'pending' | 'granted' | 'withdrawn', decidedAt = '2026-11-01T09:00:00.000Z', more = {}) => {
  const topic = { ...granted(decidedAt), state, ...more }
  return aMailbox({ consent: { calls: topic, news: topic } })
}

describe('what sales may do', () => {
  it.each([
    ['who agreed', consent('granted'), [], 'granted'],
    ['who did not confirm yet', consent('pending'), [], 'pending'],
    ['who never agreed', aMailbox(), [], 'not-granted'],
    ['who never agreed and asked yesterday', aMailbox(), [yesterday], 'to-answer'],
    ['who did not confirm and asked yesterday', consent('pending'), [yesterday], 'to-answer'],
    ['who agreed and asked', consent('granted'), [yesterday], 'granted'],
    ['who asked by a form that does not ask for sales', aMailbox(), [asked(yesterday.at, 'inform')], 'not-granted'],
    ['who asked more than thirty days ago', aMailbox(), [asked('2026-10-24T09:00:00.000Z')], 'not-granted'],
    ['who asks ahead of time', aMailbox(), [asked('2026-11-25T09:00:00.000Z')], 'not-granted'],
    ['who withdrew, and then asked', consent('withdrawn'), [yesterday], 'to-answer'],
    ['who asked, and then withdrew', consent('withdrawn', '2026-11-24T08:00:00.000Z'), [yesterday], 'not-granted'],
    [
      'who asked, withdrew, and was asked to confirm anew',
      consent('pending', '2026-11-24T08:30:00.000Z', { withdrawnAt: '2026-11-24T08:00:00.000Z' }),
      [yesterday],
      'pending',
    ],
  ])('with one %s', (_, mailbox, acts, expected) => {
    expect(contactWith(policy, mailbox, acts, nowMs)).toEqual({ call: expected, email: expected })
  })

  it('with a suppressed one is no mail, and no call for what was asked', () => {
    const suppression = { reason: 'complained' as const, at: '2026-11-24T08:00:00.000Z' }
    const silent = aMailbox({ suppression })
    expect(contactWith(policy, silent, [yesterday], nowMs)).toEqual({ call: 'not-granted', email: 'not-granted' })
    const agreed = { ...consent('granted'), suppression }
    expect(contactWith(policy, agreed, [], nowMs)).toEqual({ call: 'granted', email: 'not-granted' })
  })

  it('is unsaid where the policy names no topic', () => {
    expect(contactWith(undefined, aMailbox(), [yesterday], nowMs)).toEqual({ call: 'unsaid', email: 'unsaid' })
  })
})
