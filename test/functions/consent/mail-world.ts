import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2'
import { mockClient } from 'aws-sdk-client-mock'
import { type Mailbox, mailbox } from '../../../core/consent/mailbox.ts'
import type { Send } from '../../../core/consent/send.ts'
import type { CompiledEmail } from '../../../core/content/compiled-email.ts'
import type { Profile } from '../../../core/leads/lead.ts'
import { currentKey, mailboxKey, profileKey, versionKey } from '../../../functions/aws/keys.ts'
import { dynamodb, getItem, type Item, putItem } from '../../../functions/aws/table.ts'
import { readSend } from '../../../functions/consent/send-records.ts'
import { log } from '../../../functions/runtime/log.ts'
import { aProfile } from '../../fixtures/a-lead.ts'
import { aMailbox } from '../../fixtures/a-mailbox.ts'
import { aTable, type TestTable } from '../../fixtures/a-table.ts'
import { type Fault, Faults, type Which } from '../../fixtures/faults.ts'
import { sharedSettings } from '../../fixtures/shared-settings.ts'

/** A table with published mails in it, an SES that takes what it is given, a bus that hears everything, and faults in between. */
export interface MailWorld {
  /** What SES took, in order; it refuses addresses that begin with `refused`. */
  readonly taken: SendEmailCommandInput[]
  /** What was told on the bus: name and detail. */
  readonly told: { name: string; detail: Record<string, unknown> }[]
  /** Puts a lead. */
  lead(box?: Partial<Mailbox>, profile?: Partial<Profile>): Promise<string>
  mailbox(leadId: string): Promise<Mailbox>
  send(leadId: string, sendId: string): Promise<Send | undefined>
  items(): Promise<Item[]>
  /** From now on these calls go wrong; counts anew. */
  break(plan?: Iterable<readonly [Which, Fault]>): Faults
  stop(): Promise<void>
}

const settings = {
  ...sharedSettings,
  IDENTITY_KEY_SECRET: 'identity',
  DEFAULT_ZONE: 'Europe/Berlin',
  SEND_RATE: '100000',
  SEND_WORKERS: '1',
}

/** Published mails of each class. */
export const mails: Record<string, CompiledEmail> = {
  welcome: {
    class: 'marketing',
    locale: 'en',
    topic: 'newsletter',
    subject: 'Welcome, {{ firstName }}',
    preheader: '',
    html: '<p>Hello {{ firstName }}</p><a class="button" href="https://www.example.com/paper">Read</a><footer>{{ brand.company }}, {{ brand.postalAddress }} <a href="{{ unsubscribeUrl }}">Unsubscribe</a> <a href=\'{{ preferencesUrl }}\'>Choose</a></footer>',
    text: 'Hello {{ firstName }}\n{{ unsubscribeUrl }}',
    variables: { firstName: 'friend' },
  },
  confirm: {
    class: 'confirmation',
    locale: 'en',
    subject: 'Please confirm',
    preheader: '',
    html: '<p>{{ brand.company }}</p><a href="{{ confirmUrl }}">Yes</a>{% if firstName %}{{ firstName }}{% endif %}',
    text: '{{ confirmUrl }}',
    variables: {},
  },
  receipt: {
    class: 'transactional',
    locale: 'en',
    subject: 'Your receipt',
    preheader: '',
    html: '<p>{{ number }}</p>',
    text: '{{ number }}',
    variables: {},
  },
  handoff: {
    class: 'staff',
    locale: 'en',
    subject: 'A lead for you',
    preheader: '',
    html: '<p>Call</p>',
    text: 'Call',
    variables: {},
  },
}

export async function aMailWorld(): Promise<MailWorld> {
  Object.assign(process.env, settings)
  log.setLogLevel('SILENT')
  const table: TestTable = await aTable()
  let faults = new Faults().watch(dynamodb)
  const taken: SendEmailCommandInput[] = []
  const told: MailWorld['told'] = []
  const secrets = mockClient(SecretsManagerClient)
  secrets.on(GetSecretValueCommand).resolves({ SecretString: 'k'.repeat(64) })
  const ses = mockClient(SESv2Client)
  ses.on(SendEmailCommand).callsFake((input: SendEmailCommandInput) =>
    faults.call(
      'SendEmailCommand',
      async () => {
        if (input.Destination?.ToAddresses?.[0]?.startsWith('refused'))
          throw Object.assign(new Error('no such address'), { name: 'BadRequestException' })
        taken.push(input)
        return { MessageId: `message-${taken.length}` }
      },
      true,
    ),
  )
  const bus = mockClient(EventBridgeClient)
  bus.on(PutEventsCommand).callsFake(({ Entries }: { Entries: { DetailType: string; Detail: string }[] }) =>
    faults.call('PutEventsCommand', async () => {
      for (const { DetailType, Detail } of Entries) told.push({ name: DetailType, detail: JSON.parse(Detail) })
      return { FailedEntryCount: 0 }
    }),
  )
  for (const [id, email] of Object.entries(mails)) {
    await putItem(currentKey('emails', id), { version: 7, locales: [email.locale] })
    await putItem(versionKey('emails', id, 7, email.locale), { email })
  }
  let leads = 0
  return {
    taken,
    told,
    lead: async (box = {}, profile = {}) => {
      leads += 1
      const letters = String(leads).replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '')
      const leadId = `${'abcdefghijklmnopqrstuvwxyz'[leads % 26]}${letters}`.padEnd(32, 'y')
      await putItem(mailboxKey(leadId), { ...aMailbox({ leadId, ...box }) })
      await putItem(profileKey(leadId), {
        ...aProfile({ leadId, fields: { firstName: 'Olga', company: 'Shop' }, ...profile }),
      })
      return leadId
    },
    mailbox: async (leadId) => mailbox.parse(await getItem(mailboxKey(leadId))),
    send: readSend,
    items: () => table.everything(),
    break: (plan = []) => {
      faults.stop()
      faults = new Faults(plan).watch(dynamodb)
      return faults
    },
    stop: async () => {
      faults.stop()
      for (const stub of [secrets, ses, bus]) stub.restore()
      await table.stop()
    },
  }
}
