import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entriesOfEnrolment, entryOfSend, newestFirst } from '../../../core/leads/timeline.ts'
import { type Enrolment, enrolment } from '../../../core/nurture/enrolment.ts'
import { aLeadId, aSendId } from '../../fixtures/a-mailbox.ts'

function anEnrolment(given: Partial<Enrolment> = {}): Enrolment {
  return enrolment.parse({
    leadId: aLeadId(),
    enrolmentId: 'white-paper.1',
    sequence: 'white-paper',
    version: 2,
    n: 1,
    state: 'active',
    step: 'welcome',
    since: '2026-11-02T00:00:00.000Z',
    visit: 0,
    generation: 1,
    wakeSeq: 0,
    startedAt: '2026-11-01T00:00:00.000Z',
    ...given,
  })
}

describe('the timeline', () => {
  it('says why a held step waits, and until when', () => {
    const due = '2026-11-03T09:00:00.000Z'
    expect(entriesOfEnrolment(anEnrolment({ held: 'window', due }))).toMatchObject([
      { at: '2026-11-01T00:00:00.000Z', what: 'started', sequence: 'white-paper', version: 2 },
      { at: '2026-11-02T00:00:00.000Z', what: 'waits', step: 'welcome', why: 'window', due },
    ])
  })

  it('says how a sequence ended', () => {
    const ended = anEnrolment({ state: 'exited', reason: 'unsubscribed', endedAt: '2026-11-04T00:00:00.000Z' })
    expect(entriesOfEnrolment(ended)[1]).toMatchObject({ at: ended.endedAt, what: 'exited', why: 'unsubscribed' })
  })

  it('says why a mail was allowed', () => {
    const entry = entryOfSend({
      leadId: aLeadId(),
      sendId: aSendId(),
      state: 'SENT',
      basis: 'consent',
      template: 'welcome',
      templateVersion: 1,
      locale: 'en',
      because: 'consent to news',
      by: 'try1',
      preparedAt: '2026-11-02T00:00:00.000Z',
      claimedAt: '2026-11-02T00:00:01.000Z',
    })
    expect(entry).toMatchObject({
      at: '2026-11-02T00:00:01.000Z',
      kind: 'send',
      because: 'consent to news',
      state: 'SENT',
    })
    expect(entry).not.toHaveProperty('by')
  })

  it('has one order, whatever comes in which', () => {
    const entry = fc.record({
      at: fc.constantFrom('2026-11-02T00:00:00.000Z', '2026-11-03T00:00:00.000Z'),
      kind: fc.constantFrom('activity', 'send'),
      id: fc.constantFrom('a', 'b', 'c'),
    })
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        const sorted = entries.toSorted(newestFirst)
        expect(entries.toReversed().toSorted(newestFirst)).toEqual(sorted)
        for (const [index, { at }] of sorted.entries()) expect(at <= (sorted[index - 1]?.at ?? at)).toBe(true)
      }),
    )
  })
})
