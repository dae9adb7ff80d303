import { randomUUID } from 'node:crypto'
import type { MailEventRequest } from './mail-event-request.ts'
import type { AcceptedMail } from './mail-store.ts'

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
function firstLink({ html, text }: AcceptedMail): string | undefined {
  return /href="(https?:[^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? /https?:\S+/.exec(text)?.[0]
}

function domainOf(from: string): string {
  return from.slice(from.lastIndexOf('@') + 1).replace(/>$/, '')
}
