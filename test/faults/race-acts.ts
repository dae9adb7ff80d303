import './virtual-clock.ts'
import type { Context, SQSEvent } from 'aws-lambda'
import { expect } from 'vitest'
import type * as z from 'zod/mini'
import { type EventKind, FormSubmitted, LeadChanged } from '../../core/events.ts'
import { toInstant } from '../../core/names.ts'
import { sendIdOf } from '../../core/nurture/send-id.ts'
import { routes } from '../../core/routes.ts'
import { handler as acceptSubmission } from '../../functions/capture/accept-submission.event.ts'
import { handler as confirmConsent } from '../../functions/consent/confirm-consent.http.ts'
import { confirmUrl, unsubscribeUrl } from '../../functions/consent/mail-links.ts'
import { handler as recordEmail } from '../../functions/consent/record-email.event.ts'
import { handler as withdrawConsent } from '../../functions/consent/withdraw-consent.http.ts'
import { handler as eraseLead } from '../../functions/leads/erase-lead.http.ts'
import { deliver } from '../fixtures/a-batch.ts'
import { clock } from '../fixtures/a-clock.ts'
import { aPost } from '../fixtures/a-post.ts'
import { ask } from '../fixtures/ask.ts'
import { brokenIn } from './guarantees.ts'
import { address } from './lead.ts'
import { publishedVersion } from './scene.ts'
import { type Reported, reportOf } from './ses.ts'
import type { Raced, Step } from './turns.ts'
import type { World } from './world.ts'

export type Act = () => Promise<void>
export const product = 'product-education'
export const enrolmentId = 'white-paper.1'

/** A consumer hears an event, and takes it. */
export function hears<Schema extends z.ZodMiniType>(
  handler: unknown,
  kind: EventKind<string, Schema>,
  detail: z.input<Schema>,
): Act {
  return async () => expect(await deliver(handler, kind, detail)).toEqual([])
}

/** One click of the person in the mail program, which is answered 200. */
export async function withdraws(leadId: string, topic = product): Promise<Act> {
  const url = await unsubscribeUrl({ leadId, topic, sendId: sendIdOf(leadId, enrolmentId, 1) })
  const asked = { params: { token: tokenOf(url) }, body: 'List-Unsubscribe=One-Click' }
  return async () => expect((await ask(withdrawConsent, routes.withdrawConsent, asked)).status).toBe(200)
}

/** The button of a confirmation mail that was sent so long ago; whatever it answers. */
export async function confirms(leadId: string, agoMs: number): Promise<Act> {
  const request = { leadId, topics: [product], evidence: 'request', form: 'white-paper', formVersion: publishedVersion }
  clock.ms -= agoMs
  const url = await confirmUrl(request)
  clock.ms += agoMs
  return async () =>
    void (await ask(confirmConsent, routes.confirmConsent, { params: { token: tokenOf(url) }, body: '' }))
}

/** An admin erases the person, which is answered 204. */
export function erases(leadId: string): Act {
  const asked = { params: { leadId }, groups: ['admin'] }
  return async () => expect((await ask(eraseLead, routes.eraseLead, asked)).status).toBe(204)
}

/** A post of the person comes from the bus: of this form, so long ago. */
export function posts(formId: string, agoMs = 0, name = 'late'): Act {
  const topic = formId === 'newsletter' ? formId : product
  const post = aPost({
    submissionId: name.padEnd(32, '2'),
    formId,
    formVersion: publishedVersion,
    email: address,
    actedAt: toInstant(clock.ms - agoMs),
    consent: { [topic]: { text: 'Send me mail.' } },
  })
  return hears(acceptSubmission, FormSubmitted, post)
}

/** SES reports something of the first mail of the sequence, as of so long ago. */
export function reports(leadId: string, type: Reported, agoMs = 0): Act {
  const tags = { leadId, sendId: sendIdOf(leadId, enrolmentId, 1), template: 'welcome', basis: 'consent' }
  const mail = {
    messageId: 'message-2',
    to: address,
    at: toInstant(clock.ms - 7 * 60_000),
    text: '',
    replyTo: undefined,
    tags,
    afterCalls: 0,
  }
  const { detailType, ...event } = reportOf(mail, type, toInstant(clock.ms - agoMs), 'https://www.example.com/paper')
  const Records = [{ messageId: 'message', body: JSON.stringify({ ...event, 'detail-type': detailType }) }]
  return async () =>
    expect(await recordEmail({ Records } as unknown as SQSEvent, {} as Context)).toEqual({ batchItemFailures: [] })
}

/** That the lead changed by this fact, as the bus tells it. */
export function changedBy(leadId: string, type: string, data: Record<string, unknown> = {}, version = 1_000) {
  const cause = { type, id: `${type}-1`, at: toInstant(clock.ms) }
  return LeadChanged.schema.parse({ leadId, version, cause, data, stage: 'lead', status: 'nurturing' })
}

/** The mails that the lead got, by template. */
export function mailsOf({ mails }: World): string[] {
  return mails.filter(({ tags }) => tags.basis !== 'staff').map(({ tags }) => String(tags.template))
}

/** Lets all come to rest for a good hour, and proves that nothing is broken. */
export async function comesToRest(world: World): Promise<void> {
  await world.timeline.until(clock.ms + 70 * 60_000)
  expect(brokenIn(world, [])).toEqual([])
}

/** The place in the order of the first write that took and set this attribute. */
export function writeOf(attribute: string, { order }: Raced): number {
  return order.findIndex((step) => !step.refused && setBy(step).includes(attribute))
}

function setBy({ call }: Step): unknown[] {
  return Object.values((call.input as { ExpressionAttributeNames?: object }).ExpressionAttributeNames ?? {})
}

function tokenOf(url: string): string {
  return url.split('/').at(-1) ?? ''
}
