import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { AcceptedMail } from './mail-store.ts'

const address = z.string().min(3).max(320)
const ip = z.union([z.ipv4(), z.ipv6()])

/** What may be told of an event, by its type; what is left out is made up as SES would. */
export const mailEventRequest = z.discriminatedUnion('type', [
  common('send', {}),
  common('delivery', {}),
  common('delay', { delayType: z.string().default('TransientCommunicationFailure') }),
  common('reject', { reason: z.string().default('Bad content') }),
  common('rendering-failure', { errorMessage: z.string().default('Attribute is not present in the rendering data.') }),
  common('open', { ipAddress: ip.default('192.0.2.1'), userAgent: z.string().default('Mozilla/5.0') }),
  common('click', {
    link: z.url().optional(),
    linkTags: z.record(z.string(), z.array(z.string())).optional(),
    ipAddress: ip.default('192.0.2.1'),
    userAgent: z.string().default('Mozilla/5.0'),
  }),
  common('bounce', {
    bounceType: z.enum(['Permanent', 'Transient', 'Undetermined']).default('Permanent'),
    bounceSubType: z.string().default('General'),
    diagnosticCode: z.string().optional(),
  }),
  common('complaint', {
    complaintFeedbackType: z.string().default('abuse'),
    complaintSubType: z.string().nullable().default(null),
    userAgent: z.string().default('ExampleCorp Feedback Loop (V0.01)'),
  }),
])
export type MailEventRequest = z.output<typeof mailEventRequest>

function common<Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) {
  return z.strictObject({
    messageId: z.string(),
    type: z.literal(type),
    /** When it happened; now, if left out. */
    at: z.iso.datetime({ offset: true }).optional(),
    /** Which of the mail's recipients; all, if left out. */
    recipients: z.array(address).min(1).optional(),
    /** How often SES reports it: it may do so twice. */
    copies: z.number().int().min(1).max(10).default(1),
    ...shape,
  })
}

/** The names that one kind of event goes by: on the bus, in its detail, and in a configuration set's destination. */
export const eventNames = {
  send: { detailType: 'Email Sent', eventType: 'Send', matching: 'send', section: 'send' },
  delivery: { detailType: 'Email Delivered', eventType: 'Delivery', matching: 'delivery', section: 'delivery' },
  delay: {
    detailType: 'Email Delivery Delayed',
    eventType: 'DeliveryDelay',
    matching: 'deliveryDelay',
    section: 'deliveryDelay',
  },
  reject: { detailType: 'Email Rejected', eventType: 'Reject', matching: 'reject', section: 'reject' },
  'rendering-failure': {
    detailType: 'Email Rendering Failed',
    eventType: 'Rendering Failure',
    matching: 'renderingFailure',
    section: 'failure',
  },
  open: { detailType: 'Email Opened', eventType: 'Open', matching: 'open', section: 'open' },
  click: { detailType: 'Email Clicked', eventType: 'Click', matching: 'click', section: 'click' },
  bounce: { detailType: 'Email Bounced', eventType: 'Bounce', matching: 'bounce', section: 'bounce' },
  complaint: {
    detailType: 'Email Complaint Received',
    eventType: 'Complaint',
    matching: 'complaint',
    section: 'complaint',
  },
} as const

const mta = 'dsn; a8-70.smtp-out.amazonses.com'

/** The `detail` of an event as SES publishes it: https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html. */
export function mailEventDetail(mail: AcceptedMail, event: MailEventRequest, account: string, nowMs: number) {
  const names = eventNames[event.type]
  const timestamp = event.at ?? new Date(nowMs).toISOString()
  return {
    eventType: names.eventType,
    mail: mailPart(mail, account),
    [names.section]: { ...sectionOf(mail, event, timestamp) },
  }
}

function sectionOf(mail: AcceptedMail, event: MailEventRequest, timestamp: string): Record<string, unknown> {
  const recipients = event.recipients ?? mail.recipients
  switch (event.type) {
    case 'send':
      return {}
    case 'delivery':
      return {
        timestamp,
        processingTimeMillis: 546,
        recipients,
        smtpResponse: '250 2.6.0 Message received',
        reportingMTA: 'a8-70.smtp-out.amazonses.com',
      }
    case 'delay': {
      const delayedRecipients = recipients.map((emailAddress) => ({
        emailAddress,
        status: '4.4.1',
        diagnosticCode: 'smtp; 421 4.4.1 Unable to connect to remote host',
      }))
      const expirationTime = new Date(Date.parse(timestamp) + 50_400_000).toISOString()
      return { timestamp, delayType: event.delayType, expirationTime, delayedRecipients }
    }
    case 'reject':
      return { reason: event.reason }
    case 'rendering-failure':
      return { templateName: 'local', errorMessage: event.errorMessage }
    case 'open':
      return { timestamp, ipAddress: event.ipAddress, userAgent: event.userAgent }
    case 'click': {
      const { ipAddress, userAgent, linkTags = null } = event
      return { timestamp, ipAddress, userAgent, link: event.link ?? firstLink(mail) ?? '', linkTags }
    }
    case 'bounce': {
      const permanent = event.bounceType === 'Permanent'
      const bouncedRecipients = recipients.map((emailAddress) => ({
        emailAddress,
        action: 'failed',
        status: permanent ? '5.1.1' : '4.2.2',
        diagnosticCode:
          event.diagnosticCode ?? (permanent ? 'smtp; 550 5.1.1 user unknown' : 'smtp; 452 4.2.2 mailbox full'),
      }))
      const { bounceType, bounceSubType } = event
      return { feedbackId: randomUUID(), bounceType, bounceSubType, bouncedRecipients, timestamp, reportingMTA: mta }
    }
    case 'complaint':
      return {
        feedbackId: randomUUID(),
        complaintSubType: event.complaintSubType,
        complainedRecipients: recipients.map((emailAddress) => ({ emailAddress })),
        timestamp,
        userAgent: event.userAgent,
        complaintFeedbackType: event.complaintFeedbackType,
        arrivalDate: timestamp,
      }
  }
}

function mailPart(mail: AcceptedMail, account: string) {
  const tags = {
    'ses:operation': ['SendEmail'],
    ...(mail.configurationSet && { 'ses:configuration-set': [mail.configurationSet] }),
    'ses:source-ip': ['127.0.0.1'],
    'ses:from-domain': [domainOf(mail.from)],
    'ses:caller-identity': ['local'],
    ...Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]])),
  }
  return {
    timestamp: new Date(mail.atMs).toISOString(),
    source: mail.from,
    sendingAccountId: account,
    messageId: mail.messageId,
    destination: mail.recipients,
    headersTruncated: false,
    headers: Object.entries(headersOf(mail)).map(([name, value]) => ({ name, value })),
    commonHeaders: {
      from: [mail.from],
      to: mail.to,
      ...(mail.replyTo.length > 0 && { replyTo: mail.replyTo }),
      messageId: mail.messageId,
      subject: mail.subject,
    },
    tags,
  }
}

/** The headers of a mail as it goes out. */
export function headersOf(mail: AcceptedMail): Record<string, string> {
  return {
    From: mail.from,
    To: mail.to.join(', '),
    ...(mail.replyTo.length > 0 && { 'Reply-To': mail.replyTo.join(', ') }),
    Subject: mail.subject,
    ...Object.fromEntries(mail.headers.map(({ name, value }) => [name, value])),
  }
}

/** The first web address in a mail, that a click without one goes to. */
export function firstLink({ html, text }: AcceptedMail): string | undefined {
  return /href="(https?:[^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? /https?:\S+/.exec(text)?.[0]
}

function domainOf(from: string): string {
  return from.slice(from.lastIndexOf('@') + 1).replace(/>$/, '')
}
