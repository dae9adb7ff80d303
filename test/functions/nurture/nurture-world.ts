import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2'
import type { Context, SQSEvent } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import type { Mailbox } from '../../../core/consent/mailbox.ts'
import { sequencesKind } from '../../../core/content/schemas.ts'
import { type Activity, activity } from '../../../core/leads/activity.ts'
import type { Profile } from '../../../core/leads/lead.ts'
import { toInstant } from '../../../core/names.ts'
import type { Enrolment } from '../../../core/nurture/enrolment.ts'
import type { Sequence } from '../../../core/nurture/sequence.ts'
import { templatesOf } from '../../../core/nurture/steps.ts'
import { unheardCauses } from '../../../core/unheard-causes.ts'
import {
  currentKey,
  enrolmentKey,
  handoffKey,
  mailboxKey,
  profileKey,
  versionKey,
} from '../../../functions/aws/keys.ts'
import { tokenKeys } from '../../../functions/aws/secrets.ts'
import { deleteItem, dynamodb, type Item, putItem } from '../../../functions/aws/table.ts'
import { setMarketingMail } from '../../../functions/consent/switches.ts'
import { allCurrent, forgetCurrent, publishedEmail } from '../../../functions/content/published.ts'
import { placesOf } from '../../../functions/leads/change-lead.ts'
import { type ReadLead, readLead } from '../../../functions/leads/lead-state.ts'
import { recordFacts } from '../../../functions/leads/record-facts.ts'
import { handler as broadcastSequence } from '../../../functions/nurture/broadcast-sequence.event.ts'
import { handler as enrolLead } from '../../../functions/nurture/enrol-lead.event.ts'
import { placesOfEnrolment } from '../../../functions/nurture/enrolment-items.ts'
import { handler as takeStep } from '../../../functions/nurture/take-step.task.ts'
import { handler as wakeEnrolment } from '../../../functions/nurture/wake-enrolment.event.ts'
import { log } from '../../../functions/runtime/log.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { Clockwork } from '../../fixtures/a-clockwork.ts'
import { aLead, settled } from '../../fixtures/a-lead.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { aTable } from '../../fixtures/a-table.ts'
import { type Fault, Faults, type Which } from '../../fixtures/faults.ts'
import { Interleave } from '../../fixtures/interleave.ts'
import { sharedSettings } from '../../fixtures/shared-settings.ts'
import { stackOf } from '../../fixtures/stack-of.ts'

/** What was told on the bus. */
interface Told {
  readonly name: string
  readonly detail: Record<string, unknown>
}

/** A mail that SES took. */
interface Mail {
  readonly at: string
  readonly to: string
  readonly template: string
  readonly leadId: string
  readonly sendId: string
  readonly replyTo: string | undefined
}

type Given = NonNullable<Parameters<typeof aLead>[0]>

const settings = {
  ...sharedSettings,
  DEFAULT_ZONE: 'UTC',
  SEND_RATE: '100000',
  SEND_WORKERS: '1',
  NURTURE_MACHINE_ARN: 'arn:aws:states:eu-central-1:123456789012:stateMachine:ripen-test-nurture',
}

/** Which event goes to which of nurture's consumers, as `infra/nurture.ts` has it. */
const consumers = {
  LeadChanged: [wakeEnrolment, enrolLead],
  EnrolmentChanged: [enrolLead],
  BroadcastRequested: [broadcastSequence],
} as Record<string, (typeof enrolLead)[]>

const unheard: ReadonlySet<string> = new Set(unheardCauses.enrolling)

let published = 0
let leads = 0
let facts = 0

/** A table with leads and sequences, an SES that takes every mail, a bus whose events the consumers hear, machines on the test's clock, and turns. */
export async function aNurtureWorld() {
  Object.assign(process.env, settings)
  log.setLogLevel('SILENT')
  clock.ms = Date.parse('2026-11-24T09:00:00.000Z')
  const table = await aTable()
  forgetCurrent()
  const turns = new Interleave().watch(dynamodb)
  const calls: string[] = []
  const count = (name: string) => calls.push(name)
  stackOf(dynamodb).add(
    (next, { commandName }) =>
      (args) => {
        count(commandName ?? '?')
        return next(args)
      },
    { step: 'initialize', name: 'count', override: true },
  )
  let faults = new Faults()
  const through = <Answer>(name: string, made: () => Promise<Answer>) => {
    count(name)
    return faults.call(name, () => turns.call(made), name === 'SendEmailCommand')
  }

  const secrets = mockClient(SecretsManagerClient)
  secrets.on(GetSecretValueCommand).resolves({ SecretString: 'k'.repeat(64) })
  const mails: Mail[] = []
  const ses = mockClient(SESv2Client)
  const take = async (input: SendEmailCommandInput) => {
    const tag = (name: string) => input.EmailTags?.find(({ Name }) => Name === name)?.Value ?? ''
    mails.push({
      at: toInstant(clock.ms),
      to: input.Destination?.ToAddresses?.[0] ?? '',
      template: tag('template'),
      leadId: tag('leadId'),
      sendId: tag('sendId'),
      replyTo: input.ReplyToAddresses?.[0],
    })
    return { MessageId: `message-${mails.length}` }
  }
  const world = { ses: take }
  ses.on(SendEmailCommand).callsFake((input) => through('SendEmailCommand', () => world.ses(input)))
  const told: Told[] = []
  const bus = mockClient(EventBridgeClient)
  bus.on(PutEventsCommand).callsFake(({ Entries }: { Entries: { DetailType: string; Detail: string }[] }) =>
    through('PutEventsCommand', async () => {
      for (const { DetailType, Detail } of Entries) told.push({ name: DetailType, detail: JSON.parse(Detail) })
      return { FailedEntryCount: 0 }
    }),
  )
  const machines = new Clockwork((state) => takeStep(state, {} as Context))
  machines.around = through
  await setMarketingMail({ on: true, reason: 'a new day', by: 'test' })

  let delivered = 0
  const hand = async ({ name, detail }: Told): Promise<void> => {
    const cause = (detail as { cause?: { type: string } }).cause?.type ?? ''
    for (const handler of consumers[name] ?? []) {
      // The rule leaves these out.
      if (handler === enrolLead && unheard.has(cause)) continue
      const event = { id: 'event', time: toInstant(clock.ms), source: 'ripen', 'detail-type': name, detail }
      const batch = { Records: [{ messageId: 'message', body: JSON.stringify(event) }] } as unknown as SQSEvent
      const answer = await handler(batch, {} as Context)
      if (answer.batchItemFailures.length > 0) throw new Error(`${name} was given back by its consumer`)
    }
  }
  const deliver = async (): Promise<void> => {
    for (let events = 0; delivered < told.length; events += 1) {
      if (events > 5_000) throw new Error('events tell of each other without end')
      const next = told[delivered] as Told
      delivered += 1
      await hand(next)
    }
  }

  const readKnown = async (leadId: string): Promise<ReadLead> => {
    const found = await readLead(leadId)
    if (!found) throw new Error('no such lead')
    return found
  }

  const whole = Object.assign(world, {
    mails,
    told,
    machines,
    turns,
    /** The names of all AWS calls since they were last cleared. */
    calls,
    take,
    hand,
    deliver,
    /** What is told before is heard by nobody. */
    forget: () => {
      delivered = told.length
    },
    /** Lets the time go on: machines ring, events are heard in between. */
    until: async (at: string | number): Promise<void> => {
      const ms = typeof at === 'number' ? at : Date.parse(at)
      await deliver()
      await machines.ringUntil(ms, deliver)
    },
    /** Publishes a sequence, and a mail for each template that it names; answers the version. */
    publish: async (sequence: Sequence): Promise<number> => {
      published += 1
      await putItem(versionKey('sequences', sequence.id, published), { value: sequence })
      await putItem(currentKey('sequences', sequence.id), {
        version: published,
        contentType: 'sequences',
        contentId: sequence.id,
      })
      for (const id of new Set(sequence.steps.flatMap(templatesOf))) await putMail(id)
      forgetCurrent()
      return published
    },
    /** Puts a lead whose status follows from its items, and answers its id. */
    lead: async (given: Given = {}): Promise<string> => {
      leads += 1
      const leadId = `lead${[...String(leads)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}`.padEnd(32, '7')
      const whose = { leadId }
      const lead = settled(
        aLead({
          ...given,
          profile: { ...given.profile, ...whose },
          mailbox: { ...given.mailbox, ...whose },
          enrolments: given.enrolments?.map((one) => ({ ...one, ...whose })),
          handoffs: given.handoffs?.map((one) => ({ ...one, ...whose, handoffId: `${leadId}.${one.k}` })),
        } as Given),
        clock.ms,
      )
      await putItem(mailboxKey(leadId), { ...lead.mailbox })
      for (const one of lead.enrolments) {
        await putItem(enrolmentKey(leadId, one.enrolmentId), { ...one, ...placesOfEnrolment(one) })
      }
      for (const one of lead.handoffs) await putItem(handoffKey(one.handoffId), { ...one })
      await putItem(profileKey(leadId), { ...lead.profile, ...placesOf(lead.profile) })
      return leadId
    },
    read: readKnown,
    profile: async (leadId: string): Promise<Profile> => (await readKnown(leadId)).profile,
    mailbox: async (leadId: string): Promise<Mailbox> => (await readKnown(leadId)).mailbox,
    enrolment: async (leadId: string, enrolmentId = 'white-paper.1'): Promise<Enrolment> => {
      const found = (await readKnown(leadId)).enrolments.find((one) => one.enrolmentId === enrolmentId)
      if (!found) throw new Error(`no enrolment ${enrolmentId}`)
      return found
    },
    /** Records facts by the one door, now. */
    happens: async (leadId: string, ...given: readonly Partial<Activity>[]): Promise<void> => {
      for (const fact of given) {
        facts += 1
        const id = `fact-${String(facts).padStart(6, '0')}`
        const whole = { leadId, id, type: 'page-visited', at: toInstant(clock.ms), data: {}, ...fact }
        await recordFacts(leadId, [activity.parse(whole)])
      }
    },
    /** Takes a lead and its sequences away, so that no sweep finds them. */
    drop: async (leadId: string): Promise<void> => {
      for (const { pk, sk } of await table.everything()) {
        const key = { pk: String(pk), sk: String(sk) }
        if (pk === `LEAD#${leadId}`) await deleteItem(key)
      }
    },
    items: (): Promise<Item[]> => table.everything(),
    /** From now on these calls go wrong; counts anew. */
    break: (plan: Iterable<readonly [Which, Fault]> = []): Faults => {
      faults.stop()
      faults = new Faults(plan).watch(dynamodb)
      return faults
    },
    /** Reads what is kept between calls, so that no run of a race waits for what another reads. */
    warm: async (): Promise<void> => {
      const sequences = await allCurrent(sequencesKind)
      const templates = new Set(sequences.flatMap(({ value }) => value.steps.flatMap(templatesOf)))
      await Promise.all([...templates].map((id) => publishedEmail(id, 'en')))
      await tokenKeys()
    },
    stop: async (): Promise<void> => {
      turns.stop()
      faults.stop()
      stackOf(dynamodb).remove('count')
      machines.restore()
      for (const stub of [secrets, ses, bus]) stub.restore()
      await table.stop()
    },
  })
  const posts = async (leadId: string): Promise<void> => {
    await whole.happens(leadId, { type: 'form-submitted', data: { form: 'white-paper' } })
    await whole.until(clock.ms)
  }
  return Object.assign(whole, {
    /** A lead posts the form of the white paper; what is due by it happens. */
    posts,
    /** A lead that has just posted the form which this sequence begins with. */
    leadInside: async (sequence: Parameters<typeof aSequence>[0] = {}): Promise<string> => {
      await whole.publish(aSequence({ trigger: { form: 'white-paper' }, ...sequence }))
      const leadId = await whole.lead()
      await posts(leadId)
      return leadId
    },
    /** The mails that went, each with its time. */
    sent: () => mails.map(({ at, template }) => `${at} ${template}`),
  })
}

export type NurtureWorld = Awaited<ReturnType<typeof aNurtureWorld>>

async function putMail(id: string): Promise<void> {
  const email = {
    class: 'marketing',
    locale: 'en',
    topic: 'product-education',
    subject: `This is ${id}`,
    preheader: '',
    html: '<p>Hello</p><a href="{{ unsubscribeUrl }}">Unsubscribe</a>',
    text: '{{ unsubscribeUrl }}',
    variables: {},
  }
  await putItem(currentKey('emails', id), { version: 1, locales: ['en'], contentType: 'emails', contentId: id })
  await putItem(versionKey('emails', id, 1, 'en'), { email })
}
