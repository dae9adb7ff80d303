import { describe, expect, it } from 'vitest'
import { type ShownForMail, whyNoMail } from '../../../core/insight/why-no-mail.ts'

const nurtured: ShownForMail = {
  status: 'nurturing',
  mailable: true,
  consents: [{ topic: 'product-education', state: 'granted', decidedAt: '2026-03-01T10:00:00.000Z' }],
  enrolments: [{ enrolmentId: 'white-paper.1', state: 'active', step: 'think', due: '2026-03-04T10:00:00.000Z' }],
}
const on = { on: true, reason: 'never turned' }

describe('why a lead gets no mail', () => {
  it.each<[string, Partial<ShownForMail>, RegExp]>([
    ['erased', { status: 'erased', mailable: false, suppressed: 'erased' }, /^The lead is erased/],
    [
      'bounced',
      { mailable: false, suppression: { reason: 'bounced', at: '2026-03-02T10:00:00.000Z', detail: 'General' } },
      /suppressed since 2026-03-02.*bounced \(General\)/,
    ],
    ['never asked', { mailable: false, consents: [] }, /no record of consent/],
    [
      'not confirmed',
      { mailable: false, consents: [{ topic: 'news', state: 'pending', decidedAt: '2026-03-02T10:00:00.000Z' }] },
      /^news: asked for on 2026-03-02.*not confirmed/,
    ],
    [
      'withdrawn',
      { mailable: false, consents: [{ topic: 'news', state: 'withdrawn', decidedAt: '2026-03-02T10:00:00.000Z' }] },
      /^news: withdrawn/,
    ],
    [
      'with sales',
      { status: 'with-sales', handoff: { state: 'open', owner: 'anna' } },
      /Sales has the lead \(anna, open\)/,
    ],
    [
      'with sales, and why with her',
      { status: 'with-sales', handoff: { state: 'open', owner: 'anna', routedBy: 'had this lead before' } },
      /Why this owner: had this lead before\.$/,
    ],
    [
      'parked',
      { status: 'parked', parked: { reason: 'recycled', until: '2026-06-01T00:00:00.000Z' } },
      /parked: recycled until/,
    ],
    ['in no sequence', { enrolments: [] }, /in no sequence\.$/],
    [
      'in no sequence any more',
      {
        enrolments: [
          {
            enrolmentId: 'rest.1',
            state: 'exited',
            step: 'one',
            endedAt: '2026-03-02T10:00:00.000Z',
            reason: 'exit: segment active-again',
          },
        ],
      },
      /in no sequence; it left rest\.1 at .*: exit: segment active-again\.$/,
    ],
    [
      'paused',
      { enrolments: [{ enrolmentId: 'white-paper.1', state: 'paused', step: 'think', reason: 'staff' }] },
      /paused at think \(staff\)/,
    ],
    ['waiting', {}, /white-paper.1 waits at think until 2026-03-04/],
    [
      'held by its window',
      { enrolments: [{ enrolmentId: 'white-paper.1', state: 'active', step: 'think', held: 'window' }] },
      /waits at think: the window of the sequence is closed\.$/,
    ],
    [
      'capped',
      { enrolments: [{ enrolmentId: 'white-paper.1', state: 'active', step: 'think', held: 'cap of 2 in 7d' }] },
      /waits at think: the cap is reached, 2 in 7d counted over all sequences\.$/,
    ],
    [
      'behind another sequence',
      { enrolments: [{ enrolmentId: 'white-paper.1', state: 'active', step: 'think', held: 'turn of onboarding' }] },
      /waits at think: onboarding mails first, and the cap has no room for both\.$/,
    ],
  ])('says that it is %s', (_name, change, expected) => {
    expect(whyNoMail({ ...nurtured, ...change }, on)[0]?.why).toMatch(expected)
  })

  it('says what mends it as commands, and times as it is told to', () => {
    const paused = [{ enrolmentId: 'white-paper.2', state: 'paused', step: 'think' }]
    expect(whyNoMail({ ...nurtured, enrolments: paused }, on)[0]?.mend).toContain('ripen enrolment resume white-paper')
    expect(whyNoMail({ ...nurtured, enrolments: [] }, on)[0]?.mend).toContain('ripen enrol <sequence> <lead>')
    expect(whyNoMail(nurtured, on, [], () => 'Wednesday')[0]?.why).toBe('white-paper.1 waits at think until Wednesday.')
  })

  it('names the switch, before what concerns the lead alone but its suppression', () => {
    expect(whyNoMail(nurtured, { on: false, reason: 'account guard' }).map(({ why }) => why)).toEqual([
      'All marketing mail is stopped by the switch: account guard.',
      'white-paper.1 waits at think until 2026-03-04T10:00:00.000Z.',
    ])
  })
})
