import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { DeleteItemCommand, DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { SQSClient } from '@aws-sdk/client-sqs'
import type { Role } from '../../core/route.ts'
import type { StoryMail, Target } from '../flows/target.ts'
import type { Deployed } from './deploy.ts'
import { fetchAt } from './fetch-at.ts'
import { hostedSignIn } from './hosted-sign-in.ts'
import { reportAsSes } from './report-as-ses.ts'

/** How long something may take to show on a machine with two cores where each function starts a process. */
const deadlineMs = 60_000
const lookEveryMs = 500

/** Which of the staff has which role; the first admin comes with the deploy. */
const staff: Record<Role, string> = { admin: 'admin', marketing: 'lena', sales: 'anna', 'sales-development': 'dan' }

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
    report: (mail, what) => reportAsSes(dynamodb, sqs, mail, what),
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
