import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Contact } from '../../../core/handoff/contact.ts'
import { contentSeen, type SeenAct } from '../../../core/handoff/content-seen.ts'
import type { Handoff } from '../../../core/handoff/handoff.ts'
import { isolated } from '../../../core/handoff/isolated.ts'
import { nextBestAction } from '../../../core/handoff/next-best-action.ts'
import { nextInWords } from '../../../core/handoff/story-words.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'

const nowMs = Date.parse('2026-11-24T09:30:00.000Z')
const asked: SeenAct = {
  type: 'form-submitted',
  at: '2026-11-23T09:00:00.000Z',
  data: { form: 'demo-request', intent: 'explicit' },
}
const visit: SeenAct = { type: 'page-visited', at: '2026-11-24T09:00:00.000Z', data: { path: '/pricing' } }
const reply: SeenAct = { type: 'email-replied', at: '2026-11-24T09:10:00.000Z', data: {} }
const call: SeenAct = { type: 'call', at: '2026-11-24T09:20:00.000Z', data: {} }
const due = '2026-11-24T13:00:00.000Z'
const opened = aHandoff({ state: 'accepted', duties: [{ id: 'first-call', who: 'sales', what: 'call', due }] })
const any: Contact = { call: 'unsaid', email: 'granted' }
const next = (acts: SeenAct[], contact: Contact = any, handoff: Handoff = opened) =>
  nextBestAction(handoff, acts, contact, nowMs)

describe('the next best action', () => {
  it.each([
    ['what the SLA asks, where nothing happened', [], { act: 'call', why: 'due', at: due }],
    ['a look at the website', [visit], { act: 'call', why: 'looked', about: '/pricing', at: visit.at }],
    [
      'what was asked for before a look',
      [visit, asked],
      { act: 'call', why: 'asked', about: 'demo-request', at: asked.at },
    ],
    [
      'no answer of a program',
      [asked, { ...reply, data: { machine: true } }],
      { act: 'call', why: 'asked', about: 'demo-request', at: asked.at },
    ],
    ['an answer before all', [visit, asked, reply], { act: 'reply', why: 'replied', at: reply.at }],
    ['nothing of before the last call', [visit, asked, reply, call], { act: 'call', why: 'due', at: due }],
  ] as const)('%s', (_what, acts, expected) => {
    expect(next([...acts])).toEqual(expected)
  })

  it('is a mail to who may not be called, and neither for who agreed to nothing', () => {
    expect(next([asked], { call: 'not-granted', email: 'granted' }).act).toBe('write')
    expect(next([asked], { call: 'not-granted', email: 'not-granted' })).toEqual({
      act: 'ask-consent',
      why: 'no-consent',
    })
  })

  it('is to prepare the meeting that is planned, and nothing once sales has let go', () => {
    const meeting = { at: due, by: 'anna', on: '2026-11-26T10:00:00.000Z' }
    expect(next([reply], any, { ...opened, meeting })).toMatchObject({ act: 'prepare', at: meeting.on })
    expect(next([reply], any, { ...opened, state: 'lost' }).act).toBe('close')
  })

  it('is to look again where marketing disputes a rejection, until somebody did', () => {
    const dispute = { at: due, by: 'lena', reason: 'She decides' }
    const rejected = { ...opened, state: 'rejected' as const }
    expect(next([], any, { ...rejected, dispute })).toEqual({ act: 'review', why: 'disputed' })
    const review = { at: due, by: 'mark', upheld: true }
    expect(next([], any, { ...rejected, dispute: { ...dispute, review } }).act).toBe('close')
  })

  it('is to accept first what nobody answered yet', () => {
    const unanswered: Handoff = { ...opened, state: 'open' }
    expect(next([asked], any, unanswered)).toMatchObject({ act: 'call', first: 'accept' })
    const answer = { id: 'accept', who: 'sales', what: 'answer', due: '2026-11-24T09:00:00.000Z' } as const
    const both: Handoff = { ...unanswered, duties: [...opened.duties, answer] }
    expect(next([], any, both)).toEqual({ act: 'accept', why: 'overdue', at: answer.due })
    expect(next([], any, { ...unanswered, duties: [] })).toEqual({ act: 'accept', why: 'unanswered' })
  })

  it('names what is still to be found once nothing else is due, then what became of it', () => {
    const asks = { findings: ['need', 'authority'], funnelVersion: 3 } as Handoff['asks']
    const called: Handoff = { ...opened, duties: [], asks }
    const made = next([call], any, called)
    expect(made).toEqual({ act: 'find-out', why: 'missing', missing: ['need', 'authority'] })
    expect(nextInWords(made, 'en', '', '')).toBe(
      'Find out and write down under “Qualified”: Need, Who decides (without it this is no SQL)',
    )
    expect(next([call], any, { ...called, asks: undefined })).toEqual({ act: 'report', why: 'open' })
  })

  it('is to wait while the lead is waited for, until it answers or is spoken with', () => {
    const waiting: SeenAct = { type: 'waiting-on-lead', at: '2026-11-24T09:05:00.000Z', data: {} }
    expect(next([asked, visit, waiting])).toEqual({ act: 'wait', why: 'waiting', at: waiting.at })
    expect(next([waiting, reply]).act).toBe('reply')
    expect(next([waiting, call])).toMatchObject({ act: 'call', why: 'due' })
  })

  it('writes to nobody whose confirmation is still awaited', () => {
    expect(next([asked], { call: 'not-granted', email: 'pending' }).act).toBe('ask-consent')
  })

  it('does not hang on the order of what happened, and never calls who may not be called', () => {
    const allowed = fc.constantFrom('granted' as const, 'not-granted' as const, 'unsaid' as const)
    fc.assert(
      fc.property(fc.shuffledSubarray([asked, visit, reply, call]), allowed, allowed, (acts, ring, mail) => {
        const contact = { call: ring, email: mail }
        const made = next(acts, contact)
        expect(next([...acts].reverse(), contact)).toEqual(made)
        if (ring === 'not-granted') expect(made.act).not.toBe('call')
      }),
    )
  })

  it('is said in the reader’s language', () => {
    expect(nextInWords({ act: 'call', why: 'looked' }, 'ru', '/pricing', '24 ноя')).toBe(
      'Позвоните: были на /pricing 24 ноя',
    )
  })
})

describe('content seen', () => {
  it('names each thing once, the latest first, without what machines clicked', () => {
    const machine = { ...visit, type: 'email-clicked', data: { template: 'welcome', machine: true } }
    const earlier = { ...visit, at: '2026-11-20T09:00:00.000Z' }
    expect(contentSeen([earlier, asked, visit, machine, { ...visit, data: {} }])).toEqual([
      { kind: 'page', what: '/pricing', times: 2, last: visit.at },
      { kind: 'form', what: 'demo-request', times: 1, last: asked.at },
    ])
  })
})

describe('text that runs the other way', () => {
  it.each([
    ['/pricing', 'fa', '\u2068/pricing\u2069'],
    ['/pricing', 'ru', '/pricing'],
    ['نورا', 'en', '\u2068نورا\u2069'],
    ['نورا', 'fa', 'نورا'],
    ['+49 30 12345', 'fa', '\u2066+49 30 12345\u2069'],
    ['+49 30 12345', 'ru', '+49 30 12345'],
  ])('%s for %s', (text, locale, expected) => {
    expect(isolated(text, locale)).toBe(expected)
  })
})
