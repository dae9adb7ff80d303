import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  capHoldsUntil,
  decideSend,
  isClaimed,
  releaseClaim,
  type SendDecision,
  type WantedSend,
} from '../../../core/consent/decide-send.ts'
import { type Mailbox, mailbox } from '../../../core/consent/mailbox.ts'
import { fromInstant, toInstant } from '../../../core/names.ts'
import { aMailbox, aSendId, granted, pending, withdrawn } from '../../fixtures/a-mailbox.ts'

const nowMs = Date.UTC(2026, 10, 24, 9)
const hour = 3_600_000
const day = 24 * hour
const ago = (ms: number) => toInstant(nowMs - ms)

function wanted(given: Partial<WantedSend> = {}): WantedSend {
  return { sendId: aSendId(), basis: 'consent', topic: 'newsletter', by: 'this-try', ...given }
}

const consented = aMailbox({ consent: { newsletter: granted() } })
const enrolment = { id: 'white-paper.1', visit: 2, open: ['white-paper.1', 'onboarding.1'] }

/** The mailbox after a decision is written. */
function written(box: Mailbox, decision: SendDecision): Mailbox {
  if (decision.verdict !== 'allowed') throw new Error(`not allowed: ${JSON.stringify(decision)}`)
  return mailbox.parse({ ...box, ...decision.change })
}

describe('marketing mail', () => {
  it('goes with consent, and says which', () => {
    const decision = decideSend(consented, wanted(), nowMs)
    expect(decision).toMatchObject({
      verdict: 'allowed',
      because: 'consent to newsletter of 2026-11-20T10:00:00.000Z, evidence proof-of-grant',
      change: { rev: 4, claims: [{ sendId: aSendId(), at: ago(0), by: 'this-try', topic: 'newsletter' }] },
    })
  })

  it.each([
    ['no record of consent', {}, 'no consent: none'],
    ['consent to another topic', { consent: { other: granted() } }, 'no consent: none'],
    ['a request that nobody confirmed', { consent: { newsletter: pending() } }, 'no consent: pending'],
    ['a withdrawal', { consent: { newsletter: withdrawn() } }, 'no consent: withdrawn'],
    [
      'a suppression',
      { consent: { newsletter: granted() }, suppression: { reason: 'bounced', at: ago(day) } },
      'suppressed: bounced',
    ],
    ['an erasure', { consent: { newsletter: granted() }, erasedAt: ago(day) }, 'erased'],
  ] as const)('is refused with %s', (_name, given, why) => {
    expect(decideSend(aMailbox(given), wanted(), nowMs)).toEqual({ verdict: 'refused', why })
  })

  it('is refused without a topic, and for a topic that is only a property of every object', () => {
    expect(decideSend(consented, wanted({ topic: undefined }), nowMs).verdict).toBe('refused')
    expect(decideSend(aMailbox(), wanted({ topic: 'constructor' }), nowMs).verdict).toBe('refused')
  })

  it('that this try has claimed is its own; of any other try it is claimed', () => {
    const claimed = written(consented, decideSend(consented, wanted(), nowMs))
    expect(decideSend(claimed, wanted(), nowMs)).toEqual({ verdict: 'mine' })
    expect(decideSend(claimed, wanted({ by: 'another' }), nowMs)).toEqual({ verdict: 'claimed' })
  })

  it('that was claimed stays claimed after a withdrawal: the one try that holds it may have sent it', () => {
    const claimed = written(consented, decideSend(consented, wanted(), nowMs))
    const left = { ...claimed, consent: { newsletter: withdrawn() } }
    expect(decideSend(left, wanted({ by: 'another' }), nowMs)).toEqual({ verdict: 'claimed' })
  })

  it('of a visit that was claimed never goes again, even when its claim is no longer remembered', () => {
    const box = { ...consented, visits: { 'white-paper.1': 2 } }
    expect(decideSend(box, wanted({ enrolment }), nowMs)).toEqual({ verdict: 'claimed' })
    expect(isClaimed(box, aSendId(), enrolment)).toBe(true)
    expect(decideSend(box, wanted({ enrolment: { ...enrolment, visit: 3 } }), nowMs).verdict).toBe('allowed')
  })

  it('marks the visit and forgets the marks of enrolments that are closed', () => {
    const box = { ...consented, visits: { 'white-paper.1': 1, 'onboarding.1': 4, 'old.1': 9 } }
    expect(written(box, decideSend(box, wanted({ enrolment }), nowMs)).visits).toEqual({
      'white-paper.1': 2,
      'onboarding.1': 4,
    })
  })

  it('remembers the last 50 claims', () => {
    let box = consented
    for (let n = 0; n < 55; n += 1) box = written(box, decideSend(box, wanted({ sendId: aSendId(n) }), nowMs + n))
    expect(box.claims).toHaveLength(50)
    expect(box.claims[0]?.sendId).toBe(aSendId(5))
  })
})

describe('a cap', () => {
  const claimsAt = (...msAgo: number[]) =>
    msAgo.map((ms, n) => ({ sendId: aSendId(n + 1), at: ago(ms), topic: 'newsletter' }))
  const cap = { emails: 2, perMs: 7 * day }

  it.each([
    ['nothing went', [], undefined],
    ['one went', [day], undefined],
    ['two went, the first of them 6 days ago: held until it is 7', [6 * day, day], nowMs + day],
    ['two went, the first of them exactly 7 days ago', [7 * day, day], undefined],
    ['three went: held until two of them are 7 days old', [6 * day, 5 * day, day], nowMs + 2 * day],
    ['they are not in their order', [day, 6 * day], nowMs + day],
  ])('of two in a week, when %s', (_name, went, until) => {
    expect(capHoldsUntil(claimsAt(...went), cap, nowMs)).toBe(until)
  })

  it('holds the mail and says until when', () => {
    const box = { ...consented, claims: claimsAt(6 * day, day) }
    expect(decideSend(box, wanted({ cap }), nowMs)).toEqual({ verdict: 'held', why: 'cap', untilMs: nowMs + day })
    expect(decideSend(box, wanted({ cap }), nowMs + day).verdict).toBe('allowed')
  })
})

describe('a confirmation', () => {
  const asked = aMailbox({ consent: { newsletter: pending() } })
  const confirmation = wanted({ basis: 'confirmation', topic: undefined })
  const mails = (...msAgo: number[]) => msAgo.map((ms, n) => ({ sendId: aSendId(n + 1), at: ago(ms), by: 'x' }))

  it.each([
    ['goes when somebody asked', asked, 'allowed'],
    ['does not go when nobody asked', aMailbox(), 'refused'],
    ['does not go when it is confirmed already', consented, 'refused'],
    ['does not go to a suppressed address', { ...asked, suppression: { reason: 'manual', at: ago(0) } }, 'refused'],
    ['waits a day after another', { ...asked, confirmations: mails(23 * hour) }, 'held'],
    ['goes a day after another', { ...asked, confirmations: mails(24 * hour) }, 'allowed'],
    ['waits after three in 30 days', { ...asked, confirmations: mails(29 * day, 20 * day, 2 * day) }, 'held'],
    [
      'goes when the first of three is 30 days old',
      { ...asked, confirmations: mails(30 * day, 20 * day, 2 * day) },
      'allowed',
    ],
    ['goes after an erasure only when somebody asked since', { ...asked, erasedAt: ago(hour) }, 'allowed'],
    ['does not go for a request from before an erasure', { ...asked, erasedAt: ago(0) }, 'refused'],
  ] as const)('%s', (_name, box, verdict) => {
    expect(decideSend(mailbox.parse(box), confirmation, nowMs).verdict).toBe(verdict)
  })

  it('counts against no cap of marketing mail', () => {
    expect(written(asked, decideSend(asked, confirmation, nowMs)).claims).toEqual([])
  })
})

describe('a transactional mail', () => {
  const receipt = wanted({ basis: 'transactional', topic: undefined })

  it('needs no consent, but an address that is not suppressed or erased', () => {
    expect(decideSend(aMailbox(), receipt, nowMs).verdict).toBe('allowed')
    expect(decideSend(aMailbox({ erasedAt: ago(0) }), receipt, nowMs).verdict).toBe('refused')
    const bounced = aMailbox({ suppression: { reason: 'bounced', at: ago(0) } })
    expect(decideSend(bounced, receipt, nowMs).verdict).toBe('refused')
  })

  it('goes once', () => {
    const box = written(aMailbox(), decideSend(aMailbox(), receipt, nowMs))
    expect(decideSend(box, { ...receipt, by: 'another' }, nowMs).verdict).toBe('claimed')
  })
})

describe('giving a claim back', () => {
  it('frees the mail, its cap slot and its visit', () => {
    const mail = wanted({ enrolment, cap: { emails: 1, perMs: day } })
    const claimed = written({ ...consented, visits: { 'white-paper.1': 1 } }, decideSend(consented, mail, nowMs))
    const freed = mailbox.parse({ ...claimed, ...releaseClaim(claimed, mail) })
    expect(freed).toMatchObject({ rev: claimed.rev + 1, claims: [], visits: { 'white-paper.1': 1 } })
    expect(decideSend(freed, { ...mail, by: 'another' }, nowMs).verdict).toBe('allowed')
  })

  it('is for its owner alone', () => {
    const claimed = written(consented, decideSend(consented, wanted(), nowMs))
    expect(releaseClaim(claimed, wanted({ by: 'another' }))).toBeUndefined()
    expect(releaseClaim(consented, wanted())).toBeUndefined()
  })
})

type Event =
  | { readonly kind: 'send'; readonly topic: string; readonly n: number }
  | { readonly kind: 'release'; readonly n: number }
  | { readonly kind: 'consent'; readonly topic: string; readonly state: 'granted' | 'withdrawn' | 'pending' }
  | { readonly kind: 'suppress' }

const topics = fc.constantFrom('newsletter', 'product-education')
const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('send'), topic: topics, n: fc.nat(12) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('release'), n: fc.nat(12) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('consent'),
      topic: topics,
      state: fc.constantFrom('granted', 'withdrawn', 'pending'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('suppress') }) },
) as fc.Arbitrary<Event>

describe('whatever happens to a mailbox', () => {
  const cap = { emails: 3, perMs: 7 * day }
  const history = fc.array(fc.tuple(anyEvent, fc.integer({ min: 0, max: 2 * day })), { maxLength: 60 })

  it('marketing mail is allowed only with consent and without suppression, each once, and the cap holds in every window', () => {
    fc.assert(
      fc.property(history, (events) => {
        let box = aMailbox({ consent: { newsletter: granted() } })
        let atMs = nowMs
        const sent: { n: number; atMs: number }[] = []
        for (const [event, passed] of events) {
          atMs += passed
          if (event.kind === 'suppress') box = { ...box, suppression: { reason: 'manual', at: toInstant(atMs) } }
          if (event.kind === 'consent') {
            const state = { state: event.state, decidedAt: toInstant(atMs), evidence: 'e' }
            box = { ...box, consent: { ...box.consent, [event.topic]: state } }
          }
          if (event.kind === 'release') {
            const change = releaseClaim(box, wanted({ sendId: aSendId(event.n), by: `try-${event.n}` }))
            if (!change) continue
            box = mailbox.parse({ ...box, ...change })
            sent.splice(
              sent.findIndex(({ n }) => n === event.n),
              1,
            )
          }
          if (event.kind !== 'send') continue
          const mail = wanted({ sendId: aSendId(event.n), topic: event.topic, by: `try-${event.n}`, cap })
          const decision = decideSend(box, mail, atMs)
          if (decision.verdict === 'held') {
            expect(decision.untilMs).toBeGreaterThan(atMs)
            expect(decideSend(box, mail, decision.untilMs).verdict).toBe('allowed')
          }
          if (decision.verdict !== 'allowed') continue
          expect(box.consent[event.topic]?.state).toBe('granted')
          expect(box.suppression).toBeUndefined()
          expect(sent.some(({ n }) => n === event.n)).toBe(false)
          box = written(box, decision)
          sent.push({ n: event.n, atMs })
        }
        for (const one of sent) {
          const within = sent.filter((other) => other.atMs <= one.atMs && other.atMs > one.atMs - cap.perMs)
          expect(within.length).toBeLessThanOrEqual(cap.emails)
        }
        expect(box.claims.map(({ at }) => fromInstant(at))).toEqual(sent.map((one) => one.atMs))
      }),
      { numRuns: 1_000 },
    )
  })

  it('a cap always says the first moment at which the next mail may go', () => {
    const times = fc.array(fc.integer({ min: 0, max: 10 * day }), { maxLength: 20 })
    fc.assert(
      fc.property(
        times,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: hour, max: 8 * day }),
        (msAgo, emails, perMs) => {
          const claims = msAgo.map((ms, n) => ({ sendId: aSendId(n), at: ago(ms), topic: 'newsletter' }))
          const holds = (ms: number) => capHoldsUntil(claims, { emails, perMs }, ms)
          const until = holds(nowMs)
          const within = msAgo.filter((ms) => ms < perMs).length
          expect(until === undefined).toBe(within < emails)
          if (until === undefined) return
          expect(holds(until)).toBeUndefined()
          expect(holds(until - 1)).toBe(until)
        },
      ),
    )
  })
})
