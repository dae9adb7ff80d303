import { randomUUID } from 'node:crypto'
import { type DynamoDBClient, GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { ListQueuesCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { linkClaims } from '../../core/consent/links.ts'
import { sendKey } from '../../functions/aws/keys.ts'
import { linkWith } from '../flows/people.ts'
import type { Report, StoryMail } from '../flows/target.ts'

/** The tags that a mail was given; the emulator forgets them. */
interface Sent {
  readonly leadId: string
  readonly sendId: string
  readonly template: string
  readonly basis: string
  readonly claimedAt: string
}

/** Hands what SES would report of a marketing mail to the queue that the rule fills: nobody may put `aws.ses` on a bus. */
export async function reportAsSes(table: DynamoDBClient, sqs: SQSClient, mail: StoryMail, what: Report): Promise<void> {
  const { QueueUrls } = await sqs.send(new ListQueuesCommand({}))
  const queue = QueueUrls?.find((url) => url.endsWith('-consent-record-email'))
  const event = sesEvent(mail, await sentOf(table, mail), what)
  await sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: JSON.stringify(event) }))
}

/** Its link to unsubscribe names lead and send; the rest is in the record, as long as there is one: nothing is kept of who was erased. */
async function sentOf(table: DynamoDBClient, mail: StoryMail): Promise<Sent> {
  const [, payload = ''] = linkWith(mail, '/u/').split('/u/').pop()?.split('.') ?? []
  const [signedAtMs, claims] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [number, unknown]
  const { leadId, sendId } = linkClaims.unsubscribe.parse(claims)
  const { TableNames } = await table.send(new ListTablesCommand({}))
  const Key = marshall(sendKey(leadId, sendId))
  const { Item } = await table.send(new GetItemCommand({ TableName: TableNames?.[0], Key, ConsistentRead: true }))
  const gone = { template: 'gone', basis: 'consent', claimedAt: new Date(signedAtMs).toISOString() }
  return { leadId, sendId, ...gone, ...(Item && unmarshall(Item)) }
}

/** SES's own shape, as https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html documents it. */
function sesEvent(mail: StoryMail, sent: Sent, what: Report) {
  const timestamp = new Date().toISOString()
  const names = {
    click: ['Email Clicked', 'Click'],
    open: ['Email Opened', 'Open'],
    bounce: ['Email Bounced', 'Bounce'],
    complaint: ['Email Complaint Received', 'Complaint'],
    delivery: ['Email Delivered', 'Delivery'],
  } as const
  const [detailType, eventType] = names[what.type]
  const reader = { timestamp, ipAddress: '192.0.2.1', userAgent: 'Mozilla/5.0' }
  const sections = {
    click: { ...reader, link: what.link, linkTags: null },
    open: reader,
    bounce: {
      timestamp,
      feedbackId: randomUUID(),
      bounceType: what.bounceType ?? 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [{ emailAddress: mail.to }],
    },
    complaint: { timestamp, feedbackId: randomUUID(), complainedRecipients: [{ emailAddress: mail.to }] },
    delivery: {
      timestamp,
      processingTimeMillis: 500,
      recipients: [mail.to],
      smtpResponse: '250 ok',
      reportingMTA: 'a',
    },
  }
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': detailType,
    source: 'aws.ses',
    account: '000000000000',
    time: timestamp,
    region: 'us-east-1',
    resources: [],
    detail: {
      eventType,
      mail: {
        timestamp: sent.claimedAt,
        source: 'hello@dev.example.com',
        sendingAccountId: '000000000000',
        messageId: mail.messageId,
        destination: [mail.to],
        headersTruncated: false,
        headers: [],
        commonHeaders: { messageId: mail.messageId, subject: mail.subject },
        tags: {
          'ses:configuration-set': ['ripen-dev-mail'],
          leadId: [sent.leadId],
          sendId: [sent.sendId],
          template: [sent.template],
          basis: [sent.basis],
        },
      },
      [what.type]: sections[what.type],
    },
  }
}
