import assert from 'node:assert/strict'
import { entersBy } from '../test/flows/people.ts'
import { aBenchRun } from './a-bench-run.ts'
import { aPartOfTheStack, withoutSchedules } from './a-part-of-the-stack.ts'
import { type Bill, billOf, callsBetween, costOf, sum, together } from './bill.ts'
import { dripContent } from './drip-content.ts'
import { conclude, figure, rounded } from './harness.ts'
import { asOf, perMillion, requestsOfMessage, statedMs } from './prices.ts'

/**
 * What AWS bills for a mail beside SES, by counting: people go through a course of five mails, woken early once by a click and held once by the cap. Each
 * goes alone, so that no batch is shared. Nothing is timed, so the machine may be busy and a second round would count the same.
 */

const people = 3
const mailsEach = 5
const dayMs = 86_400_000

const { ripen, target, addLeads } = await aBenchRun(dripContent, { assembly: aPartOfTheStack(withoutSchedules) })
const state = () => ripen.state()
const token = await ripen.token('marketing')

/** One person's form and confirmation, then the whole course. */
async function takesTheCourse(n: number): Promise<{ entry: Bill; course: Bill; calls: Record<string, number> }> {
  const email = `person-${n}@example.org`
  const mails = async () => (await ripen.mails(email)).slice(1)
  const posted = await state()
  await entersBy(target, 'drip', { email, firstName: 'Olga', company: 'Shop' })
  await ripen.settle()
  const confirmed = await state()
  const leadId = await leadIdOf(email)
  const began = await state()
  await enrol(leadId, 'course')
  await ripen.advance('1h')
  const [first] = await mails()
  assert.ok(first)
  // The click comes an hour after the mail, and wakes the step that waits three days for it.
  await ripen.report({ messageId: first.messageId, type: 'click', link: 'https://www.example.com/part-1' })
  await ripen.settle()
  await ripen.advance('14d')
  const ended = await state()
  const sentAfter = (await mails()).map(({ at }) => (Date.parse(at) - Date.parse(first.at)) / dayMs)
  // Two days after the third mail the cap of three in a week is full: the fourth goes a week after the first.
  assert.deepEqual(sentAfter.map(Math.floor), [0, 0, 2, 7, 10])
  return {
    entry: billOf(ripen, posted, confirmed),
    course: billOf(ripen, began, ended),
    calls: callsBetween(began, ended),
  }
}

/** Transitions for each mail of a drip that nothing holds and nobody wakes. */
async function straightPath(): Promise<number> {
  const leads = await addLeads(people)
  const before = await state()
  for (const { profile } of leads) await enrol(profile.leadId, 'straight')
  await ripen.advance('6d')
  const after = await state()
  assert.equal(after.mails - before.mails, people * mailsEach)
  return (after.billed.transitions - before.billed.transitions) / (people * mailsEach)
}

async function leadIdOf(email: string): Promise<string> {
  const { items } = (await asMarketing('/leads/search', { email })) as { items: { leadId: string }[] }
  return items[0]?.leadId ?? ''
}

function enrol(leadId: string, sequence: string): Promise<unknown> {
  return asMarketing(`/leads/${leadId}/enrolments`, { sequence })
}

async function asMarketing(path: string, body: object): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const answer = await target.call(path, { method: 'POST', headers, body: JSON.stringify(body) })
  assert.ok(answer.ok, `${path} answered ${answer.status}`)
  return answer.json()
}

const taken: Awaited<ReturnType<typeof takesTheCourse>>[] = []
for (let n = 1; n <= people; n += 1) taken.push(await takesTheCourse(n))
const straight = await straightPath()
await ripen.stop()

const sends = people * mailsEach
const course = together(taken.map((one) => one.course))
const entry = together(taken.map((one) => one.entry))
const costs = costOf(course, sends)
const beside = sum(Object.values(costs))
const atEntry = sum(Object.values(costOf(entry, people)))
const row = (dollars: number) => ({
  'dollars for a million': rounded(dollars),
  'to SES': rounded(dollars / perMillion.mail),
})
const table = Object.entries(costs).map(([item, dollars]) => [
  item,
  { 'for each mail': rounded(course[item as keyof Bill] / sends), ...row(dollars) },
])
console.log(`Prices: ${asOf}.`)
console.log(`Stated: ms of a call ${JSON.stringify(statedMs)}; requests of a queue message ${requestsOfMessage}.`)
console.log('Calls in the course of one person:', taken[0]?.calls)
conclude(
  'cost',
  {
    ...Object.fromEntries(table),
    'all but SES': row(beside),
    'SES itself': row(perMillion.mail),
    'once for each lead: form to confirmation, its mail apart': row(atEntry),
  },
  [
    figure('all but SES, to the SES charge', beside / perMillion.mail, 'at most', 1.1),
    figure('transitions for a send, straight path', straight, 'at most', 3),
    figure('transitions for a send, with a wake and a hold', course.transitions / sends, 'at most', 4),
  ],
  { prices: asOf, perMillion, statedMs, requestsOfMessage, sends, course, entry, costs, calls: taken[0]?.calls },
)
