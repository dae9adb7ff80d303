import { expect } from 'vitest'
import { confirms, leadOf, leadWhen, linkWith, pathOf, postsForm } from '../flows/people.ts'
import { asStaff, pass, type StoryMail, type Target } from '../flows/target.ts'

export interface Person {
  readonly email: string
  readonly company: string
}

/** Person number `n` of the story. */
export function personNumber(n: number): Person {
  return { email: `person-${n}@kill.example`, company: `Company-${n}.` }
}

/**
 * The demo's story for one person: form, confirmation, two mails, clicks, hand-off, warning, breach, accept, unsubscribe. Every step may be repeated. Who does
 * not get one of the two mails (its send stays unconfirmed) asks for a demo instead of clicking.
 */
export async function livesThrough(target: Target, person: Person): Promise<void> {
  const { email } = person
  const request = await asksForPaper(target, person)
  await confirms(target, request)
  const welcome = await mailOf(target, email, { subject: 'Your white paper', template: 'story-welcome' })
  if (welcome) await clicks(target, welcome, 'https://www.example.com/white-paper')
  const second = welcome && (await mailOf(target, email, { subject: 'A case study', template: 'story-second' }))
  if (second) await clicks(target, second, 'https://www.example.com/case')
  if (!second) await posts(target, person, 'story-demo', 'demo')

  const { handoff } = await leadWhen(target, email, 'the hand-off', (lead) => lead.handoff !== undefined)
  const handoffId = handoff?.handoffId ?? ''
  const duty = async () => {
    const { body } = await asStaff(target, 'sales', 'GET', `/handoffs/${handoffId}`)
    return (body.duties as { warnedAt?: string; breachedAt?: string }[])[0]
  }
  await pass(target, '31m')
  await target.until('the warning', async () => Boolean((await duty())?.warnedAt))
  await pass(target, '30m')
  await target.until('the breach', async () => Boolean((await duty())?.breachedAt))
  await target.mails('mark@company.example')

  const accepted = await asStaff(target, 'sales', 'POST', `/handoffs/${handoffId}/accept`)
  // The first try may have been stored and its answer lost.
  const isDone = accepted.status === 200 || (accepted.status === 409 && accepted.body.state === 'accepted')
  expect(isDone, JSON.stringify(accepted)).toBe(true)
  await leadWhen(target, email, 'an SQL', ({ stage }) => stage === 'sql')

  const mail = second ?? welcome
  if (!mail) return
  const left = await target.call(pathOf(target, linkWith(mail, '/u/')), {
    method: 'POST',
    body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
  })
  expect(left.status).toBe(200)
  await leadWhen(target, email, 'the end', ({ mailable, enrolments }) => {
    return !mailable && enrolments.every(({ state }) => state === 'exited')
  })
}

/** Posts the form until the mail that asks to confirm is there: one that stays unconfirmed goes anew with a post of the next day. */
async function asksForPaper(target: Target, person: Person): Promise<StoryMail> {
  for (let day = 1; day <= 3; day += 1) {
    await posts(target, person, 'story-paper', `paper-${day}`)
    const sought = { subject: 'Please confirm', template: 'story-confirm', tries: day }
    const mail = await mailOf(target, person.email, sought)
    if (mail) return mail
    await pass(target, '25h')
  }
  throw new Error(`${person.email} was never asked to confirm`)
}

async function posts(target: Target, person: Person, form: string, key: string): Promise<void> {
  const fields = { ...person, firstName: 'Olga', jobTitle: 'Director', 'consent.product-education': 'on' }
  const headers = { accept: 'text/html', 'idempotency-key': `${person.email} ${key}` }
  expect((await postsForm(target, form, fields, headers)).status).toBe(303)
}

/** Nobody clicks within ten seconds of a delivery but scanners of mail. */
async function clicks(target: Target, mail: StoryMail, link: string): Promise<void> {
  await pass(target, '12s')
  await target.report(mail, { type: 'click', link })
}

/** The mail whose subject begins so; undefined when the lead's own story shows that a send stayed unconfirmed. */
async function mailOf(
  target: Target,
  email: string,
  { subject, template, tries = 1 }: { subject: string; template: string; tries?: number },
): Promise<StoryMail | undefined> {
  const found = async () => (await target.mails(email)).find((mail) => mail.subject.startsWith(subject))
  const seen = await target.until(`“${subject}” to ${email}, or a send that stays unconfirmed`, async () => {
    const mail = await found()
    return mail ? { mail } : (await unconfirmedOf(target, email, template)) >= tries && { mail: undefined }
  })
  return seen.mail
}

/** What staff can see of mails that nobody knows the end of: template and state, of those to the person and of those to staff about the person. */
export async function shownUnconfirmed(target: Target, { email }: Person): Promise<string[]> {
  const { leadId, handoff } = await leadOf(target, email)
  const timeline = await asStaff(target, 'marketing', 'GET', `/leads/${leadId}/timeline?limit=100`)
  const shown = await asStaff(target, 'sales', 'GET', `/handoffs/${handoff?.handoffId}`)
  const sends = (timeline.body.items as { state?: string; template?: string }[]).filter(
    ({ state }) => state === 'UNCONFIRMED',
  )
  const toStaff = (shown.body.mails as { state: string; template: string }[]).filter(({ state }) => state !== 'SENT')
  return [...sends, ...toStaff].map(({ template, state }) => `${template} ${state}`)
}

async function unconfirmedOf(target: Target, email: string, template: string): Promise<number> {
  const search = await asStaff(target, 'marketing', 'POST', '/leads/search', { email })
  if ((search.body.items as object[]).length === 0) return 0
  const { leadId } = await leadOf(target, email)
  const { body } = await asStaff(target, 'marketing', 'GET', `/leads/${leadId}/timeline`)
  const entries = body.items as { state?: string; template?: string }[]
  return entries.filter((one) => one.state === 'UNCONFIRMED' && one.template === template).length
}
