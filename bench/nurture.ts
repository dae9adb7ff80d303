import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2'
import type { LocalMail, LocalState } from '../local/ripen-client.ts'
import { aBenchRun, inParallel, nobody } from './a-bench-run.ts'
import { aClient } from './a-client.ts'
import { aPartOfTheStack, withoutSchedules } from './a-part-of-the-stack.ts'
import { aProcess } from './a-process.ts'
import { sum } from './bill.ts'
import { dripContent } from './drip-content.ts'
import { conclude, figure, interleave, median, ratesRow, roundsAsked } from './harness.ts'

/**
 * How fast a whole drip goes on one machine: leads enter a sequence of five mails and go through it to the last mail accepted, beside the same number of bare
 * `SendEmail` calls to aws-ses-v2-local. What SES reports of the mails comes after that and is timed apart.
 */

const leadsEach = 300
/** As many as have something to do at once, so that each of their steps is done in parallel as the many are. */
const few = 20
const mailsEach = 5
const atOnce = 10

const { ripen, addLeads } = await aBenchRun(dripContent, { assembly: aPartOfTheStack(withoutSchedules) })
const { port, stop } = await aProcess<{ port: number }>('bare-ses.mjs')
const ses = new SESv2Client({
  endpoint: `http://127.0.0.1:${port}`,
  region: 'local',
  credentials: nobody,
  maxAttempts: 1,
})
const client = aClient(ripen.url, atOnce)
await ripen.autoEvents(false)
const token = await ripen.token('marketing')
const mailsPerRound = leadsEach * mailsEach
const reportsPerSecond: number[] = []
const tableCalls: number[] = []
const wholeTableCalls: number[] = []
const rssMb: number[] = []
let letter: LocalMail | undefined

/** Mails a second, from the first lead that enters to the last mail accepted. */
async function wholeDrip(): Promise<number> {
  const before = await ripen.state()
  const beganMs = performance.now()
  const entered = await enter(leadsEach)
  await ripen.advance('3d')
  const fourth = await ripen.state()
  const advanced = ripen.advance('1d')
  await untilAccepted(before.mails + mailsPerRound)
  const tookMs = performance.now() - beganMs
  await advanced
  const after = await ripen.state()
  rssMb.push(after.rssMb)
  assert.equal(after.mails - before.mails, mailsPerRound)
  // Between the first mail and the last each step is one send and nothing else.
  tableCalls.push((callsOf(fourth) - callsOf(entered) - fewCalls) / ((leadsEach - few) * (mailsEach - 2)))
  wholeTableCalls.push((callsOf(after) - callsOf(before)) / mailsPerRound)
  await reports()
  return (mailsPerRound * 1_000) / tookMs
}

/** So many leads enter, and have their first mail. */
async function enter(count: number): Promise<LocalState> {
  const leads = ready.splice(0, count)
  assert.equal(leads.length, count)
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  await inParallel(atOnce, leads, async ({ profile }) => {
    const path = `/leads/${profile.leadId}/enrolments`
    assert.equal(await client.post(path, JSON.stringify({ sequence: 'straight' }), headers), 201)
  })
  await ripen.settle()
  return ripen.state()
}

/** Table calls of a drip of a few leads: mostly what is read once for all, so that the difference to many leads is what each send costs. */
async function callsOfFew(): Promise<number> {
  const entered = await enter(few)
  await ripen.advance('3d')
  const fourth = await ripen.state()
  await ripen.advance('1d')
  return callsOf(fourth) - callsOf(entered)
}

async function untilAccepted(mails: number): Promise<void> {
  while ((await ripen.state()).mails < mails) await sleep(50)
}

/** SES reports that each mail of this round went and was delivered: until all of it is taken in. */
async function reports(): Promise<void> {
  const mails = (await ripen.mails()).slice(-mailsPerRound)
  letter = mails[0]
  const beganMs = performance.now()
  await inParallel(atOnce, mails, async ({ messageId }) => {
    await ripen.report({ messageId, type: 'send' })
    await ripen.report({ messageId, type: 'delivery' })
  })
  await ripen.settle()
  reportsPerSecond.push((mailsPerRound * 2 * 1_000) / (performance.now() - beganMs))
}

/** The same mail as often, and nothing else: mails a second. */
async function bareSends(): Promise<number> {
  const beganMs = performance.now()
  await inParallel(atOnce, Array.from({ length: mailsPerRound }), () => ses.send(new SendEmailCommand(request())))
  return (mailsPerRound * 1_000) / (performance.now() - beganMs)
}

function request() {
  assert.ok(letter)
  const { to, from, subject, html, text, headers } = letter
  const unsubscribe = Object.entries(headers).filter(([name]) => name.startsWith('List-'))
  return {
    FromEmailAddress: from,
    Destination: { ToAddresses: [to] },
    Content: {
      Simple: {
        Subject: { Data: subject },
        Body: { Html: { Data: html }, Text: { Data: text } },
        Headers: unsubscribe.map(([Name, Value]) => ({ Name, Value })),
      },
    },
    EmailTags: [{ Name: 'sendId', Value: 'bench' }],
  }
}

function callsOf({ billed }: LocalState): number {
  return sum(Object.values(billed.table.calls))
}

const rounds = roundsAsked(7)
const ready = await addLeads(few + leadsEach * (rounds + 1))
const fewCalls = await callsOfFew()
const measured = await interleave(rounds, { drip: wholeDrip, bare: bareSends })
client.close()
await stop()
await ripen.stop()

const { drip = [], bare = [] } = measured
console.log(`Resident memory after a round: median ${median(rssMb)} MB, most ${Math.max(...rssMb)} MB.`)
conclude(
  'nurture',
  {
    'mails of whole drips': ratesRow(drip),
    'bare SendEmail to aws-ses-v2-local': ratesRow(bare),
    'reports of SES taken in': ratesRow(reportsPerSecond),
    'table calls for a mail, enrolment and end shared': ratesRow(wholeTableCalls),
  },
  [
    figure('rate of whole drips to bare SendEmail', median(drip) / median(bare), 'at least', 0.1),
    figure('table calls for a send', median(tableCalls), 'at most', 5),
  ],
  { leadsEach, mailsEach, mailsPerSecond: measured, reportsPerSecond, tableCalls, wholeTableCalls, rssMb },
)
