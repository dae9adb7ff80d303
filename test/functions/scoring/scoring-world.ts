import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import type { Context, SQSEvent } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import type { Activity } from '../../../core/leads/activity.ts'
import { activity } from '../../../core/leads/activity.ts'
import { type Profile, profile } from '../../../core/leads/lead.ts'
import { leadStatus } from '../../../core/leads/lead-status.ts'
import { foldScore } from '../../../core/scoring/fold-score.ts'
import type { ScoringModel } from '../../../core/scoring/model.ts'
import type { Score } from '../../../core/scoring/score.ts'
import { scoringFacts } from '../../../core/scoring/scoring-facts.ts'
import { currentKey, mailboxKey, profileKey, versionKey } from '../../../functions/aws/keys.ts'
import { dynamodb, getItem, type Item, putItem } from '../../../functions/aws/table.ts'
import { forgetCurrent } from '../../../functions/content/published.ts'
import { placesOf } from '../../../functions/leads/change-lead.ts'
import { recordFacts } from '../../../functions/leads/record-facts.ts'
import { log } from '../../../functions/runtime/log.ts'
import { handler as rescoreLead } from '../../../functions/scoring/rescore-lead.event.ts'
import { factsAfter, type KeptScore, readScore } from '../../../functions/scoring/score-items.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { director } from '../../fixtures/a-scoring-model.ts'
import { aTable } from '../../fixtures/a-table.ts'
import { bothAgree } from '../../fixtures/both-agree.ts'
import { type Fault, Faults, type Which } from '../../fixtures/faults.ts'

/** What was told on the bus. */
export interface Told {
  readonly name: string
  readonly detail: Record<string, unknown> & { readonly leadId?: string }
}

/** A table with leads and a published model, a bus that hears everything, and faults in between. */
export interface ScoringWorld {
  /** All that was told, in order. */
  readonly told: Told[]
  /** Publishes a model as the next version, or takes it back; answers the version. */
  publish(model: ScoringModel | undefined): Promise<number>
  /** Puts a lead who is a director, and answers its id. */
  lead(given?: Partial<Profile>): Promise<string>
  /** Records facts by the one door, now: `LeadChanged` is told and waits to be delivered. */
  happens(leadId: string, ...facts: readonly Partial<Activity>[]): Promise<void>
  /** Delivers what was told and not yet delivered, until nothing is told any more; answers how many events that were. */
  deliver(): Promise<number>
  /** Delivers one event; answers whether the handler took it. */
  hand(event: Told): Promise<boolean>
  profile(leadId: string): Promise<Profile>
  score(leadId: string): Promise<KeptScore | undefined>
  activities(leadId: string): Promise<Activity[]>
  /** The score that a fold over the lead's whole history makes now. */
  folded(leadId: string, model: ScoringModel): Promise<Score>
  items(): Promise<Item[]>
  /** From now on these calls go wrong; counts anew. */
  break(plan?: Iterable<readonly [Which, Fault]>): Faults
  stop(): Promise<void>
}

export async function aScoringWorld(): Promise<ScoringWorld> {
  process.env.BUS_NAME = 'bus'
  log.setLogLevel('SILENT')
  const table = await aTable()
  let faults = new Faults().watch(dynamodb)
  const told: Told[] = []
  let delivered = 0
  const bus = mockClient(EventBridgeClient)
  bus.on(PutEventsCommand).callsFake(({ Entries }: { Entries: { DetailType: string; Detail: string }[] }) =>
    faults.call('PutEventsCommand', async () => {
      for (const { DetailType, Detail } of Entries) told.push({ name: DetailType, detail: JSON.parse(Detail) })
      return { FailedEntryCount: 0 }
    }),
  )
  let leads = 0
  let facts = 0
  const world: ScoringWorld = {
    told,
    publish: async (model) => {
      forgetCurrent()
      if (!model) {
        await putItem(currentKey('scoring-models', 'b2b'), { gone: true })
        return 0
      }
      versions += 1
      await putItem(versionKey('scoring-models', model.id, versions), { value: model, approvals: bothAgree })
      await putItem(currentKey('scoring-models', model.id), {
        version: versions,
        contentType: 'scoring-models',
        contentId: model.id,
      })
      return versions
    },
    lead: async (given = {}) => {
      leads += 1
      const leadId = `lead${[...String(leads)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}`.padEnd(32, '7')
      const lead = aLead({ profile: { leadId, fields: director, ...given } })
      const made = { ...lead.profile, ...leadStatus(lead, clock.ms) }
      await putItem(mailboxKey(leadId), { ...lead.mailbox })
      await putItem(profileKey(leadId), { ...made, ...placesOf(made) })
      return leadId
    },
    happens: async (leadId, ...given) => {
      for (const fact of given) {
        facts += 1
        const at = new Date(clock.ms).toISOString()
        const id = `fact-${String(facts).padStart(6, '0')}`
        await recordFacts(leadId, [activity.parse({ leadId, id, type: 'page-visited', at, data: {}, ...fact })])
      }
    },
    deliver: async () => {
      const from = delivered
      while (delivered < told.length) {
        const event = told[delivered] as Told
        delivered += 1
        if (event.name === 'LeadChanged' && !(await world.hand(event)))
          throw new Error('the handler gave an event back')
        if (delivered - from > 1_000) throw new Error('events tell of each other without end')
      }
      return delivered - from
    },
    hand: async ({ name, detail }) => {
      const event = { id: 'event', time: '2026-11-24T09:00:00Z', source: 'ripen', 'detail-type': name, detail }
      const batch = { Records: [{ messageId: 'message', body: JSON.stringify(event) }] } as unknown as SQSEvent
      const answer = await rescoreLead(batch, {} as Context)
      return answer.batchItemFailures.length === 0
    },
    profile: async (leadId) => profile.parse(await getItem(profileKey(leadId))),
    score: readScore,
    activities: async (leadId) => (await factsAfter(leadId, undefined)) as Activity[],
    folded: async (leadId, model) =>
      foldScore(model, scoringFacts(await world.profile(leadId)), await factsAfter(leadId, undefined), clock.ms),
    items: () => table.everything(),
    break: (plan = []) => {
      faults.stop()
      faults = new Faults(plan).watch(dynamodb)
      return faults
    },
    stop: async () => {
      faults.stop()
      bus.restore()
      await table.stop()
    },
  }
  return world
}

/** Versions never come twice: what was read of one is kept for good. */
let versions = 0
