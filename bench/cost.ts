import assert from 'node:assert/strict'
import type { LocalState } from '../local/ripen-client.ts'
import { confirms, leadOf, postsForm } from '../test/flows/people.ts'
import { aBenchRun, inParallel } from './a-bench-run.ts'
import { type Bill, billOf, callsBetween, costOf, sum } from './bill.ts'
import { dripContent } from './drip-content.ts'
import { conclude, figure, rounded } from './harness.ts'
import { asOf, perMillion, requestsOfMessage, statedMs } from './prices.ts'

/**
 * What AWS bills for a mail beside SES, by counting: people post a form, confirm, and go through a drip of five mails with one click that wakes it early and
 * one hold by the cap. Each goes alone, so that no batch is shared. Nothing is timed, so the machine may be busy and one round is as good as seven.
 */

const people = 3
const mailsEach = 5

const { ripen, target, addLeads } = await aBenchRun(dripContent)
const state = () => ripen.state()

/** From the confirmation to the end of the sequence. */
async function goesThroughTheCourse(
  n: number,
): Promise<{ entry: Bill; course: Bill; states: [LocalState, LocalState] }> {
  const email = `person-${n}@example.org`
  const posted = await state()
  const answer = await postsForm(target, 'drip', {
    email,
    firstName: 'Olga',
    company: 'Shop',
    'consent.product-education': 'on',
  })
  assert.equal(answer.status, 303)
  await ripen.settle()
  const [asked] = await target.mails(email)
  assert.ok(asked)
  const confirmed = await state()
  await confirms(target, asked)
  await ripen.settle()
  await ripen.advance('1h')
  const [, first] = await target.mails(email)
  assert.ok(first)
  // The click comes an hour after the mail, and wakes the step that waits three days for it.
  await ripen.report({ messageId: first.messageId, type: 'click', link: 'https://www.example.com/part-1' })
  await ripen.settle()
  assert.equal((await target.mails(email)).length, 3)
  await ripen.advance('4d')
  const { enrolments } = await leadOf(target, email)
  assert.match(JSON.stringify(enrolments), /cap of 3 in 7d/)
  await ripen.advance('8d')
  const ended = await state()
  assert.equal((await target.mails(email)).length, mailsEach + 1)
  return {
    entry: billOf(ripen, posted, confirmed),
    course: billOf(ripen, confirmed, ended),
    states: [confirmed, ended],
  }
}

/** Transitions for each mail of a drip that nothing holds and nobody wakes. */
async function straightPath(): Promise<number> {
  const leads = await addLeads(people)
  const token = await ripen.token('marketing')
  const before = await state()
  await inParallel(1, leads, async ({ profile }) => {
    const { status } = await target.call(`/leads/${profile.leadId}/enrolments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ sequence: 'straight' }),
    })
    assert.equal(status, 201)
  })
  await ripen.advance('6d')
  const after = await state()
  assert.equal(after.mails - before.mails, people * mailsEach)
  return (after.billed.transitions - before.billed.transitions) / (people * mailsEach)
}

const bills: Awaited<ReturnType<typeof goesThroughTheCourse>>[] = []
for (let n = 1; n <= people; n += 1) bills.push(await goesThroughTheCourse(n))
const straight = await straightPath()
await ripen.stop()

const added = (all: readonly Bill[]): Bill => {
  const [first] = all
  assert.ok(first)
  return Object.fromEntries(
    (Object.keys(first) as (keyof Bill)[]).map((item) => [item, sum(all.map((bill) => bill[item]))]),
  ) as unknown as Bill
}
const course = added(bills.map((one) => one.course))
const entry = added(bills.map((one) => one.entry))
const costs = costOf(course)
const ses = perMillion.mail / 1_000
const counts: Record<string, number> = {
  transitions: course.transitions,
  'Lambda requests': course.calls,
  'Lambda GB-seconds': course.gbSeconds,
  'write units': course.writeUnits,
  'read units': course.readUnits,
  'queue messages': course.queueMessages,
  events: course.events,
  'API requests': course.requests,
}
const table = Object.fromEntries(
  Object.entries(costs).map(([item, cost]) => [
    item,
    {
      'for each mail': rounded((counts[item] ?? 0) / course.mails),
      'dollars for 1,000 mails': rounded(cost),
      'to SES': rounded(cost / ses),
    },
  ]),
)
const calls = Object.fromEntries(
  callsBetween(...(bills[0]?.states ?? [await state(), await state()])).map(({ title, count }) => [title, count]),
)
console.log(
  `Prices: ${asOf}. Stated ms of a call: ${JSON.stringify(statedMs)}; requests of a queue message: ${requestsOfMessage}.`,
)
console.log('Calls in the whole course of one person:', calls)
conclude(
  'cost',
  {
    ...table,
    'all but SES': {
      'dollars for 1,000 mails': rounded(sum(Object.values(costs))),
      'to SES': rounded(sum(Object.values(costs)) / ses),
    },
    'once for each lead: form to confirmation': {
      'dollars for 1,000 mails': rounded(sum(Object.values(costOf(entry)))),
      'to SES': rounded(sum(Object.values(costOf(entry))) / ses),
    },
  },
  [
    figure('all but SES, to the SES charge', sum(Object.values(costs)) / ses, 'at most', 1.1),
    figure('transitions for a send, straight path', straight, 'at most', 3),
    figure('transitions for a send, with a wake and a hold', course.transitions / course.mails, 'at most', 4),
  ],
  { prices: asOf, perMillion, statedMs, requestsOfMessage, course, entry, costs, calls },
)
