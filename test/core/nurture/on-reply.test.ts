import { describe, expect, it } from 'vitest'
import { decideSend } from '../../../core/consent/decide-send.ts'
import { decideStep } from '../../../core/nurture/decide-step.ts'
import { replyHoldOf } from '../../../core/nurture/on-reply.ts'
import { whatToDo } from '../../../core/nurture/waking.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { aMailbox, aSendId, granted } from '../../fixtures/a-mailbox.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'

type Given = Parameters<typeof aSequence>[0]
const hour = 3_600_000
const day = 24 * hour
const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const at = (ms: number) => new Date(startMs + ms).toISOString()
const setting = { zone: 'UTC', marketingMail: true }

/** What is decided so long after the start of a lead who replied one hour after it. */
function decided(afterMs: number, given: Given, repliedAt: string | undefined = at(hour)) {
  const lead = aLead({ mailbox: { ...(repliedAt && { repliedAt }) } })
  return decideStep({ sequence: aSequence(given), enrolment: anEnrolment(), lead, nowMs: startMs + afterMs, setting })
}

describe('after a reply', () => {
  it.each<[string, Given, number, object]>([
    [
      'mails wait seven days where nothing is said',
      {},
      day,
      { kind: 'wait', held: 'replied', dueMs: startMs + hour + 7 * day },
    ],
    ['and then go', {}, 7 * day + hour, { kind: 'send' }],
    [
      'they wait as long as the sequence says',
      { 'on-reply': { hold: '2d' } },
      day,
      { held: 'replied', dueMs: startMs + hour + 2 * day },
    ],
    ['or go on', { 'on-reply': 'go-on' }, day, { kind: 'send' }],
    ['or the sequence ends', { 'on-reply': 'end' }, day, { kind: 'end', state: 'exited', reason: 'exit: replied' }],
    ['also one for the time with sales', { 'on-reply': { hold: '1d' } }, 2 * hour, { held: 'replied' }],
    [
      'they go in the window',
      { window: { hours: '12:00-13:00', zone: 'UTC' } },
      day,
      { held: 'replied', dueMs: expect.toSatisfy((ms: number) => ms >= startMs + 7 * day + 3 * hour) },
    ],
  ])('%s', (_what, given, afterMs, answer) => {
    expect(decided(afterMs, given)).toMatchObject(answer)
  })

  it('which was before it came in, a sequence does not end, but holds', () => {
    expect(decided(day, { 'on-reply': 'end' }, at(-hour))).toMatchObject({ kind: 'send' })
    expect(decided(day, {}, at(-hour))).toMatchObject({ held: 'replied' })
  })

  it('that somebody reported it is the same', () => {
    const activitySummary = { 'email-replied': { last: at(hour), days: {} } }
    const lead = aLead({ profile: { activitySummary } })
    const input = { sequence: aSequence(), enrolment: anEnrolment(), lead, nowMs: startMs + day, setting }
    expect(decideStep(input)).toMatchObject({ held: 'replied' })
  })

  it('a sequence that it ends is woken', () => {
    const lead = aLead({ mailbox: { repliedAt: at(hour) } })
    const enrolment = anEnrolment({ due: at(3 * day), step: 'read-it' })
    const input = { sequence: aSequence({ 'on-reply': 'end' }), enrolment, lead, nowMs: startMs + 2 * hour, setting }
    const happening = { type: 'email-replied', at: at(hour), data: {}, stage: 'lead' } as never
    expect(whatToDo(input, happening)).toBe('wake')
  })
})

describe('a reply between the decision and the claim', () => {
  const box = aMailbox({ consent: { news: granted() }, repliedAt: at(hour) })
  const decide = (given: Given, nowMs = startMs + hour) =>
    decideSend(
      box,
      {
        sendId: aSendId(),
        basis: 'consent',
        topic: 'news',
        by: 'me',
        replyHold: replyHoldOf(aSequence(given), anEnrolment()),
      },
      nowMs,
    )

  it.each<[string, Given, object]>([
    ['holds it', {}, { verdict: 'held', why: 'replied', untilMs: startMs + hour + 7 * day }],
    ['holds it until its sequence ends', { 'on-reply': 'end' }, { verdict: 'held', untilMs: startMs + hour + 60_000 }],
    ['changes nothing where the sequence goes on', { 'on-reply': 'go-on' }, { verdict: 'allowed' }],
  ])('%s', (_what, given, answer) => {
    expect(decide(given)).toMatchObject(answer)
  })

  it('no longer holds it after the time', () => {
    expect(decide({}, startMs + hour + 7 * day)).toMatchObject({ verdict: 'allowed' })
  })
})
