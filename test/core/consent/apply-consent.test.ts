import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyConsent, type ConsentDecision } from '../../../core/consent/apply-consent.ts'
import { type Mailbox, mailbox } from '../../../core/consent/mailbox.ts'
import { toInstant } from '../../../core/names.ts'
import { aMailbox, granted, pending, withdrawn } from '../../fixtures/a-mailbox.ts'

const topic = 'newsletter'
const at = (second: number) => toInstant(Date.UTC(2026, 10, 24, 9, 0, second))

function decision(given: Partial<ConsentDecision> & Pick<ConsentDecision, 'decision' | 'at'>): ConsentDecision {
  return { topic, evidence: `proof-${given.decision}-${given.at}`, ...given }
}

function applied(start: Mailbox, decisions: readonly ConsentDecision[]): Mailbox {
  let box = start
  for (const one of decisions) box = mailbox.parse({ ...box, ...applyConsent(box, [one]) })
  return box
}

describe('consent', () => {
  it.each([
    ['a request waits for its confirmation', undefined, { decision: 'requested', at: at(5) }, 'pending'],
    ['a grant grants', undefined, { decision: 'granted', at: at(5) }, 'granted'],
    ['a withdrawal is kept even of what was never given', undefined, { decision: 'withdrawn', at: at(5) }, 'withdrawn'],
    ['a grant after a withdrawal grants', withdrawn(at(4)), { decision: 'granted', at: at(5) }, 'granted'],
    ['at equality withdrawal wins', withdrawn(at(5)), { decision: 'granted', at: at(5) }, 'withdrawn'],
    [
      'at equality withdrawal wins, whichever is known first',
      granted(at(5)),
      { decision: 'withdrawn', at: at(5) },
      'withdrawn',
    ],
    ['a late grant resurrects nothing', withdrawn(at(5)), { decision: 'granted', at: at(4) }, 'withdrawn'],
    ['a late withdrawal ends no later grant', granted(at(5)), { decision: 'withdrawn', at: at(4) }, 'granted'],
    ['a request does not undo a grant', granted(at(4)), { decision: 'requested', at: at(5) }, 'granted'],
    ['a request after a withdrawal waits', withdrawn(at(4)), { decision: 'requested', at: at(5) }, 'pending'],
    ['a confirmation grants', pending(at(4)), { decision: 'granted', at: at(9), requestedAt: at(4) }, 'granted'],
    [
      'a confirmation asked for before the withdrawal grants nothing',
      withdrawn(at(5)),
      { decision: 'granted', at: at(9), requestedAt: at(4) },
      'withdrawn',
    ],
    [
      'nor does it when there is a new request',
      { ...pending(at(7)), withdrawnAt: at(5) },
      { decision: 'granted', at: at(9), requestedAt: at(4) },
      'pending',
    ],
  ] as const)('%s', (_name, before, given, state) => {
    const start = aMailbox(before ? { consent: { [topic]: before } } : {})
    expect(applied(start, [decision(given)]).consent[topic]?.state).toBe(state)
  })

  it('changes nothing for a repeat, and says so', () => {
    const once = applied(aMailbox(), [decision({ decision: 'granted', at: at(5) })])
    expect(applyConsent(once, [decision({ decision: 'granted', at: at(5) })])).toBeUndefined()
  })

  it('is not given twice by pressing the button again', () => {
    const pressed = (second: number) => decision({ decision: 'granted', at: at(second), requestedAt: at(4) })
    const once = applied(aMailbox({ consent: { [topic]: pending(at(4)) } }), [pressed(6)])
    expect(applyConsent(once, [pressed(9)])).toBeUndefined()
    expect(once.consent[topic]).toMatchObject({ decidedAt: at(6), requestedAt: at(4) })
  })

  it('raises the revision by one, so that no claim decided before it succeeds', () => {
    expect(applyConsent(aMailbox({ rev: 7 }), [decision({ decision: 'withdrawn', at: at(5) })])?.rev).toBe(8)
  })

  it('of one topic says nothing about another', () => {
    const box = applied(aMailbox({ consent: { other: granted() } }), [decision({ decision: 'withdrawn', at: at(59) })])
    expect(box.consent.other).toEqual(granted())
  })
})

describe('after an erasure', () => {
  const erased = aMailbox({ erasedAt: at(10) })

  it.each([
    ['a late grant', { decision: 'granted', at: at(9) }],
    ['a grant without confirmation', { decision: 'granted', at: at(11) }],
    ['a confirmation that was asked for before', { decision: 'granted', at: at(11), requestedAt: at(9) }],
    ['a confirmation asked for at that moment', { decision: 'granted', at: at(11), requestedAt: at(10) }],
    ['a late withdrawal', { decision: 'withdrawn', at: at(9) }],
    ['a late request', { decision: 'requested', at: at(10) }],
  ] as const)('%s changes nothing', (_name, given) => {
    expect(applyConsent(erased, [decision(given)])).toBeUndefined()
  })

  it('a fresh request waits, and only its confirmation lifts the tombstone', () => {
    const asked = applied(erased, [decision({ decision: 'requested', at: at(11) })])
    expect(asked).toMatchObject({ erasedAt: at(10), consent: { [topic]: { state: 'pending' } } })
    const back = applied(asked, [decision({ decision: 'granted', at: at(13), requestedAt: at(12) })])
    expect(back.erasedAt).toBeUndefined()
    expect(back.consent[topic]?.state).toBe('granted')
  })

  it('what was before stays forgotten when the tombstone is lifted', () => {
    const back = applied(erased, [decision({ decision: 'granted', at: at(13), requestedAt: at(12) })])
    expect(back.forgottenUntil).toBe(at(10))
    expect(applyConsent(back, [decision({ topic: 'other', decision: 'granted', at: at(9) })])).toBeUndefined()
    expect(applyConsent(back, [decision({ topic: 'other', decision: 'granted', at: at(11) })])).toBeDefined()
  })
})

const second = fc.integer({ min: 1, max: 12 })
const anyDecision: fc.Arbitrary<ConsentDecision> = fc
  .record({
    topic: fc.constantFrom('newsletter', 'product-education'),
    decision: fc.constantFrom('granted', 'withdrawn', 'requested'),
    second,
    asked: fc.option(second, { nil: undefined }),
    proof: fc.constantFrom('a', 'b'),
  })
  .map(({ second: done, asked, proof, ...rest }) => ({
    ...rest,
    at: at(done),
    // One proof proves one act.
    evidence: `${rest.decision}-${done}-${asked}-${proof}`,
    ...(rest.decision === 'granted' && asked !== undefined && asked <= done && { requestedAt: at(asked) }),
  }))
const anyDecisions = fc.array(anyDecision, { minLength: 1, maxLength: 9 })

describe('whatever order decisions come in, and however often', () => {
  it('the consent is the same', () => {
    fc.assert(
      fc.property(
        anyDecisions.chain((decisions) =>
          fc.tuple(
            fc.constant(decisions),
            fc.shuffledSubarray([...decisions, ...decisions], { minLength: decisions.length * 2 }),
          ),
        ),
        ([decisions, shuffled]) => {
          expect(applied(aMailbox(), shuffled).consent).toEqual(applied(aMailbox(), decisions).consent)
        },
      ),
      { numRuns: 1_000 },
    )
  })

  it('is the same as deciding all at once', () => {
    fc.assert(
      fc.property(anyDecisions, (decisions) => {
        const atOnce = { ...aMailbox(), ...applyConsent(aMailbox(), decisions) }
        expect(atOnce.consent).toEqual(applied(aMailbox(), decisions).consent)
      }),
    )
  })

  it('is granted if and only if some grant was asked for after every withdrawal', () => {
    fc.assert(
      fc.property(anyDecisions, (decisions) => {
        const box = applied(aMailbox(), decisions)
        for (const one of new Set(decisions.map((each) => each.topic))) {
          const own = decisions.filter((each) => each.topic === one)
          const lastWithdrawal =
            own
              .filter((each) => each.decision === 'withdrawn')
              .map((each) => each.at)
              .sort()
              .at(-1) ?? ''
          const stands = own.some(
            (each) => each.decision === 'granted' && (each.requestedAt ?? each.at) > lastWithdrawal,
          )
          expect(box.consent[one]?.state === 'granted').toBe(stands)
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('nothing done before an erasure ever grants', () => {
    fc.assert(
      fc.property(anyDecisions, second, (decisions, erasedSecond) => {
        const box = applied(aMailbox({ erasedAt: at(erasedSecond) }), decisions)
        for (const [one, { state, evidence }] of Object.entries(box.consent)) {
          if (state !== 'granted') continue
          const by = decisions.filter((each) => each.topic === one && each.evidence === evidence)
          expect(by.some((each) => (each.requestedAt ?? each.at) > at(erasedSecond))).toBe(true)
          expect(box.erasedAt).toBeUndefined()
        }
      }),
      { numRuns: 1_000 },
    )
  })
})
