import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyConsent, type ConsentDecision } from '../../../core/consent/apply-consent.ts'
import { decideSend } from '../../../core/consent/decide-send.ts'
import { type Mailbox, mailbox as mailboxSchema } from '../../../core/consent/mailbox.ts'
import { suppressionOf } from '../../../core/consent/suppression.ts'
import type { Activity } from '../../../core/leads/activity.ts'
import { foldFacts } from '../../../core/leads/fold-profile.ts'
import type { Profile } from '../../../core/leads/lead.ts'
import { leadStatus } from '../../../core/leads/lead-status.ts'
import { liftSuppression } from '../../../core/leads/lift-suppression.ts'
import {
  copyFor,
  parkedAlone,
  reasonNotToMerge,
  refolded,
  withMerged,
  withoutMerged,
} from '../../../core/leads/merge.ts'
import { newMailbox, newProfile } from '../../../core/leads/new-lead.ts'
import { likelyMerge } from '../../../core/leads/propose-merge.ts'
import { toInstant } from '../../../core/names.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aLeadId, aSendId } from '../../fixtures/a-mailbox.ts'

const [into, from, third] = [aLeadId(0), aLeadId(1), aLeadId(2)]
const startMs = Date.parse('2026-11-01T00:00:00.000Z')
const hour = (n: number) => toInstant(startMs + n * 3_600_000)
const mergedAt = hour(50)

const decided = (decision: ConsentDecision['decision'], at: number, topic = 'news'): ConsentDecision => ({
  topic,
  decision,
  at: hour(at),
  evidence: `${decision}-${topic}-${at}`,
})
const boxOf = (leadId: string, ...decisions: ConsentDecision[]): Mailbox => {
  const box = newMailbox(leadId)
  return { ...box, ...applyConsent(box, decisions) }
}
const changed = (box: Mailbox, change: Partial<Mailbox> | undefined): Mailbox => ({ ...box, ...change })
const merged = (box: Mailbox, other: Mailbox) => changed(box, withMerged(box, other, mergedAt))
/** All of a mailbox but how often it was written, as the table gives it back. */
const plain = ({ rev, ...box }: Mailbox) => JSON.parse(JSON.stringify(box))

describe('the consent of a lead that another is merged into', () => {
  it.each([
    ['has not withdrawn', boxOf(from, decided('granted', 1)), 'granted'],
    ['withdrew later', boxOf(from, decided('withdrawn', 20)), 'withdrawn'],
    ['withdrew at the same time', boxOf(from, decided('withdrawn', 10)), 'withdrawn'],
    ['withdrew earlier', boxOf(from, decided('withdrawn', 9)), 'granted'],
    [
      'withdrew later, and was asked since',
      boxOf(from, decided('withdrawn', 20), decided('requested', 30)),
      'withdrawn',
    ],
    ['withdrew from another topic', boxOf(from, decided('withdrawn', 20, 'offers')), 'granted'],
  ])('where the other %s', (_, other, state) => {
    const box = merged(boxOf(into, decided('granted', 10)), other)
    expect(box.consent.news?.state).toBe(state)
    expect(mailboxSchema.parse(box)).toEqual(JSON.parse(JSON.stringify(box)))
  })

  it('is its own: what the other granted is of another address', () => {
    const box = merged(boxOf(into), boxOf(from, decided('granted', 10)))
    expect(box.consent).toEqual({})
  })

  it('is granted anew by a later grant of its own', () => {
    const box = merged(boxOf(into, decided('granted', 10)), boxOf(from, decided('withdrawn', 20)))
    expect(changed(box, applyConsent(box, [decided('granted', 60)])).consent.news?.state).toBe('granted')
  })

  const decision = fc
    .tuple(
      fc.constantFrom('granted' as const, 'withdrawn' as const, 'requested' as const),
      fc.integer({ min: 0, max: 40 }),
      fc.constantFrom('news', 'offers'),
    )
    .map(([what, at, topic]) => decided(what, at, topic))
  const decisions = fc.array(decision, { maxLength: 8 })

  it('is as before once it is undone, with all that was decided meanwhile', () => {
    fc.assert(
      fc.property(decisions, decisions, decisions, (own, other, meanwhile) => {
        const start = boxOf(into, ...own)
        const together = merged(start, boxOf(from, ...other))
        const later = changed(together, applyConsent(together, meanwhile))
        const alone = changed(later, withoutMerged(later, from))
        expect(plain(alone)).toEqual(plain(changed(start, applyConsent(start, meanwhile))))
      }),
    )
  })

  it('is never looser than its own, and the same whichever comes first: decisions or merges', () => {
    fc.assert(
      fc.property(decisions, decisions, decisions, (own, one, two) => {
        const [b, c] = [boxOf(from, ...one), boxOf(third, ...two)]
        const alone = boxOf(into, ...own)
        const first = merged(merged(alone, b), c)
        const between = merged(merged(boxOf(into), b), c)
        const after = changed(between, applyConsent(between, own))
        const states = (box: Mailbox) => Object.entries(box.consent).map(([topic, { state }]) => `${topic} ${state}`)
        expect(states(after).sort()).toEqual(states(first).sort())
        for (const [topic, { state }] of Object.entries(first.consent)) {
          if (state === 'granted') expect(alone.consent[topic]?.state).toBe('granted')
        }
        expect(plain(changed(first, withoutMerged(first, from))).consent).toEqual(plain(merged(alone, c)).consent)
        expect(withMerged(first, b, mergedAt)).toBeUndefined()
      }),
    )
  })
})

describe('a suppression', () => {
  const suppressed = (reason: 'bounced' | 'complained' | 'manual' | 'soft-bounces' | 'undeliverable') => ({
    ...boxOf(from),
    suppression: { reason, at: hour(5) },
  })
  it.each([
    ['bounced', undefined],
    ['soft-bounces', undefined],
    ['undeliverable', undefined],
    ['complained', 'complained'],
    ['manual', 'manual'],
  ] as const)('by “%s” of the other binds the person: %s', (reason, binds) => {
    const start = boxOf(into, decided('granted', 1))
    const box = merged(start, suppressed(reason))
    expect(suppressionOf(box)?.reason).toBe(binds)
    expect(plain(changed(box, withoutMerged(box, from)))).toEqual(plain(start))
    if (binds) expect(suppressionOf(changed(box, liftSuppression(box)))).toBeUndefined()
  })
})

describe('a lead that is merged', () => {
  const box = {
    ...boxOf(from, decided('granted', 1)),
    mergedInto: { leadId: into, at: mergedAt, by: 'mia', reason: '' },
  }
  it.each(['consent', 'confirmation', 'transactional'] as const)('gets no mail by %s', (basis) => {
    const decision = decideSend(box, { sendId: aSendId(), basis, topic: 'news', by: 'me' }, startMs)
    expect(decision).toEqual({ verdict: 'refused', why: 'merged into another lead' })
  })

  it('is parked as merged, and not mailable', () => {
    const profile = newProfile({ leadId: from, email: 'a@b.example' }, fact(1))
    const lead = { profile, mailbox: box, enrolments: [], handoffs: [aHandoff({ leadId: from })] }
    expect(leadStatus(lead, startMs)).toMatchObject({ status: 'parked', parked: { reason: 'merged' }, mailable: false })
  })
})

describe('a merge', () => {
  const leadOf = (leadId: string, given: Partial<Mailbox> = {}, handoffs = [] as ReturnType<typeof aHandoff>[]) => ({
    profile: newProfile({ leadId, email: 'a@b.example' }, { ...fact(1), leadId }),
    mailbox: { ...boxOf(leadId), ...given },
    enrolments: [],
    handoffs,
  })
  const open = (leadId: string) => aHandoff({ leadId, handoffId: `${leadId}.1`, state: 'open' })
  it.each([
    ['goes', leadOf(from), leadOf(into), undefined],
    ['goes where sales has one', leadOf(from, {}, [open(from)]), leadOf(into), undefined],
    [
      'is refused where sales has both',
      leadOf(from, {}, [open(from)]),
      leadOf(into, {}, [open(into)]),
      /sales has both/,
    ],
    [
      'is one deep',
      leadOf(from, { merged: [{ leadId: third, at: mergedAt, withdrawn: {} }] }),
      leadOf(into),
      /undo that/,
    ],
  ])('%s', (_, one, other, reason) => {
    if (reason) expect(reasonNotToMerge(one, other)).toMatch(reason)
    else expect(reasonNotToMerge(one, other)).toBeUndefined()
  })
})

function fact(n: number, given: Partial<Activity> = {}): Activity {
  return { leadId: from, id: `fact-000${n}`, type: 'page-visited', at: hour(n), data: {}, ...given }
}

describe('what a merged lead did', () => {
  it.each(['consent-granted', 'consent-withdrawn', 'email-bounced', 'email-delivered', 'suppressed', 'merged-into'])(
    'is not copied where it is of the address or its mailbox: %s',
    (type) => expect(copyFor(into, fact(1, { type }))).toBeUndefined(),
  )

  const types = ['page-visited', 'form-submitted', 'email-clicked', 'qualified', 'deal-won', 'call', 'list-imported']
  const facts = (leadId: string) =>
    fc.uniqueArray(
      fc
        .record({
          n: fc.integer({ min: 0, max: 9 }),
          at: fc.integer({ min: 0, max: 40 }),
          type: fc.constantFrom(...types),
        })
        .map(({ n, at, type }) =>
          fact(n, {
            leadId,
            type,
            at: hour(at),
            data: { makes: 'lead', tags: [`tag-${n}`], importId: `i${n}`, source: `s${n}`, origin: 'fair' },
            told: { fields: { company: `c${n}`, timezone: n > 5 ? 'Asia/Tehran' : '' }, locale: n > 4 ? 'fa' : 'ru' },
          }),
        ),
      { selector: ({ id, at }) => `${at} ${id}`, maxLength: 12 },
    )
  const first = (leadId: string) => fact(0, { leadId, at: hour(0), id: 'fact-first' })

  it('counts for the other in any order with any repeats, and is gone without a trace once it is undone', () => {
    fc.assert(
      fc.property(facts(into), facts(from), fc.infiniteStream(fc.nat()), (own, others, chance) => {
        const start = newProfile({ leadId: into, email: 'a@b.example' }, first(into))
        const copies = others.flatMap((one) => copyFor(into, one) ?? [])
        const all = [...own, ...copies, ...copies]
        const shuffled = all
          .map((one) => ({ one, at: chance.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one)
        const together = foldFacts(start, all)
        expect(foldFacts(start, shuffled)).toEqual(together)
        const alone = JSON.parse(JSON.stringify(refolded(together, [first(into), ...own])))
        expect(alone).toEqual(JSON.parse(JSON.stringify(foldFacts(start, own))))
      }),
    )
  })
})

describe('an undo parks', () => {
  const [rejected, recycled] = [
    aHandoff({ leadId: into, state: 'rejected' }),
    aHandoff({
      leadId: into,
      state: 'recycled',
      answer: { kind: 'recycled', at: hour(1), by: 'anna', parkUntil: hour(99) },
    }),
  ]
  const lead = (parked: Profile['parked'], ...handoffs: ReturnType<typeof aHandoff>[]) => ({
    profile: { ...newProfile({ leadId: into, email: 'a@b.example' }, { ...fact(1), leadId: into }), parked },
    handoffs,
  })
  it.each<[string, ReturnType<typeof lead>, Profile['parked']]>([
    ['who was merged away as sales left it', lead({ reason: 'merged' }, rejected), { reason: 'rejected' }],
    ['it with the date', lead({ reason: 'merged' }, recycled), { reason: 'recycled', until: hour(99) }],
    ['it anew where sales never had it', lead({ reason: 'merged' }), undefined],
    ['it anew while sales has it', lead({ reason: 'merged' }, aHandoff({ leadId: into })), undefined],
    ['nobody by what sales said of the other', lead({ reason: 'rejected' }), undefined],
    ['the other as sales left it', lead({ reason: 'rejected' }, rejected), { reason: 'rejected' }],
    ['the other as it is', lead({ reason: 'sequences-finished' }, rejected), { reason: 'sequences-finished' }],
  ])('%s', (_, given, parked) => expect(parkedAlone(given)).toEqual(parked))
})

describe('what a rule makes of two addresses', () => {
  const postedAt = hour(0.5)
  const person = (
    leadId: string,
    email: string,
    given: Partial<Mailbox> = {},
    fields: Record<string, string> = {},
  ) => ({
    profile: { ...newProfile({ leadId, email }, { ...fact(0), leadId }), fields },
    mailbox: { ...boxOf(leadId), ...given },
    enrolments: [],
    handoffs: [],
  })
  const bounced = (at: number) => ({ suppression: { reason: 'bounced' as const, at: hour(at) } })
  const typo = { sign: 'typo', atOnce: true }
  const shared = { sign: 'browser', atOnce: false }
  const right = person(into, 'jana@shop.example')
  it.each([
    ['a mistyped address that bounced', person(from, 'jana@shpo.example', bounced(0.1)), postedAt, typo],
    ['one that never bounced', person(from, 'jana@shpo.example'), postedAt, shared],
    ['one that bounced much later', person(from, 'jana@shpo.example', bounced(2)), postedAt, shared],
    ['one put right much later', person(from, 'jana@shpo.example', bounced(0.1)), hour(2), shared],
    ['somebody else’s address that bounced', person(from, 'olga@shop.example', bounced(0.1)), postedAt, shared],
    ['somebody else at the same device', person(from, 'olga@home.example'), postedAt, shared],
    ['one that is erased', person(from, 'jana@shpo.example', { erasedAt: hour(0.2) }), postedAt, undefined],
  ])('of one browser: %s', (_, first, at, expected) => {
    expect(likelyMerge('typos-at-once', 'browser', first, right, at)).toEqual(expected)
    expect(likelyMerge('propose', 'browser', first, right, at)?.atOnce ?? false).toBe(false)
    expect(likelyMerge('off', 'browser', first, right, at)).toBeUndefined()
  })

  it.each(['mail-link', 'external-id'] as const)('by “%s” is proposed at most, however near they are', (seen) => {
    const first = person(from, 'jana@shpo.example', bounced(0.1))
    expect(likelyMerge('typos-at-once', seen, first, right, postedAt)).toEqual({ sign: seen, atOnce: false })
    expect(likelyMerge('off', seen, first, right, postedAt)).toBeUndefined()
    const gone = { mergedInto: { leadId: third, at: mergedAt, by: 'mia', reason: '' } }
    expect(likelyMerge('propose', seen, person(from, 'a@b.example', gone), right, postedAt)).toBeUndefined()
  })

  it.each([
    ['nobody of the two gave a name', {}, {}, true],
    ['one of them gave a name', { firstName: 'Jana', lastName: 'Berg' }, {}, true],
    ['each gave another part of it', { firstName: 'Jana' }, { lastName: 'Berg' }, true],
    [
      'the same, written otherwise',
      { firstName: ' JANA', lastName: 'Berg' },
      { firstName: 'jana', lastName: 'berg' },
      true,
    ],
    ['one without the marks of another', { firstName: 'Zoë' }, { firstName: 'Zoe' }, true],
    ['who married', { firstName: 'Jana', lastName: 'Berg' }, { firstName: 'Jana', lastName: 'Tal' }, true],
    ['who is called in short', { firstName: 'Robert', lastName: 'Berg' }, { firstName: 'Bob', lastName: 'Berg' }, true],
    ['two first names', { firstName: 'Jana' }, { firstName: 'Olga' }, false],
    ['two people', { firstName: 'Jana', lastName: 'Berg' }, { firstName: 'Olga', lastName: 'Tal' }, false],
  ])('by their names: %s', (_, one, other, proposed) => {
    for (const seen of ['browser', 'mail-link', 'external-id'] as const) {
      const pair = [person(from, 'a@b.example', {}, one), person(into, 'c@d.example', {}, other)] as const
      expect(likelyMerge('propose', seen, ...pair, postedAt) !== undefined, seen).toBe(proposed)
    }
  })
})
