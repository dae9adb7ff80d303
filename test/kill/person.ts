import { expect } from 'vitest'
import type { LocalMail } from '../../local/ripen-client.ts'
import { confirms, leadOf, leadWhen, linkWith, pathOf, postsForm } from '../flows/people.ts'
import { asStaff, pass } from '../flows/target.ts'
import type { SteadyTarget } from './steady-target.ts'
import { toWorkingDay, untilSeen } from './working-day.ts'

/** The mails that a person answers by a click; who does not get one of them lives on otherwise. */
export const answered = ['white-paper-welcome', 'case-study-retail'] as const
export type Answered = (typeof answered)[number]

export interface Person {
  readonly email: string
  readonly company: string
  /** A mail that this person gets, and does as if it had never come. */
  readonly ignores?: Answered
}

/** Person number `n` of the story. */
export function personNumber(n: number, ignores?: Answered): Person {
  return { email: `person-${n}@kill.example`, company: `Company-${n}.`, ...(ignores && { ignores }) }
}

/**
 * The demo's story on the sample content for one person: form, confirmation, the window, two mails and clicks, a look at the prices, hand-off, warning,
 * breach, escalation, accept, call, unsubscribe. Every step may be repeated. Who does not get one of the two mails (its send stays unconfirmed) asks
 * for a demo instead of going on; answers which that was.
 */
export async function livesThrough(target: SteadyTarget, person: Person): Promise<Answered | undefined> {
  await toWorkingDay(target, '08:40')
  await confirms(target, await asksForPaper(target, person))
  // The window opens at nine, and what waited for it is spread over its first hour.
  await toWorkingDay(target, '10:02')
  const welcome = await mailTo(target, person, 'white-paper-welcome')
  if (welcome) await clicks(target, welcome, '/papers')
  // The case study comes two hours after the click.
  if (welcome) await pass(target, '2h')
  const caseStudy = welcome && (await mailTo(target, person, 'case-study-retail'))
  if (caseStudy) {
    await clicks(target, caseStudy, '/cases/')
    await reports(target, person, 'page-visited', { path: '/pricing.html' })
  } else {
    await posts(target, person, 'demo-request', 'demo')
  }
  await isLateWith(target, person)
  const mail = caseStudy ?? welcome
  if (mail) await unsubscribes(target, person, mail)
  return welcome ? (caseStudy ? undefined : 'case-study-retail') : 'white-paper-welcome'
}

/** Sales answers after the warning, the breach and the escalation, and then calls. */
async function isLateWith(target: SteadyTarget, person: Person): Promise<void> {
  const { handoff } = await leadWhen(target, person.email, 'the hand-off', (lead) => lead.handoff !== undefined)
  const handoffId = handoff?.handoffId ?? ''
  const shown = async () => (await asStaff(target, 'sales', 'GET', `/handoffs/${handoffId}`)).body
  const duty = async (id: string) =>
    ((await shown()).duties as { id: string; warnedAt?: string; breachedAt?: string; metAt?: string }[]).find(
      (one) => one.id === id,
    )
  await pass(target, '31m')
  await untilSeen(target, 'the warning', async () => (await duty('accept'))?.warnedAt)
  await untilSeen(target, 'the breach', async () => (await duty('accept'))?.breachedAt)
  await untilSeen(target, 'the escalation', async () =>
    ((await shown()).mails as { template: string }[]).some(({ template }) => template === 'handoff-escalated'),
  )

  const accepted = await asStaff(target, 'sales', 'POST', `/handoffs/${handoffId}/accept`)
  // The first try may have been stored and its answer lost.
  const isDone = accepted.status === 200 || (accepted.status === 409 && accepted.body.state === 'accepted')
  expect(isDone, JSON.stringify(accepted)).toBe(true)
  // Said as often as it takes: what is known already changes nothing.
  const found = { need: 'one view of the stock', authority: 'signs herself' }
  const qualified = await asStaff(target, 'sales', 'POST', `/handoffs/${handoffId}/qualify`, found)
  expect(qualified.status, JSON.stringify(qualified)).toBe(200)
  await leadWhen(target, person.email, 'an SQL whose sequence ended', ({ stage, enrolments }) => {
    return stage === 'sql' && enrolments.every(({ state }) => state === 'exited')
  })
  await reports(target, person, 'call', {})
  await target.until('the call', async () => (await duty('first-contact'))?.metAt)
}

/** Posts the form until the mail that asks to confirm is there: one that stays unconfirmed goes anew with a post of the next day. */
async function asksForPaper(target: SteadyTarget, person: Person): Promise<LocalMail> {
  for (let day = 1; day <= 3; day += 1) {
    await posts(target, person, 'white-paper', `paper-${day}`)
    const mail = await mailOrUnconfirmed(target, person.email, 'confirm-subscription', day)
    if (mail) return mail
    await pass(target, '24h')
    await toWorkingDay(target, '08:40')
  }
  throw new Error(`${person.email} was never asked to confirm`)
}

async function posts(target: SteadyTarget, { email, company }: Person, form: string, key: string): Promise<void> {
  const fields = {
    email,
    company,
    firstName: 'Nora',
    jobTitle: 'Director of Supply Chain',
    country: 'DE',
    industry: 'retail',
    companySize: '250-999',
    'consent.product-education': 'on',
  }
  const { industry, ...others } = fields
  const asked = form === 'demo-request' ? { ...others, lastName: 'Brandt' } : { ...others, industry }
  const headers = { accept: 'text/html', 'idempotency-key': `${email} ${key}` }
  const answer = await postsForm(target, form, asked, headers)
  expect(answer.status, await answer.text()).toBe(303)
}

/** Something that a website or sales tells of the person, at this very time however often it is told. */
async function reports(target: SteadyTarget, { email }: Person, type: string, data: object): Promise<void> {
  const { leadId } = await leadOf(target, email)
  const at = new Date(await target.now()).toISOString()
  const answer = await asStaff(target, 'sales', 'POST', `/leads/${leadId}/activities`, { type, at, data })
  expect(answer.status, JSON.stringify(answer.body)).toBe(202)
}

/** Nobody clicks within ten seconds of a delivery but scanners of mail. */
async function clicks(target: SteadyTarget, mail: LocalMail, part: string): Promise<void> {
  await pass(target, '12s')
  await target.report(mail, { type: 'click', link: linkWith(mail, part) })
}

async function unsubscribes(target: SteadyTarget, { email }: Person, mail: LocalMail): Promise<void> {
  const left = await target.call(pathOf(target, linkWith(mail, '/u/')), {
    method: 'POST',
    body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
  })
  expect(left.status).toBe(200)
  await leadWhen(target, email, 'the withdrawal', ({ mailable }) => !mailable)
}

/** The mail of this template; undefined where the person ignores it, or the lead's own story shows that its send stayed unconfirmed. */
async function mailTo(
  target: SteadyTarget,
  { email, ignores }: Person,
  template: Answered,
): Promise<LocalMail | undefined> {
  const mail = await mailOrUnconfirmed(target, email, template, 1)
  return ignores === template ? undefined : mail
}

async function mailOrUnconfirmed(
  target: SteadyTarget,
  email: string,
  template: string,
  times: number,
): Promise<LocalMail | undefined> {
  const seen = await target.until(`${template} to ${email}, or a send that stays unconfirmed`, async () => {
    const mail = (await target.mails(email)).find(({ tags }) => tags.template === template)
    return mail ? { mail } : (await unconfirmedOf(target, email, template)) >= times && { mail: undefined }
  })
  return seen.mail
}

/** What staff can see of mails that nobody knows the end of: template and state, of those to the person and of those to staff about the person. */
export async function shownUnconfirmed(target: SteadyTarget, { email }: Person): Promise<string[]> {
  const { leadId, handoff } = await leadOf(target, email)
  const timeline = await asStaff(target, 'marketing', 'GET', `/leads/${leadId}/timeline?limit=100`)
  const shown = await asStaff(target, 'sales', 'GET', `/handoffs/${handoff?.handoffId}`)
  const sends = (timeline.body.items as { state?: string; template?: string }[]).filter(
    ({ state }) => state === 'UNCONFIRMED',
  )
  const toStaff = (shown.body.mails as { state: string; template: string }[]).filter(({ state }) => state !== 'SENT')
  return [...sends, ...toStaff].map(({ template, state }) => `${template} ${state}`)
}

async function unconfirmedOf(target: SteadyTarget, email: string, template: string): Promise<number> {
  const search = await asStaff(target, 'marketing', 'POST', '/leads/search', { email })
  if ((search.body.items as object[]).length === 0) return 0
  const { leadId } = await leadOf(target, email)
  const { body } = await asStaff(target, 'marketing', 'GET', `/leads/${leadId}/timeline`)
  const entries = body.items as { state?: string; template?: string }[]
  return entries.filter((one) => one.state === 'UNCONFIRMED' && one.template === template).length
}
