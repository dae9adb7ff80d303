import { randomUUID } from 'node:crypto'
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { DeleteItemCommand, DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { Role } from '../../core/route.ts'
import type { Report, StoryMail, Target } from '../flows/target.ts'
import type { Deployed } from './deploy.ts'
import { fetchAt } from './fetch-at.ts'
import { hostedSignIn } from './hosted-sign-in.ts'

/** How long something may take to show on a machine with two cores where each function starts a process. */
const deadlineMs = 60_000
const lookEveryMs = 500

/** Which of the staff has which role; the first admin comes with the deploy. */
const staff: Record<Role, string> = { admin: 'admin', marketing: 'lena', sales: 'anna', 'sales-development': 'anna' }

interface SesMessage {
  readonly MessageId: string
  readonly To: readonly string[]
  readonly Subject: string
  readonly BodyHtml: string | null
  readonly BodyText: string
}

/** The deployed stack on ministack, in real time; SES's events are handed to the queue that the rule would fill, since nobody may put `aws.ses` on a bus. */
export function ministackTarget(endpoint: string, { outputs }: Deployed): Target {
  const clients = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  }
  const cognito = new CognitoIdentityProviderClient(clients)
  const dynamodb = new DynamoDBClient(clients)
  const sqs = new SQSClient(clients)
  const host = new URL(output(outputs, 'ApiUrl')).host
  const clientId = output(outputs, 'ClientId')
  const tokens = new Map<string, Promise<string>>()
  return {
    name: 'ministack',
    url: endpoint,
    call: async (path, init) => {
      if (init?.method === 'POST' && path.startsWith('/forms/')) await forgetPosts(dynamodb)
      return fetchAt(endpoint, host, path, init)
    },
    token: (role) => {
      const username = staff[role]
      const known = tokens.get(username) ?? hostedSignIn(cognito, { endpoint, clientId, username })
      tokens.set(username, known)
      return known
    },
    mails: (to) => mailsTo(endpoint, to),
    report: (mail, what) => report(dynamodb, sqs, mail, what),
    pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    until: async (what, look) => {
      const giveUp = performance.now() + deadlineMs
      while (performance.now() < giveUp) {
        const seen = await look()
        if (seen) return seen
        await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
      }
      throw new Error(`there is no sign of ${what} after ${deadlineMs / 1000} s`)
    },
  }
}

function output(outputs: Deployed['outputs'], name: string): string {
  const found = Object.entries(outputs).find(([key]) => key.includes(name))?.[1]
  if (!found) throw new Error(`the stack has no output ${name}`)
  return found
}

async function mailsTo(endpoint: string, to: string): Promise<StoryMail[]> {
  const answer = (await (await fetch(`${endpoint}/_ministack/ses/messages`)).json()) as {
    messages: Record<string, SesMessage[]>
  }
  return Object.values(answer.messages)
    .flat()
    .filter(({ To }) => To.includes(to))
    .map(({ MessageId, Subject, BodyHtml, BodyText }) => ({
      messageId: MessageId,
      to,
      subject: Subject,
      html: BodyHtml ?? '',
      text: BodyText,
      // The emulator keeps no headers.
      headers: {},
    }))
}

/** All stories post from one network within the hour, and Ripen throttles who posts many forms an hour: what counts them is taken away. */
async function forgetPosts(dynamodb: DynamoDBClient): Promise<void> {
  const { TableNames } = await dynamodb.send(new ListTablesCommand({}))
  const { Items = [] } = await dynamodb.send(
    new ScanCommand({
      TableName: TableNames?.[0],
      FilterExpression: 'begins_with(pk, :limit)',
      ExpressionAttributeValues: { ':limit': { S: 'LIMIT#network#' } },
    }),
  )
  for (const { pk, sk } of Items) {
    if (pk && sk) await dynamodb.send(new DeleteItemCommand({ TableName: TableNames?.[0], Key: { pk, sk } }))
  }
}

async function report(dynamodb: DynamoDBClient, sqs: SQSClient, mail: StoryMail, what: Report): Promise<void> {
  const { TableNames } = await dynamodb.send(new ListTablesCommand({}))
  const scanned = await dynamodb.send(
    new ScanCommand({
      TableName: TableNames?.[0],
      FilterExpression: 'messageId = :id',
      ExpressionAttributeValues: { ':id': { S: mail.messageId } },
    }),
  )
  const sent = scanned.Items?.[0] && unmarshall(scanned.Items[0])
  if (!sent) throw new Error(`no send has the message id of "${mail.subject}"`)
  const { QueueUrls } = await sqs.send(new ListQueuesCommand({}))
  const queue = QueueUrls?.find((url) => url.endsWith('-consent-record-email'))
  await sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: JSON.stringify(sesEvent(mail, sent, what)) }))
}

/** SES's own shape, as https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html documents it. */
function sesEvent(mail: StoryMail, sent: Record<string, unknown>, what: Report) {
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
