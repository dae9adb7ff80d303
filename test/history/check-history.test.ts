import '../faults/virtual-clock.ts'
import { describe, expect, it } from 'vitest'
import { storyNames } from '../faults/stories.ts'
import { aHistory, changed, withAnother, without } from './a-history.ts'
import { checkHistory, type History } from './check-history.ts'
import { type Rule, rules } from './rules.ts'

/** A lead that sales gave back once and then took; one that complained; one that was erased. */
const lead = await aHistory('is-recycled')
const parked = await aHistory('complains')
const erased = await aHistory('is-erased')

it.each(storyNames)('finds nothing after a run in which nothing goes wrong: %s', async (story) => {
  expect(checkHistory(await aHistory(story))).toEqual([])
})

const ofMails = (history: History, change: (mail: History['mails'][number], index: number) => object): History => ({
  ...history,
  mails: history.mails.map((mail, index) => ({ ...mail, ...change(mail, index) })),
})
const retagged = (history: History, tags: object) => ofMails(history, (mail) => ({ tags: { ...mail.tags, ...tags } }))
/** Items of the same person in another history. */
const itemsOf = ({ items }: History, key: RegExp) => items.filter(({ pk, sk }) => key.test(`${pk} ${sk}`))
const nobody = 'nobody'.padEnd(32, '2')
const later = '2026-12-24T09:00:00.000Z'

const cases: readonly [string, Rule, History][] = [
  ['a mail that went twice', 'no mail goes twice', { ...lead, mails: [...lead.mails, ...lead.mails] }],
  ['a mail to nobody', 'every mail goes to a lead', retagged(lead, { leadId: nobody })],
  ['a mail after erasure', 'no mail goes to who was erased', ofMails(erased, () => ({ at: later }))],
  ['a mail that is not written down', 'every mail has a record with its basis', without(lead, 'SEND#')],
  [
    'a mail on another basis',
    'every mail has a record with its basis',
    changed(lead, 'SEND#', { basis: 'transactional' }),
  ],
  ['a mail that nobody claimed', 'every mail has a claim', changed(lead, 'MAILBOX', { claims: [], visits: {} })],
  ['a mail without consent', 'marketing mail has a consent receipt', without(lead, 'CONSENT#')],
  [
    'a mail where there is consent to SMS alone',
    'marketing mail has a consent receipt',
    changed(lead, 'CONSENT#', { channel: 'sms' }),
  ],
  [
    'a mail after a withdrawal',
    'marketing mail has a consent receipt',
    changed(lead, 'SEND#', ({ basis }) => (basis === 'consent' ? { claimedAt: later } : {})),
  ],
  ['a confirmation that nobody asked for', 'a confirmation mail answers a request', without(lead, 'CONSENT#')],
  ['a mail in the balance', 'a send comes to an end', changed(lead, 'SEND#', { state: 'UNKNOWN' })],
  [
    'a claimed mail whose end nobody wrote down',
    'a send comes to an end',
    changed(lead, 'SEND#', { state: 'PREPARED' }),
  ],
  ['a lead without a mailbox', 'a lead is whole', without(lead, 'MAILBOX')],
  ['facts about a lead that is not there', 'a lead is whole', without(without(lead, 'MAILBOX'), 'PROFILE')],
  ['an item that is not what its key says', 'what is stored can be read', changed(lead, 'ENROL#', { n: 'one' })],
  ['another status', 'status follows from the other items', changed(lead, 'PROFILE', { status: 'nurturing' })],
  [
    'a lead with sales that sales gave back',
    'status follows from the other items',
    changed(lead, 'HANDOFF#', { state: 'recycled' }),
  ],
  [
    'a lead that is said to be mailable',
    'mailable follows from the mailbox',
    changed(parked, 'PROFILE', { mailable: true }),
  ],
  [
    'a suppression that the profile does not say',
    'suppressed follows from the mailbox',
    changed(parked, 'PROFILE', { suppressed: undefined }),
  ],
  [
    'a lead that is parked for no reason',
    'a parked lead has its reason',
    changed(parked, 'PROFILE', { parked: undefined }),
  ],
  [
    'an enrolment that is gone',
    'enrolments are counted without gaps',
    changed(lead, 'ENROL#', { n: 2, enrolmentId: 'white-paper.2' }),
  ],
  [
    'a lead twice in a sequence',
    'a lead is in a sequence once at a time',
    withAnother(changed(lead, 'ENROL#', { state: 'active', due: later }), 'ENROL#', {
      sk: 'ENROL#white-paper#000002',
      n: 2,
      state: 'active',
      due: later,
    }),
  ],
  [
    'an enrolment that ended without a reason',
    'an ended enrolment says when and why',
    changed(lead, 'ENROL#', { reason: undefined }),
  ],
  [
    'an enrolment that nobody looks at',
    'an active enrolment has a next look',
    changed(lead, 'ENROL#', { state: 'active', due: undefined }),
  ],
  ['two hand-offs of one qualification', 'one hand-off per qualification', changed(lead, 'HANDOFF#', { k: 1 })],
  [
    'a hand-off of nothing',
    'a hand-off has its qualification',
    withAnother(lead, 'HANDOFF#', { sk: 'HANDOFF#000003', k: 3 }),
  ],
  ['a qualification that nobody got', 'a qualification is handed off', without(lead, 'HANDOFF#')],
  [
    'a qualification that is no fact',
    'a qualification is kept as a fact',
    changed(lead, 'ACT#', ({ type }) => (type === 'qualified' ? { type: 'dropped' } : {})),
  ],
  ['a decision that is not told', 'what was decided is told', changed(lead, 'MAILBOX', { announcements: [] })],
  ['a fact that is not told', 'what was decided is told', changed(lead, 'ACT#', { untold: true })],
  [
    'a fact about who was erased',
    'erasure leaves only a tombstone',
    { ...erased, items: [...erased.items, ...itemsOf(lead, /^LEAD#.+ACT#/)] },
  ],
  [
    'a post of who was erased',
    'erasure leaves only a tombstone',
    { ...erased, items: [...erased.items, ...itemsOf(lead, /^SUBMISSION#/)] },
  ],
  [
    'an address of who was erased',
    'an erased profile says nothing of its person',
    changed(erased, 'PROFILE', { email: 'olga@shop.example' }),
  ],
]

describe('finds', () => {
  it.each(cases)('%s', (_what, rule, history) => {
    expect(checkHistory(history).map((breach) => breach.rule)).toContain(rule)
  })

  it.each(rules)('a breach of: %s', (rule) => {
    expect(cases.map(([, broken]) => broken)).toContain(rule)
  })
})
