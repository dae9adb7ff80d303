import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { DescribeSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2'
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn'
import {
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs'
import { mockClient } from 'aws-sdk-client-mock'
import { vi } from 'vitest'
import { signToken, type TokenPurpose } from '../../core/consent/tokens.ts'
import {
  currentKey,
  enrolmentKey,
  handoffKey,
  mailboxKey,
  profileKey,
  sendKey,
  submissionKey,
  userKey,
  versionKey,
} from '../../functions/aws/keys.ts'
import { tokenKeys } from '../../functions/aws/secrets.ts'
import { dynamodb, type Item, putItem } from '../../functions/aws/table.ts'
import { forgetCurrent } from '../../functions/content/published.ts'
import { placesOfHandoff } from '../../functions/handoff/handoff-items.ts'
import { placesOf } from '../../functions/leads/change-lead.ts'
import { placesOfEnrolment } from '../../functions/nurture/enrolment-items.ts'
import { log } from '../../functions/runtime/log.ts'
import { placesOfUser } from '../../functions/staff/directory.ts'
import { clock } from '../fixtures/a-clock.ts'
import { aForm } from '../fixtures/a-form.ts'
import { aHandoff } from '../fixtures/a-handoff.ts'
import { aLead } from '../fixtures/a-lead.ts'
import { aLeadId, aSendId } from '../fixtures/a-mailbox.ts'
import { aPost } from '../fixtures/a-post.ts'
import { aSequence } from '../fixtures/a-sequence.ts'
import { aTable } from '../fixtures/a-table.ts'
import { aUser } from '../fixtures/a-user.ts'
import { aUserPool } from '../fixtures/a-user-pool.ts'
import { aCompiledEmail } from '../fixtures/an-email.ts'
import { anEnrolment } from '../fixtures/an-enrolment.ts'
import { sharedSettings } from '../fixtures/shared-settings.ts'
import { stackOf } from '../fixtures/stack-of.ts'

const machine = 'arn:aws:states:eu-central-1:123456789012:stateMachine:ripen-test-'
const settings = {
  ...sharedSettings,
  IDENTITY_KEY_SECRET: 'identity',
  STAFF_ISSUER: 'https://cognito-idp.eu-central-1.amazonaws.com/pool',
  STAFF_CLIENT_ID: 'client',
  DEFAULT_ZONE: 'UTC',
  SEND_RATE: '100000',
  SEND_WORKERS: '1',
  QUEUE_PREFIX: 'ripen-test',
  WEBHOOK_LOOPBACK: 'refused',
  CRM_DELIVERY: 'on',
  MERGE_RULE: 'typos-at-once',
  NURTURE_MACHINE_ARN: `${machine}nurture`,
  SLA_MACHINE_ARN: `${machine}sla`,
}
export const queue = 'ripen-test-ForwardDeadLetters2'
export const submissionId = 'subm2222222222222222222222222222'
/** What the bus takes in one call. */
const largestEntry = 256 * 1024
const writes = new Set(['PutItemCommand', 'UpdateItemCommand', 'DeleteItemCommand'])

/** Everything that a request or an event can speak of, in a table of its own; counts what is written and keeps what is logged. */
export async function aFuzzWorld() {
  Object.assign(process.env, settings)
  clock.ms = Date.parse('2026-11-24T09:00:00.000Z')
  const logged: string[] = []
  const spies = (['debug', 'info', 'warn', 'error'] as const).map((level) =>
    vi.spyOn(log, level).mockImplementation((message, ...extra) => {
      const error = (extra[0] as { error?: Error } | undefined)?.error
      logged.push(`${JSON.stringify([message, ...extra])} ${error?.message ?? ''}`)
    }),
  )
  const table = await aTable()
  forgetCurrent()
  const counts = { written: 0, told: 0 }
  const pool = aUserPool()
  const secrets = mockClient(SecretsManagerClient)
  secrets.on(GetSecretValueCommand).resolves({ SecretString: 'k'.repeat(64) })
  secrets.on(DescribeSecretCommand).resolves({})
  const ses = mockClient(SESv2Client)
  ses.onAnyCommand().resolves({})
  ses.on(SendEmailCommand).resolves({ MessageId: 'message' })
  const bus = mockClient(EventBridgeClient)
  bus.on(PutEventsCommand).callsFake(({ Entries }: { Entries: { Detail: string }[] }) => {
    if (Entries.some(({ Detail }) => Buffer.byteLength(Detail) > largestEntry)) throw new Error('ValidationException')
    counts.told += Entries.length
    return { FailedEntryCount: 0 }
  })
  const machines = mockClient(SFNClient)
  machines.on(StartExecutionCommand).resolves({})
  machines.on(StopExecutionCommand).resolves({})
  machines.on(DescribeExecutionCommand).resolves({ status: 'RUNNING' })
  const queues = mockClient(SQSClient)
  queues.on(ListQueuesCommand).resolves({ QueueUrls: [`https://sqs.eu-central-1.amazonaws.com/123456789012/${queue}`] })
  queues.on(GetQueueAttributesCommand).resolves({ Attributes: { QueueArn: queue, ApproximateNumberOfMessages: '0' } })
  queues.on(ListDeadLetterSourceQueuesCommand).resolves({ queueUrls: ['https://sqs.example/source'] })
  queues.on(ReceiveMessageCommand).resolves({})
  queues.on(StartMessageMoveTaskCommand).resolves({})
  await furnish()
  stackOf(dynamodb).add(
    (next, { commandName = '' }) =>
      (args) => {
        if (writes.has(commandName)) counts.written += 1
        return next(args)
      },
    { step: 'initialize', name: 'count', override: true },
  )
  return {
    counts,
    logged,
    everything: table.everything,
    async stop(): Promise<void> {
      stackOf(dynamodb).remove('count')
      pool.restore()
      for (const stub of [secrets, ses, bus, machines, queues]) stub.restore()
      for (const spy of spies) spy.mockRestore()
      await table.stop()
    },
  }
}
export type FuzzWorld = Awaited<ReturnType<typeof aFuzzWorld>>

/** Good tokens for each kind of page, by what the path begins with. */
export async function tokenFor(path: string): Promise<string> {
  const leadId = aLeadId()
  const made: Record<string, [TokenPurpose, Record<string, string | number>]> = {
    confirm: ['confirm', { leadId, topics: 'product-education', evidence: 'e', form: 'white-paper', formVersion: 1 }],
    u: ['unsubscribe', { leadId, topic: 'product-education', sendId: aSendId() }],
    preferences: ['preferences', { leadId, sendId: aSendId() }],
    files: ['file', { leadId, sendId: aSendId(), file: 'white-paper' }],
    answer: ['answer', { handoffId: `${leadId}.1`, userId: 'maria' }],
  }
  const [purpose, claims] = made[path.split('/')[1] ?? ''] ?? ['click', {}]
  return signToken(purpose, claims, await tokenKeys(), clock.ms)
}

async function furnish(): Promise<void> {
  const { profile, mailbox } = aLead({ profile: { fields: { firstName: 'Olga' } } })
  const { leadId } = profile
  await putItem(mailboxKey(leadId), { ...mailbox })
  await putItem(profileKey(leadId), { ...profile, ...placesOf(profile) })
  const enrolment = anEnrolment()
  await putItem(enrolmentKey(leadId, enrolment.enrolmentId), { ...enrolment, ...placesOfEnrolment(enrolment) })
  const handoff = aHandoff()
  await putItem(handoffKey(handoff.handoffId), { ...handoff, ...placesOfHandoff(handoff) })
  const maria = aUser({ userId: 'maria' })
  await putItem(userKey(maria.userId), { ...maria, ...placesOfUser(maria) })
  const at = '2026-11-24T09:00:00.000Z'
  await putItem(sendKey(leadId, aSendId()), {
    leadId,
    sendId: aSendId(),
    state: 'SENT',
    basis: 'consent',
    template: 'welcome',
    templateVersion: 1,
    locale: 'en',
    because: 'a test',
    preparedAt: at,
    messageId: 'message',
  })
  await putItem(submissionKey(submissionId), {
    submissionId,
    leadId,
    formId: 'white-paper',
    state: 'quarantined',
    why: ['honeypot'],
    judgedAt: at,
    post: aPost({ submissionId }),
    news: [],
    expiresAt: 1_800_000_000,
    box: 'SUBMISSIONS#quarantined',
    boxOrder: `${at}#${submissionId}`,
  })
  const form = aForm()
  await publish('forms', form.id, { '': { value: form } })
  await publish('sites', 'www', { '': { value: { id: 'www', origins: ['https://www.example.com'] } } })
  const sequence = aSequence()
  await publish('sequences', sequence.id, { '': { value: sequence } })
  const email = aCompiledEmail({ subject: 'Hello {{ firstName }}', variables: { firstName: 'there' } })
  for (const id of ['welcome', 'reminder', 'case-study']) await publish('emails', id, { en: { email } })
  forgetCurrent()
}

async function publish(type: string, id: string, values: Record<string, Item>): Promise<void> {
  const named = { type, id, version: 1, hash: 'hash', at: '2026-11-20T09:00:00.000Z', by: 'anna' }
  const locales = Object.keys(values).filter(Boolean)
  for (const [locale, item] of Object.entries({ '': {}, ...values })) {
    await putItem(versionKey(type, id, 1, locale), { ...named, files: {}, locales, ...item })
  }
  await putItem(currentKey(type, id), { ...named, locales, contentType: type, contentId: id })
}
