import { expect } from 'vitest'
import { asStaff, type StoryMail, type Target } from './target.ts'

/** A visitor posts the form as a browser without JavaScript does. */
export async function postsForm(
  target: Target,
  formId: string,
  fields: Readonly<Record<string, string>>,
  headers: Record<string, string> = { accept: 'text/html' },
): Promise<Response> {
  return target.call(`/forms/${formId}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString(),
  })
}

/** Waits until there are so many mails to this address and answers the last of them. */
export function mailNumber(target: Target, to: string, count: number): Promise<StoryMail> {
  return target.until(`mail ${count} to ${to}`, async () => (await target.mails(to))[count - 1])
}

/** Opens the link in the confirmation mail and presses its button. */
export async function confirms(target: Target, mail: StoryMail): Promise<void> {
  const path = pathOf(target, linkWith(mail, '/confirm/'))
  const shown = await target.call(path, { headers: { accept: 'text/html' } })
  expect(shown.status).toBe(200)
  const pressed = await target.call(path, {
    method: 'POST',
    headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
    body: '',
  })
  expect(pressed.status).toBe(200)
}

/** A visitor who posted the form and confirmed. */
export async function entersBy(
  target: Target,
  formId: string,
  fields: Readonly<Record<string, string>> & { email: string },
  topic = 'product-education',
): Promise<void> {
  const posted = await postsForm(target, formId, { ...fields, [`consent.${topic}`]: 'on' })
  expect(posted.status).toBe(303)
  await confirms(target, await mailNumber(target, fields.email, 1))
}

/** The mail with this subject, once it is in the mailbox. */
export function mailNamed(target: Target, to: string, subject: string): Promise<StoryMail> {
  return target.until(`“${subject}” to ${to}`, async () =>
    (await target.mails(to)).findLast((mail) => mail.subject === subject),
  )
}

/** Waits until the lead looks like this, and answers it. */
export function leadWhen(target: Target, email: string, what: string, is: (lead: ShownLead) => boolean) {
  return target.until(what, async () => {
    const lead = await leadOf(target, email)
    return is(lead) && lead
  })
}

/** A director who asks for a demo and agrees to mail is with sales at once; answers the hand-off. */
export async function asksForDemo(
  target: Target,
  fields: Readonly<Record<string, string>> & { email: string },
): Promise<{ leadId: string; handoffId: string; openedAt: string }> {
  await entersBy(target, 'story-demo', { jobTitle: 'Director of Stores', ...fields })
  const lead = await leadWhen(target, fields.email, 'the hand-off', ({ handoff }) => handoff !== undefined)
  return { leadId: lead.leadId, handoffId: '', openedAt: '', ...lead.handoff }
}

/** What sales found of a lead, as the stories' funnel asks it. */
export const found = { need: 'one view of the stock in all stores', authority: 'decides with the head of IT' }

/** The first link of a mail that has this in it. */
export function linkWith(mail: StoryMail, part: string): string {
  const link = [...mail.html.matchAll(/href="([^"]+)"/g)]
    .map(([, href]) => String(href))
    .find((href) => href.includes(part))
  if (!link) throw new Error(`the mail "${mail.subject}" has no link with ${part}`)
  return link.replaceAll('&amp;', '&').replaceAll('&#x2F;', '/')
}

/** A header of a mail, whatever the case of its name. */
export function headerOf({ headers }: StoryMail, name: string): string | undefined {
  return Object.entries(headers).find(([one]) => one.toLowerCase() === name)?.[1]
}

/** The path of one of the API's own links: the host may be reached otherwise here. */
export function pathOf(_target: Target, link: string): string {
  const url = new URL(link)
  return url.pathname + url.search
}

/** Of a lead as staff sees it, what stories look at. */
export interface ShownLead {
  readonly interests?: object
  readonly leadId: string
  readonly stage: string
  readonly status: string
  readonly mailable: boolean
  readonly suppressed?: string
  readonly fields: Readonly<Record<string, unknown>>
  readonly parked?: { readonly reason: string; readonly until?: string }
  readonly consents: readonly { readonly topic: string; readonly state: string }[]
  readonly enrolments: readonly {
    readonly sequence: string
    readonly version: number
    readonly state: string
    readonly step: string
    readonly held?: string
    readonly reason?: string
  }[]
  readonly handoff?: { readonly handoffId: string; readonly openedAt: string; readonly state: string }
}

/** The lead with this address as staff sees it, once it is there. */
export async function leadOf(target: Target, email: string): Promise<ShownLead> {
  const leadId = await target.until(`the lead ${email}`, async () => {
    const found = await asStaff(target, 'marketing', 'POST', '/leads/search', { email })
    return (found.body.items as { leadId: string }[] | undefined)?.[0]?.leadId
  })
  const { body } = await asStaff(target, 'marketing', 'GET', `/leads/${leadId}`)
  return body as unknown as ShownLead
}
