import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { otherChannels } from '../../../core/consent/channel.ts'
import type { Mailbox, TopicConsent } from '../../../core/consent/mailbox.ts'
import { decideCall, decideTouch, uncalled } from '../../../core/outreach/decide-touch.ts'
import { aMailbox, aSendId, granted, pending, withdrawn } from '../../fixtures/a-mailbox.ts'

const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const day = 86_400_000
const wanted = { touchId: aSendId(1), topic: 'news', sequence: 'a', channel: 'sms', by: 'try' } as const

function claimedBy(mailbox: Mailbox, given: Parameters<typeof decideTouch>[1] = wanted): Mailbox {
  const decision = decideTouch(mailbox, given, nowMs)
  if (decision.verdict !== 'allowed') throw new Error(decision.verdict)
  return { ...mailbox, ...decision.change }
}

describe('whether a task or a message may be made', () => {
  const merge = { at: '2026-11-01T09:00:00.000Z', by: 'lena', reason: 'one person' }
  const agreed = aMailbox({ consent: { news: granted(), 'news:sms': granted() } })

  it('is said by the consent to the topic on that very channel', () => {
    const states = fc.constantFrom<TopicConsent | undefined>(undefined, granted(), pending(), withdrawn())
    const names = ['news', 'news:sms', 'news:call', 'other:sms']
    const consents = fc
      .tuple(...names.map(() => states))
      .map((all) => Object.fromEntries(names.flatMap((name, index) => (all[index] ? [[name, all[index]]] : []))))
    fc.assert(
      fc.property(consents, fc.constantFrom(...otherChannels), (consent, channel) => {
        const { verdict } = decideTouch(aMailbox({ consent }), { ...wanted, channel }, nowMs)
        expect(verdict).toBe(consent[`news:${channel}`]?.state === 'granted' ? 'allowed' : 'refused')
      }),
    )
  })

  it.each([
    ['erased', aMailbox({ ...agreed, erasedAt: '2026-11-01T09:00:00.000Z' }), 'erased'],
    [
      'suppressed',
      aMailbox({ ...agreed, suppression: { reason: 'manual', at: '2026-11-01T09:00:00.000Z' } }),
      'suppressed: manual',
    ],
    [
      'merged into another lead',
      aMailbox({ ...agreed, mergedInto: { ...merge, leadId: 'b'.repeat(32) } }),
      'merged into another lead',
    ],
    [
      'bound by the complaint of a lead that is merged into them',
      aMailbox({
        ...agreed,
        merged: [
          { leadId: 'b'.repeat(32), at: merge.at, withdrawn: {}, suppression: { reason: 'complained', at: merge.at } },
        ],
      }),
      'suppressed: complained',
    ],
    ['pending', aMailbox({ consent: { 'news:sms': pending() } }), 'no consent to news by sms: pending'],
    ['by mail alone', aMailbox({ consent: { news: granted() } }), 'no consent to news by sms: none'],
  ])('is no for who is %s', (_, mailbox, why) => {
    expect(decideTouch(mailbox, wanted, nowMs)).toEqual({ verdict: 'refused', why })
    // Nor is the provider called for what was claimed before.
    expect(
      decideCall({ ...claimedBy(agreed), ...mailbox, touches: claimedBy(agreed).touches }, { ...wanted, again: true }),
    ).toEqual({
      verdict: 'refused',
      why,
    })
  })

  it('needs no consent where nobody is spoken to, unless the person was erased', () => {
    const { channel, ...research } = wanted
    expect(decideTouch(aMailbox(), research, nowMs).verdict).toBe('allowed')
    expect(decideTouch(aMailbox({ erasedAt: '2026-11-01T09:00:00.000Z' }), research, nowMs).verdict).toBe('refused')
  })

  it('waits for the cap of its channel, which mails and other channels do not fill', () => {
    const cap = { touches: 1, perMs: 7 * day }
    const at = '2026-11-23T09:00:00.000Z'
    const claims = [{ sendId: aSendId(9), at, topic: 'news' }]
    const called = { id: aSendId(8), at, topic: 'news', channel: 'call' as const }
    const mailbox = { ...agreed, claims, touches: [called] }
    expect(decideTouch(mailbox, { ...wanted, cap }, nowMs).verdict).toBe('allowed')
    const full = { ...mailbox, touches: [called, { ...called, id: aSendId(7), channel: 'sms' as const }] }
    expect(decideTouch(full, { ...wanted, cap }, nowMs)).toEqual({
      verdict: 'held',
      why: 'cap',
      untilMs: Date.parse(at) + 7 * day,
    })
  })

  it('waits after a reply', () => {
    const mailbox = { ...agreed, repliedAt: '2026-11-24T08:00:00.000Z' }
    expect(decideTouch(mailbox, { ...wanted, replyHold: { after: '', holdMs: day } }, nowMs)).toMatchObject({
      verdict: 'held',
      why: 'replied',
    })
  })

  it('is claimed once', () => {
    expect(decideTouch(claimedBy(agreed), { ...wanted, by: 'other' }, nowMs)).toEqual({ verdict: 'claimed' })
  })

  it('is asked again before the call: a withdrawal in between wins, a mark without a result is not passed', () => {
    const claimed = claimedBy(agreed)
    const call = { ...wanted, again: false }
    const taken = { ...claimed, consent: { ...claimed.consent, 'news:sms': withdrawn() } }
    expect(decideCall(taken, call)).toMatchObject({ verdict: 'refused' })
    const first = decideCall(claimed, call)
    if (first.verdict !== 'allowed') throw new Error(first.verdict)
    const marked = { ...claimed, ...first.change }
    expect(marked.rev).toBe(claimed.rev + 1)
    expect(decideCall(marked, call)).toEqual({ verdict: 'mine' })
    expect(decideCall(marked, { ...call, by: 'other' })).toEqual({ verdict: 'called' })
    expect(decideCall(marked, { ...call, by: 'other', again: true }).verdict).toBe('allowed')
    expect(uncalled(marked, wanted.touchId, 'other')).toBeUndefined()
    const freed = { ...marked, ...uncalled(marked, wanted.touchId, 'try') }
    expect(decideCall(freed, { ...call, by: 'other' }).verdict).toBe('allowed')
    expect(decideCall(agreed, call)).toEqual({ verdict: 'refused', why: 'its claim is gone' })
  })
})
