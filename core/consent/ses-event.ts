import * as z from 'zod/mini'
import type { KnownActivityType } from '../leads/activity.ts'
import { fromInstant, leadId, sendId, slug, toInstant } from '../names.ts'
import { derivedId } from './derived-id.ts'

/** SES writes times in ISO 8601, with or without milliseconds and with more than one kind of offset. */
const time = z.pipe(
  z.string().check(z.refine((text) => !Number.isNaN(fromInstant(text)), 'not a time')),
  z.transform((text) => toInstant(fromInstant(text))),
)

const mail = z.object({
  messageId: z.string().check(z.minLength(1)),
  timestamp: time,
  tags: z._default(z.record(z.string(), z.array(z.string())), {}),
})

const atTime = z.object({ timestamp: time })

/**
 * What SES reports on the default bus, by `detail.eventType`; fields that Ripen has no use for are let through unread.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html (the detail is the same for every destination)
 */
const detail = z.discriminatedUnion('eventType', [
  z.object({ eventType: z.literal('Send'), mail }),
  z.object({ eventType: z.literal('Delivery'), mail, delivery: atTime }),
  z.object({
    eventType: z.literal('DeliveryDelay'),
    mail,
    deliveryDelay: z.extend(atTime, { delayType: z.optional(z.string()) }),
  }),
  z.object({ eventType: z.literal('Reject'), mail, reject: z.optional(z.object({ reason: z.optional(z.string()) })) }),
  // The error message is not read: it may hold what the template was filled with.
  z.object({ eventType: z.literal(['Rendering Failure', 'RenderingFailure']), mail }),
  z.object({ eventType: z.literal('Open'), mail, open: z.extend(atTime, { userAgent: z.optional(z.string()) }) }),
  z.object({
    eventType: z.literal('Click'),
    mail,
    click: z.extend(atTime, { link: z.string(), userAgent: z.optional(z.string()) }),
  }),
  z.object({
    eventType: z.literal('Bounce'),
    mail,
    bounce: z.extend(atTime, {
      bounceType: z.string(),
      bounceSubType: z.optional(z.string()),
      feedbackId: z.optional(z.string()),
    }),
  }),
  z.object({
    eventType: z.literal('Complaint'),
    mail,
    complaint: z.extend(atTime, {
      complaintFeedbackType: z.nullish(z.string()),
      complaintSubType: z.nullish(z.string()),
      feedbackId: z.optional(z.string()),
    }),
  }),
])
export type SesDetail = z.output<typeof detail>

/** The envelope that EventBridge puts around it. */
export const sesEvent = z.object({ source: z.literal('aws.ses'), detail })

/** What happened to a mail, as Ripen speaks of it; the activity is called `email-<what>`. */
export type MailHappening =
  | 'sent'
  | 'delivered'
  | 'delayed'
  | 'rejected'
  | 'failed'
  | 'opened'
  | 'clicked'
  | 'bounced'
  | 'complained'

/** One report about one mail. */
export interface MailReport {
  readonly what: MailHappening
  readonly messageId: string
  readonly sentAt: string
  readonly at: string
  /** Derived from what SES says, so that a redelivery has the same. */
  readonly activityId: string
  /** The mail that it is about, by its tags; absent for mail that is not to a lead. */
  readonly about: { readonly leadId: string; readonly sendId: string } | undefined
  readonly link?: string
  /** The program that opened or clicked: judged, and never kept. */
  readonly agent?: string
  /** `permanent`: nobody is there. Anything else may pass. */
  readonly bounce?: 'permanent' | 'transient'
  /** SES did not even try, since the address is on its own list: that says nothing about the mails that went out. */
  readonly onList?: boolean
  /** SES's words for the kind of bounce, delay, rejection or complaint. */
  readonly kind?: string
}

/** The activity type of a report; undefined for `sent`, which the record of the send shows already. */
export function activityTypeOf(what: MailHappening): KnownActivityType | undefined {
  return what === 'sent' ? undefined : `email-${what}`
}

/** "not-spam" is how a mailbox provider takes a complaint back. */
export function isComplaint({ what, kind }: MailReport): boolean {
  return what === 'complained' && kind !== 'not-spam'
}

/** Reads SES's detail into a report. */
export function mailReport(detail: SesDetail): MailReport {
  const { messageId, timestamp: sentAt, tags } = detail.mail
  const report = (what: MailHappening, at: string, told: Partial<MailReport> = {}, name = at): MailReport => ({
    what,
    messageId,
    sentAt,
    at,
    activityId: derivedId('mail', messageId, what, name, told.link ?? ''),
    about: aboutOf(tags),
    ...told,
  })
  switch (detail.eventType) {
    case 'Send':
      return report('sent', sentAt)
    case 'Delivery':
      return report('delivered', detail.delivery.timestamp)
    case 'DeliveryDelay':
      return report('delayed', detail.deliveryDelay.timestamp, {
        kind: detail.deliveryDelay.delayType ?? 'Undetermined',
      })
    case 'Reject':
      return report('rejected', sentAt, { kind: detail.reject?.reason ?? 'Undetermined' })
    case 'Rendering Failure':
    case 'RenderingFailure':
      return report('failed', sentAt)
    case 'Open':
      return report('opened', detail.open.timestamp, agentOf(detail.open))
    case 'Click':
      return report('clicked', detail.click.timestamp, { link: unsigned(detail.click.link), ...agentOf(detail.click) })
    case 'Bounce': {
      const { timestamp, bounceType, bounceSubType = 'Undetermined', feedbackId } = detail.bounce
      const bounce = bounceType === 'Permanent' ? 'permanent' : 'transient'
      const onList = bounceSubType === 'Suppressed' || bounceSubType === 'OnAccountSuppressionList'
      return report('bounced', timestamp, { bounce, kind: `${bounceType}/${bounceSubType}`, onList }, feedbackId)
    }
    case 'Complaint': {
      const { timestamp, complaintFeedbackType, complaintSubType, feedbackId } = detail.complaint
      const onList = complaintSubType === 'OnAccountSuppressionList'
      return report('complained', timestamp, { kind: complaintFeedbackType ?? 'unknown', onList }, feedbackId)
    }
  }
}

function agentOf({ userAgent }: { userAgent?: string | undefined }): { agent?: string } {
  return userAgent === undefined ? {} : { agent: userAgent }
}

function aboutOf(tags: Record<string, string[]>): MailReport['about'] {
  const [lead, send] = [leadId.safeParse(tags.leadId?.[0]), sendId.safeParse(tags.sendId?.[0])]
  return lead.success && send.success ? { leadId: lead.data, sendId: send.data } : undefined
}

/** A link without what says who comes by it, to a website, to a form or to a gated file: the same for all who got the mail. */
function unsigned(link: string): string {
  const [, before, claims] = /^(.*\/files\/)[^/.]+\.([\w-]+)\.[\w-]+(?:#.*)?$/.exec(link) ?? []
  const file = claims && fileOf(claims)
  return file ? `${before}${file}` : link.replace(/#ripen=.*$/, '').replace(/(\/forms\/[^/?#]+)\?for=.*$/, '$1')
}

/** Which file the claims of a token name: what it says, whoever signed it; undefined for any other text with two dots. */
function fileOf(claims: string): string | undefined {
  try {
    return slug.parse(JSON.parse(Buffer.from(claims, 'base64url').toString())[1].file)
  } catch {
    return undefined
  }
}
