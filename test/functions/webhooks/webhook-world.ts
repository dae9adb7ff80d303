import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2'
import { SFNClient } from '@aws-sdk/client-sfn'
import type { Context } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { type EventKind, HandoffChanged } from '../../../core/events.ts'
import { type Delivery, delivery } from '../../../core/webhooks/delivery.ts'
import { WebhookDisabled, WebhookDue } from '../../../core/webhooks/events.ts'
import type { Webhook } from '../../../core/webhooks/webhook.ts'
import { userKey } from '../../../functions/aws/keys.ts'
import { dynamodb, putItem } from '../../../functions/aws/table.ts'
import { placesOfUser } from '../../../functions/staff/directory.ts'
import { handler as deliverWebhook } from '../../../functions/webhooks/deliver-webhook.event.ts'
import { handler as queue } from '../../../functions/webhooks/queue-deliveries.event.ts'
import { handler as sweep } from '../../../functions/webhooks/sweep-deliveries.schedule.ts'
import { handler as tellContact } from '../../../functions/webhooks/tell-contact.event.ts'
import { writeWebhook } from '../../../functions/webhooks/webhook-items.ts'
import { deliver } from '../../fixtures/a-batch.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'
import { aTable } from '../../fixtures/a-table.ts'
import { aUser } from '../../fixtures/a-user.ts'
import { type Fault, Faults, type Which } from '../../fixtures/faults.ts'
import { sharedSettings } from '../../fixtures/shared-settings.ts'

export const leadId = aLeadId()
const at = '2026-11-24T09:00:00.000Z'
export const opened = { leadId, handoffId: `${leadId}.1`, state: 'open', owner: 'anna', cause: 'opened', at }

interface Told {
  readonly name: string
  readonly detail: Record<string, unknown>
}

const consumers: readonly { kind: EventKind; handler: unknown }[] = [
  { kind: HandoffChanged, handler: queue },
  { kind: WebhookDue, handler: deliverWebhook },
  { kind: WebhookDisabled, handler: tellContact },
]

/** A table with a webhook's contact, a bus whose events the consumers of webhooks hear, and faults in between. */
export async function aWebhookWorld() {
  Object.assign(process.env, sharedSettings, {
    WEBHOOK_LOOPBACK: 'allowed',
    IDENTITY_KEY_SECRET: 'identity',
    SLA_MACHINE_ARN: 'arn:aws:states:eu-central-1:123456789012:stateMachine:ripen-test-sla',
  })
  clock.ms = Date.parse(at)
  const table = await aTable()
  const secrets = mockClient(SecretsManagerClient)
  secrets.on(GetSecretValueCommand).resolves({ SecretString: 's'.repeat(64) })
  const machines = mockClient(SFNClient)
  machines.onAnyCommand().resolves({})
  const mails: SendEmailCommandInput[] = []
  const ses = mockClient(SESv2Client)
  ses.on(SendEmailCommand).callsFake((input: SendEmailCommandInput) => {
    mails.push(input)
    return { MessageId: `mail-${mails.length}` }
  })
  const told: Told[] = []
  const bus = mockClient(EventBridgeClient)
  let faults = new Faults()
  bus.on(PutEventsCommand).callsFake(({ Entries }: { Entries: { DetailType: string; Detail: string }[] }) =>
    faults.call('PutEventsCommand', async () => {
      told.push(...Entries.map(({ DetailType, Detail }) => ({ name: DetailType, detail: JSON.parse(Detail) })))
      return { FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: 'e' })) }
    }),
  )
  const anna = aUser({ userId: 'anna' })
  await putItem(userKey('anna'), { ...anna, ...placesOfUser(anna) })

  const world = {
    told,
    mails,
    everything: table.everything,
    /** Puts a webhook that hears of hand-offs. */
    async webhook(given: Partial<Webhook> = {}): Promise<void> {
      const one: Webhook = {
        webhookId: 'crm',
        url: 'http://localhost:1/',
        types: ['handoff.changed'],
        contact: 'anna',
        enabled: true,
        secrets: [{ salt: 'salt', key: 'k1', madeAt: at }],
        createdAt: at,
        createdBy: 'admin',
        enabledAt: at,
        rev: 0,
        ...given,
      }
      await writeWebhook(one, undefined)
    },
    /** Hands one event to its consumer as a queue does, up to five times; answers whether it was taken. */
    async hear({ name, detail }: Told): Promise<boolean> {
      const consumer = consumers.find(({ kind }) => kind.name === name)
      if (!consumer) return true
      for (let receives = 1; receives <= 5; receives += 1) {
        if ((await deliver(consumer.handler, consumer.kind, detail)).length === 0) return true
      }
      return false
    },
    /** Lets the consumers hear all that was put on the bus, and what comes of it. */
    async settle(): Promise<void> {
      for (let next = told.shift(); next; next = told.shift()) await world.hear(next)
    },
    async sweepAt(ms: number): Promise<void> {
      clock.ms = ms
      // One that fails comes again.
      await sweep({}, {} as Context).catch(() => {})
      await world.settle()
    },
    /** From now on these calls go wrong. */
    goWrong(plan: Iterable<readonly [Which, Fault]>): Faults {
      faults.stop()
      faults = new Faults(plan).watch(dynamodb)
      return faults
    },
    async deliveries(): Promise<Delivery[]> {
      const items = await table.everything()
      return items.filter(({ sk }) => String(sk).startsWith('WEBHOOK#')).map((item) => delivery.parse(item))
    },
    async stop(): Promise<void> {
      faults.stop()
      for (const stub of [secrets, machines, ses, bus]) stub.restore()
      await table.stop()
    },
  }
  return world
}
export type WebhookWorld = Awaited<ReturnType<typeof aWebhookWorld>>
export const openedEvent: Told = { name: HandoffChanged.name, detail: opened }
