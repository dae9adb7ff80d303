import type { Duty, Handoff } from '../shown.ts'
import { atOnceMs, linkIn, NotSeen, nameOf, timeOf, type World } from '../world.ts'
import { visits } from './browse.ts'
import { nora } from './capture.ts'
import { tellScore } from './score.ts'

const staff = (userId: string) => `${userId}@dev.example.com`
const minuteMs = 60_000

/** One more act makes her ripe; sales is late, its manager hears of it, and then she is accepted. */
export async function handOff(world: World, leadId: string, agreedAt: string): Promise<void> {
  const handoff = await ripens(world, leadId, agreedAt)
  const [owner, name] = [handoff.owner, nameOf(handoff.owner)]
  const opened = await world.mail(staff(owner), 'handoff-opened', atOnceMs)
  const answer = dutyOf(handoff, 'accept')
  await world.tell('Ripen', `hands her to ${name}, who is to answer by ${timeOf(answer.due)}: “${opened.subject}”`, [
    `why ${name}: ${handoff.routedBy}`,
    ...handoff.indicators.filter(({ holds }) => holds).map(({ id, ask }) => `ask about ${id}: “${ask}”`),
  ])

  const warning = await world.mail(staff(owner), 'handoff-warning', 45 * minuteMs)
  await world.tell('Ripen', `warns ${name}: “${warning.subject}”`, [], warning.at)

  const breached = await world.until(
    'the duty to answer to be marked as breached',
    45 * minuteMs,
    async () => {
      const duty = dutyOf(await world.handoff(handoff.handoffId), 'accept')
      return duty.breachedAt ? duty : undefined
    },
    async () => JSON.stringify((await world.handoff(handoff.handoffId)).duties),
  )
  await world.tell('Ripen', `finds no answer when the hour is over: ${name}’s SLA is breached`, [], breached.breachedAt)

  const escalated = await world.mail(staff('mark'), 'handoff-escalated', 90 * minuteMs)
  await world.tell('Ripen', `tells Mark, who leads the team: “${escalated.subject}”`, [], escalated.at)

  await world.goTo('12:50')
  await accepts(world, leadId, handoff, linkIn(opened, '/answer/'), name)
  await calls(world, leadId, handoff, name)
}

/** A visit of the price list, by the same browser, is what was missing. */
async function ripens(world: World, leadId: string, agreedAt: string): Promise<Handoff> {
  await world.goTo('10:20', 5)
  await visits(world, ['/pricing.html'], agreedAt)
  const lead = await world.leadOnce(leadId, 'the lead to be with sales', ({ status }) => status === 'with-sales')
  await world.tell('Visitor', 'looks at the prices: /pricing.html')
  await tellScore(world, lead)
  world.check(lead.score?.missing.length === 0, 'a score over the bar of sales', lead.score)

  const { items } = await world.asStaff<{ items: Handoff[] }>('sales', 'GET', '/handoffs')
  const own = items.find((one) => one.leadId === leadId)
  if (!own) throw new NotSeen('her hand-off in the inbox of sales', JSON.stringify(items))
  return world.handoff(own.handoffId)
}

async function accepts(world: World, leadId: string, { handoffId }: Handoff, link: string, name: string) {
  const path = new URL(link).pathname
  const page = await world.browse(path)
  world.check(page.status === 200, 'the page behind the link in the mail', page.status)
  const answered = await world.browse(path, { answer: 'accepted' })
  world.check(answered.status === 200, 'the answer to be stored', answered.status)
  const accepted = await world.handoff(handoffId)
  world.check(accepted.state === 'accepted', 'an accepted hand-off', accepted.state)
  const { metAt = '', due } = dutyOf(accepted, 'accept')
  world.check(metAt > due, 'the answer to be kept as a late one', accepted.duties)
  const lead = await world.lead(leadId)
  world.check(lead.stage === 'mql', 'a lead that is only accepted to be no SQL', lead.stage)
  await world.tell(name, 'opens the link in the mail and accepts: late, and it stays written down as late', [
    `stage ${lead.stage}, status ${lead.status}; no SQL before ${name} knows ${accepted.missing?.join(' and ')}`,
  ])
  const second = await world.callAs('sales', 'POST', `/handoffs/${handoffId}/reject`, { reason: 'no-fit' }, 'boris')
  world.check(second.status === 409, 'a second answer to be turned away', second.status)
}

/** Accepting is not calling: the second clock of the SLA ran on. */
async function calls(world: World, leadId: string, handoff: Handoff, name: string): Promise<void> {
  await world.goTo('13:10')
  const at = new Date(await world.ripen.now()).toISOString()
  await world.asStaff('sales', 'POST', `/leads/${leadId}/activities`, { type: 'call', at, data: {} }, handoff.owner)
  const call = await world.until(
    'the duty to call to be met',
    atOnceMs,
    async () => {
      const duty = dutyOf(await world.handoff(handoff.handoffId), 'first-contact')
      return duty.metAt ? duty : undefined
    },
    async () => JSON.stringify((await world.handoff(handoff.handoffId)).duties),
  )
  await world.tell(
    name,
    `calls ${nora.firstName}; the first call was due by ${timeOf(call.due)}, so this one is in time`,
  )
  await qualifies(world, leadId, handoff, name)
}

const found = {
  need: 'one view of the stock of all stores; wrong figures cost a week last spring',
  authority: 'signs up to 50,000 herself',
}

/** "SQL: sales found need and authority." The funnel of both sides asks for them, and half of it is not enough. */
async function qualifies(world: World, leadId: string, { handoffId, owner }: Handoff, name: string): Promise<void> {
  const path = `/handoffs/${handoffId}/qualify`
  const half = await world.callAs('sales', 'POST', path, { need: found.need }, owner)
  world.check(half.status === 422, 'half of what the funnel asks to be turned away', half.status)
  await world.asStaff('sales', 'POST', path, found, owner)
  const lead = await world.leadOnce(
    leadId,
    'the lead to be an SQL, and its sequence to end',
    ({ stage, enrolments }) => stage === 'sql' && enrolments.every(({ state }) => state !== 'active'),
  )
  await world.tell(name, 'found need and authority on the phone, and writes them down: an SQL', [
    ...Object.entries(found).map(([what, says]) => `${what}: ${says}`),
    `stage ${lead.stage}; ${lead.enrolments
      .filter(({ state }) => state === 'exited')
      .map((one) => `${one.sequence} ${one.state} (${one.reason})`)
      .join(', ')}`,
  ])
}

function dutyOf({ duties }: Handoff, id: string): Duty {
  const duty = duties.find((one) => one.id === id)
  if (!duty) throw new NotSeen(`the duty ${id}`, JSON.stringify(duties))
  return duty
}
