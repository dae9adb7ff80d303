import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { activityTypeOf, isComplaint, type MailReport, mailReport, sesEvent } from '../../../core/consent/ses-event.ts'
import { signToken } from '../../../core/consent/tokens.ts'
import { sesDetailTypes, sesEventPattern } from '../../../core/events.ts'
import { activity } from '../../../core/leads/activity.ts'
import { compilePattern } from '../../../local/bus/event-pattern.ts'
import { aLeadId, aSendId } from '../../fixtures/a-mailbox.ts'
import {
  configurationSet,
  type SesEvent,
  type SesEventName,
  sesEvents,
  withPart,
  withTags,
} from '../../fixtures/ses-events.ts'

const names = Object.keys(sesEvents) as SesEventName[]
const keys = { current: 'k1', keys: { k1: Buffer.alloc(32, 1) } }
const matches = compilePattern(sesEventPattern(configurationSet))

function report(event: unknown): MailReport {
  return mailReport(sesEvent.parse(event).detail)
}

describe('the rule for SES’s events', () => {
  it('knows each kind that is subscribed to, by the name that SES gives it', () => {
    expect(Object.fromEntries(names.map((name) => [name, sesEvents[name]['detail-type']]))).toEqual(sesDetailTypes)
  })

  it.each(names)('matches %s', (name) => {
    expect(matches(sesEvents[name])).toBe(true)
  })

  const near: [string, (event: SesEvent) => unknown][] = [
    ['of another configuration set', (event) => withTags(event, { 'ses:configuration-set': ['another-mail'] })],
    ['without a configuration set', (event) => withTags(event, { 'ses:configuration-set': [] })],
    ['of another source', (event) => ({ ...event, source: 'ripen' })],
    ['with a name that is nearly right', (event) => ({ ...event, 'detail-type': `${event['detail-type']} ` })],
    ['without details', (event) => ({ ...event, detail: {} })],
  ]
  it.each(names.flatMap((name) => near.map(([what, change]) => [name, what, change] as const)))(
    'does not match %s %s',
    (name, _what, change) => {
      expect(matches(change(sesEvents[name]))).toBe(false)
    },
  )

  it.each([
    'Email Subscribed',
    'Sending Status Disabled',
    'Advisor Recommendation Status Open',
    'AWS API Call via CloudTrail',
  ])('does not match %s', (detailType) => {
    expect(matches({ ...sesEvents.send, 'detail-type': detailType })).toBe(false)
  })
})

describe('a report of SES', () => {
  it.each([
    ['send', 'sent', '2026-11-24T09:00:00.012Z'],
    ['delivery', 'delivered', '2026-11-24T09:00:05.123Z'],
    ['delay', 'delayed', '2026-11-24T09:10:00.095Z'],
    ['reject', 'rejected', '2026-11-24T09:00:00.012Z'],
    ['rendering-failure', 'failed', '2026-11-24T09:00:00.012Z'],
    ['open', 'opened', '2026-11-24T11:00:00.652Z'],
    ['click', 'clicked', '2026-11-24T11:01:02.570Z'],
    ['bounce', 'bounced', '2026-11-24T09:00:04.669Z'],
    ['complaint', 'complained', '2026-11-24T12:00:00.000Z'],
  ] as const)('of %s says that the mail was %s, at its own time', (name, what, at) => {
    expect(report(sesEvents[name])).toMatchObject({ what, at, about: { leadId: aLeadId(), sendId: aSendId() } })
  })

  it.each(names)('of %s makes an activity that can be stored, or none', (name) => {
    const { what, activityId, at } = report(sesEvents[name])
    const type = activityTypeOf(what)
    if (name === 'send') expect(type).toBeUndefined()
    else expect(() => activity.parse({ leadId: aLeadId(), id: activityId, type, at })).not.toThrow()
  })

  it('has the same id when it is delivered again in another envelope', () => {
    const again = { ...sesEvents.click, id: 'another', time: '2026-11-24T12:00:00Z' }
    expect(report(again).activityId).toBe(report(sesEvents.click).activityId)
  })

  it.each([
    ['another link', withPart('click', { link: 'https://www.example.com/other' })],
    ['another time', withPart('click', { timestamp: '2026-11-24T11:01:02.571Z' })],
    ['another mail', withTags(sesEvents.click, {}, 'another-message')],
    ['another kind of event at the same time', withPart('open', { timestamp: '2026-11-24T11:01:02.570Z' })],
  ])('has another id for %s', (_what, other) => {
    expect(report(other).activityId).not.toBe(report(sesEvents.click).activityId)
  })

  it('of a click says which page or file, and not who came', () => {
    const token = signToken('file', { leadId: aLeadId(), sendId: 'a'.repeat(32), file: 'white-paper' }, keys, 0)
    for (const [link, shown] of [
      ['https://www.example.com/prices#ripen=k1.abc.def', 'https://www.example.com/prices'],
      [`https://api.example.com/files/${token}`, 'https://api.example.com/files/white-paper'],
      [`https://api.example.com/files/${token}#page=2`, 'https://api.example.com/files/white-paper'],
      ['https://www.example.com/files/prices.tar.gz', 'https://www.example.com/files/prices.tar.gz'],
      ['https://www.example.com/files/a.b.pdf/page', 'https://www.example.com/files/a.b.pdf/page'],
    ])
      expect(report(withPart('click', { link })).link).toBe(shown)
  })

  it('of two bounces is told apart by SES’s feedback id, not by its time', () => {
    const id = (values: object) => report(withPart('bounce', { ...values })).activityId
    expect(id({ timestamp: '2026-11-24T10:00:00.000Z' })).toBe(id({}))
    expect(id({ feedbackId: 'another' })).not.toBe(id({}))
  })

  it.each([
    [{ bounceType: 'Permanent' }, { bounce: 'permanent', onList: false }],
    [
      { bounceType: 'Permanent', bounceSubType: 'Suppressed' },
      { bounce: 'permanent', onList: true },
    ],
    [
      { bounceType: 'Permanent', bounceSubType: 'OnAccountSuppressionList' },
      { bounce: 'permanent', onList: true },
    ],
    [
      { bounceType: 'Transient', bounceSubType: 'MailboxFull' },
      { bounce: 'transient', kind: 'Transient/MailboxFull' },
    ],
    [{ bounceType: 'Undetermined', bounceSubType: 'Undetermined' }, { bounce: 'transient' }],
  ])('reads a bounce of %j as %j', (values, wanted) => {
    expect(report(withPart('bounce', values))).toMatchObject(wanted)
  })

  it.each([
    ['abuse', true],
    [null, true],
    ['not-spam', false],
  ])('of a complaint of type %s is a complaint: %s', (complaintFeedbackType, is) => {
    expect(isComplaint(report(withPart('complaint', { complaintFeedbackType })))).toBe(is)
  })

  it.each([
    ['none', { leadId: [], sendId: [] }],
    ['only half of them', { sendId: [] }],
    ['others of the same name', { leadId: ['recipient@example.com'] }],
  ])('is about no mail to a lead with %s of Ripen’s tags', (_what, tags) => {
    expect(report(withTags(sesEvents.open, tags)).about).toBeUndefined()
  })

  it('takes times with other offsets and without milliseconds', () => {
    expect(report(withPart('open', { timestamp: '2026-11-24T14:00:00+0300' })).at).toBe('2026-11-24T11:00:00.000Z')
    expect(report(withPart('open', { timestamp: '2026-11-24T11:00:00Z' })).at).toBe('2026-11-24T11:00:00.000Z')
  })

  it.each([
    ['an unknown type', { ...sesEvents.open, detail: { ...sesEvents.open.detail, eventType: 'Subscription' } }],
    ['no time', withPart('open', { timestamp: 'yesterday' })],
    ['no message id', withTags(sesEvents.open, {}, '')],
    ['another source', { ...sesEvents.open, source: 'somebody' }],
  ])('with %s is an error that somebody sees', (_what, event) => {
    expect(sesEvent.safeParse(event).success).toBe(false)
  })

  it('of any shape is a report or our error', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.string(), fc.jsonValue(), (name, field, value) => {
        const { detail } = sesEvents[name]
        const parsed = sesEvent.safeParse({ ...sesEvents[name], detail: { ...detail, [name]: value, [field]: value } })
        if (parsed.success) expect(mailReport(parsed.data.detail).activityId).toMatch(/^[a-z2-7]{32}$/)
      }),
    )
  })
})
