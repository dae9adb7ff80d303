import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2'
import type { Context, SQSEvent } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import type { CompiledEmail } from '../../../core/content/compiled-email.ts'
import type { Handoff } from '../../../core/handoff/handoff.ts'
import type { SlaPolicy } from '../../../core/handoff/policy.ts'
import type { Activity } from '../../../core/leads/activity.ts'
import type { Profile } from '../../../core/leads/lead.ts'
import { toInstant } from '../../../core/names.ts'
import type { User } from '../../../core/staff/user.ts'
import { currentKey, handoffKey, mailboxKey, profileKey, userKey, versionKey } from '../../../functions/aws/keys.ts'
import { dynamodb, type Item, putItem } from '../../../functions/aws/table.ts'
import { forgetCurrent } from '../../../functions/content/published.ts'
import { handler as forwardLead } from '../../../functions/handoff/forward-lead.event.ts'
import { placesOfHandoff, readHandoff } from '../../../functions/handoff/handoff-items.ts'
import { handler as keepSla } from '../../../functions/handoff/keep-sla.task.ts'
import { handler as meetDuty } from '../../../functions/handoff/meet-duty.event.ts'
import { handler as moveClocks } from '../../../functions/handoff/move-clocks.event.ts'
import { handler as settleLead } from '../../../functions/handoff/settle-lead.event.ts'
import { handler as announceLeft } from '../../../functions/leads/announce-left.schedule.ts'
import { placesOf } from '../../../functions/leads/change-lead.ts'
import { type ReadLead, readLead } from '../../../functions/leads/lead-state.ts'
import { handler as recordActivity } from '../../../functions/leads/record-activity.event.ts'
import { log } from '../../../functions/runtime/log.ts'
import { placesOfUser } from '../../../functions/staff/directory.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { Clockwork } from '../../fixtures/a-clockwork.ts'
import { aFunnel } from '../../fixtures/a-funnel.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { aPolicy } from '../../fixtures/a-policy.ts'
import { aTable } from '../../fixtures/a-table.ts'
import { aUser } from '../../fixtures/a-user.ts'
import { type Fault, Faults, type Which } from '../../fixtures/faults.ts'
import { sharedSettings } from '../../fixtures/shared-settings.ts'

/** A mail to staff that SES took. */
export interface StaffMail {
  readonly to: string
  readonly template: string
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly tags: Readonly<Record<string, string>>
}

export interface Told {
  readonly name: string
  readonly detail: Record<string, unknown>
}

const settings = {
  ...sharedSettings,
  DEFAULT_ZONE: 'Europe/Berlin',
  SLA_MACHINE_ARN: 'arn:aws:states:eu-central-1:123456789012:stateMachine:ripen-test-sla',
}

/** Which event goes to which consumers, as `infra/handoff.ts` and `infra/leads.ts` have it. */
const consumers = {
  LeadQualified: [forwardLead],
  LeadHandedIn: [forwardLead],
  LeadChanged: [meetDuty],
  HandoffChanged: [settleLead],
  ContentPublished: [moveClocks],
  InFlightRequested: [moveClocks],
  ActivityObserved: [recordActivity],
} as Record<string, (typeof forwardLead)[]>

/** Tuesday, 10:00 in Berlin. */
export const morning = Date.parse('2026-11-24T09:00:00.000Z')
const hour = 3_600_000
export const hoursOn = (hours: number) => morning + hours * hour

let published = 0

/**
 * A table with staff, a policy and leads that qualify, an SES that takes every mail, a bus whose events the consumers hear, the SLA machine on the test's
 * clock, and faults in between.
 */
export async function aHandoffWorld() {
  Object.assign(process.env, settings)
  log.setLogLevel('SILENT')
  clock.ms = morning
  const table = await aTable()
  forgetCurrent()
  let faults = new Faults().watch(dynamodb)
  const secrets = mockClient(SecretsManagerClient)
  secrets.on(GetSecretValueCommand).resolves({ SecretString: 'k'.repeat(64) })
  const mails: StaffMail[] = []
  const ses = mockClient(SESv2Client)
  const world = { ses: async (input: SendEmailCommandInput) => take(mails, input) }
  ses
    .on(SendEmailCommand)
    .callsFake((input: SendEmailCommandInput) => faults.call('SendEmailCommand', () => world.ses(input), true))
  const told: Told[] = []
  const bus = mockClient(EventBridgeClient)
  bus.on(PutEventsCommand).callsFake(({ Entries }: { Entries: { DetailType: string; Detail: string }[] }) =>
    faults.call('PutEventsCommand', async () => {
      for (const { DetailType, Detail } of Entries) told.push({ name: DetailType, detail: JSON.parse(Detail) })
      return { FailedEntryCount: 0 }
    }),
  )
  const machines = new Clockwork((state) => keepSla(state, {} as Context))
  machines.around = (name, made) => faults.call(name, made)

  const put = async (
    type: string,
    id: string,
    version: number,
    items: Record<string, Item>,
    locales: string[] = [],
  ) => {
    for (const [locale, item] of Object.entries(items)) await putItem(versionKey(type, id, version, locale), item)
    await putItem(currentKey(type, id), { version, locales, contentType: type, contentId: id })
    forgetCurrent()
  }

  let delivered = 0
  /** Hands an event to its consumers; true when all of them took it. */
  const hand = async ({ name, detail }: Told): Promise<boolean> => {
    let taken = true
    for (const handler of consumers[name] ?? []) {
      const event = { id: 'event', time: toInstant(clock.ms), source: 'ripen', 'detail-type': name, detail }
      const batch = { Records: [{ messageId: 'message', body: JSON.stringify(event) }] } as unknown as SQSEvent
      const { batchItemFailures } = await handler(batch, {} as Context)
      taken &&= batchItemFailures.length === 0
    }
    return taken
  }

  return Object.assign(world, {
    mails,
    told,
    machines,
    hand,
    /** Publishes a policy as the next version of `standard`. */
    async policy(given: Record<string, unknown> = {}): Promise<SlaPolicy> {
      const value = aPolicy(given)
      published += 1
      await put('sla-policies', value.id, published, { '': { value } })
      return value
    },
    /** Publishes a funnel that asks sales for this before a lead is an SQL. */
    async funnel(requires?: readonly string[]): Promise<number> {
      published += 1
      await put('funnel', 'funnel', published, { '': { value: aFunnel(requires) } })
      return published
    },
    /** Publishes a policy as {@link policy} does, with what is to become of the clocks that run, and tells so. */
    async policyOverClocks(given: Record<string, unknown>, choice: 'stay' | 'move'): Promise<number> {
      const value = aPolicy(given)
      published += 1
      const at = toInstant(clock.ms)
      const version = {
        type: 'sla-policies',
        id: value.id,
        version: published,
        files: {},
        hash: 'hash',
        at,
        by: 'lena',
      }
      await put('sla-policies', value.id, published, { '': { ...version, value, inFlight: { choice, steps: {} } } })
      told.push({ name: 'ContentPublished', detail: { type: 'sla-policies', id: value.id, version: published, at } })
      return published
    },
    /** Publishes a mail. */
    async email(id: string, email: CompiledEmail): Promise<void> {
      published += 1
      await put('emails', id, published, { [email.locale]: { email } }, [email.locale])
    },
    async staff(...people: (Partial<User> & { userId: string })[]): Promise<void> {
      for (const given of people) {
        const one = aUser(given)
        await putItem(userKey(one.userId), { ...one, ...placesOfUser(one) })
      }
    },
    /** Puts a lead that has qualified for the k-th time. */
    async lead(given: Partial<Profile> = {}, k = 1): Promise<string> {
      const { profile, mailbox } = aLead({
        profile: {
          stage: 'mql',
          fields: { firstName: 'Olga', company: 'Shop', jobTitle: 'Director', country: 'DE' },
          qualification: { k, state: 'qualified', at: toInstant(clock.ms) },
          score: { total: 72, fit: 30, interest: 42, model: 'b2b', modelVersion: 1, at: toInstant(clock.ms) },
          ...given,
        },
      })
      await putItem(mailboxKey(profile.leadId), { ...mailbox })
      await putItem(profileKey(profile.leadId), { ...profile, ...placesOf(profile) })
      return profile.leadId
    },
    /** Puts a hand-off as it is. */
    async handoff(one: Handoff): Promise<Handoff> {
      await putItem(handoffKey(one.handoffId), { ...one, ...placesOfHandoff(one) })
      return one
    },
    qualified: (leadId: string, k = 1): Told => ({
      name: 'LeadQualified',
      detail: { leadId, k, total: 72, model: 'b2b', modelVersion: 1, at: toInstant(clock.ms) },
    }),
    observed: (fact: Activity): Told => ({ name: 'ActivityObserved', detail: { activity: fact } }),
    /** Hands on all that was told and not handed on yet, with what that tells. */
    async drain(): Promise<void> {
      for (let rounds = 0; delivered < told.length; rounds += 1) {
        if (rounds > 500) throw new Error('the bus never comes to rest')
        await hand(told[delivered++] as Told)
      }
    },
    /** Lets time pass, with all that rings and is told in it; `deaf`: nobody hears of anything yet. */
    async until(ms: number, { deaf = false } = {}): Promise<void> {
      const hear = async () => {
        if (!deaf) await this.drain()
      }
      await machines.ringUntil(ms, hear)
      await hear()
    },
    /** What a function that died owes the bus is told by the sweep. */
    async sweepOwed(): Promise<void> {
      clock.ms += 61_000
      await announceLeft({}, {} as Context)
      await this.drain()
    },
    async read(handoffId: string): Promise<Handoff> {
      const found = await readHandoff(handoffId)
      if (!found) throw new Error('there is no such hand-off')
      return found.handoff
    },
    async leadNow(leadId: string): Promise<ReadLead> {
      const lead = await readLead(leadId)
      if (!lead) throw new Error('there is no such lead')
      return lead
    },
    items: () => table.everything(),
    /** From now on these calls go wrong; counts anew. */
    break(plan: Iterable<readonly [Which, Fault]> = []): Faults {
      faults.stop()
      faults = new Faults(plan).watch(dynamodb)
      return faults
    },
    async stop(): Promise<void> {
      faults.stop()
      machines.restore()
      for (const stub of [secrets, ses, bus]) stub.restore()
      await table.stop()
    },
  })
}

export type HandoffWorld = Awaited<ReturnType<typeof aHandoffWorld>>

function take(mails: StaffMail[], input: SendEmailCommandInput): { MessageId: string } {
  const { Subject, Body } = input.Content?.Simple ?? {}
  const tags = Object.fromEntries((input.EmailTags ?? []).map(({ Name, Value }) => [Name, Value]))
  mails.push({
    to: input.Destination?.ToAddresses?.[0] ?? '',
    template: String(tags.template),
    subject: Subject?.Data ?? '',
    html: Body?.Html?.Data ?? '',
    text: Body?.Text?.Data ?? '',
    tags,
  })
  return { MessageId: `message-${mails.length}` }
}
