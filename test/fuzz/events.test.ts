import type { SQSBatchResponse } from 'aws-lambda'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type * as z from 'zod/mini'
import * as events from '../../core/events.ts'
import { keepSla, type TaskKind, takeStep } from '../../core/tasks.ts'
import * as visits from '../../core/website/events.ts'
import { aLeadId, aSendId } from '../fixtures/a-mailbox.ts'
import { aPost } from '../fixtures/a-post.ts'
import { sesEvents, withTags } from '../fixtures/ses-events.ts'
import { marker, mutated, oddJson, oddText } from './anything.ts'
import { aFuzzWorld, type FuzzWorld } from './fuzz-world.ts'
import { filesOf, load } from './handlers.ts'

vi.mock(import('../../functions/runtime/clock.ts'), async () => ({ now: (await import('../fixtures/a-clock.ts')).now }))

type Consumer = (batch: unknown, context: unknown) => Promise<SQSBatchResponse>
type Task = (input: unknown, context: unknown) => Promise<unknown>

let world: FuzzWorld
beforeEach(async () => {
  world = await aFuzzWorld()
})
afterEach(() => world.stop())

const lead = aLeadId()
const at = '2026-11-24T09:00:00.000Z'
const cause = { type: 'call', id: 'call-1234', at }
/** One good detail of each kind of event. */
const details: Record<string, Record<string, unknown>> = {
  FormSubmitted: { ...aPost() },
  ActivityObserved: { activity: { leadId: lead, id: 'call-1234', type: 'call', at, data: { minutes: 5 } } },
  LeadChanged: { leadId: lead, version: 1, cause, data: {}, stage: 'lead', status: 'nurturing' },
  LeadScored: { leadId: lead, total: 1, fit: 1, interest: 0, model: 'b2b', modelVersion: 1, at, stage: 'lead' },
  LeadHandedIn: { leadId: lead, k: 1, by: 'anna', at },
  LeadQualified: { leadId: lead, k: 1, total: 70, model: 'b2b', modelVersion: 1, at },
  EnrolmentChanged: { leadId: lead, enrolmentId: 'white-paper.1', sequence: 'white-paper', state: 'finished', at },
  BroadcastRequested: { broadcastId: 'b', page: 0 },
  HandoffChanged: { leadId: lead, handoffId: `${lead}.1`, state: 'open', owner: 'maria', cause: 'opened', at },
  ContentPublished: { type: 'sequences', id: 'white-paper', version: 1, at },
  VisitorActed: {
    batchId: 'b',
    visitorId: 'a'.repeat(32),
    site: 'www',
    actedAt: at,
    consentedAt: at,
    events: [{ type: 'page-visited', path: '/pricing', ago: 5 }],
    leadId: lead,
  },
  VisitorNamed: { visitorId: 'a'.repeat(32), leadId: lead, at },
  LeadMerged: { leadId: aLeadId(2), into: lead, state: 'merged', at },
  LeadErased: { leadId: aLeadId(1), erasedAt: at },
}
const ours = Object.entries(details).map(([name, detail]) => mutated(detail).map((made) => envelope(name, made)))
const ofSes = Object.values(sesEvents).map((event) =>
  fc.oneof(
    mutated(event.detail).map((detail) => ({ ...event, detail })),
    oddJson.map((tags) => ({ ...event, detail: { ...event.detail, mail: { ...event.detail.mail, tags } } })),
    fc.tuple(oddText, oddText).map(([one, other]) => withTags(event, { leadId: [one], sendId: [other] })),
    oddText.map((timestamp) => ({ ...event, detail: { ...event.detail, mail: { ...event.detail.mail, timestamp } } })),
    fc.constant(withTags(event, { leadId: [lead], sendId: [aSendId()] })),
  ),
)

function envelope(name: string, detail: unknown): Record<string, unknown> {
  return { version: '0', id: 'event', source: events.eventSource, 'detail-type': name, time: at, detail }
}

/** What a queue can hold: events with something wrong in them, SES's, any JSON, and what is no JSON. */
const body: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.oneof(...ours).map((made) => JSON.stringify(made)) },
  { weight: 4, arbitrary: fc.oneof(...ofSes).map((made) => JSON.stringify(made)) },
  fc
    .tuple(fc.constantFrom(...Object.keys(details), 'Nothing', ''), oddJson)
    .map(([name, detail]) => JSON.stringify(envelope(name, detail))),
  oddJson.map((made) => JSON.stringify(made)),
  oddText,
  fc.constantFrom('', '{', 'null', `{"detail-type":"LeadChanged","detail":{"leadId":"${marker}"`, '['.repeat(3_000)),
)

const kinds = (Object.values({ ...events, ...visits }) as unknown[]).filter(
  (one): one is events.EventKind => typeof one === 'object' && one !== null && 'schema' in one && 'pattern' in one,
)

/** Whether this is an event as the catalogue has it; SES's are left to its consumer. */
function isReadable(text: string): boolean {
  try {
    const { source, 'detail-type': name, detail } = JSON.parse(text) as Record<string, unknown>
    if (source === 'aws.ses') return true
    return kinds.some((kind) => kind.name === name && kind.schema.safeParse(detail).success)
  } catch {
    return false
  }
}

describe('whatever stands on the queue of', () => {
  it.each(filesOf('event'))('%s is handled or given back', async (file) => {
    const handler = (await load(file)) as Consumer
    const { counts, logged } = world
    await fc.assert(
      fc.asyncProperty(fc.array(body, { minLength: 1, maxLength: 3 }), async (bodies) => {
        const before = { ...counts }
        logged.length = 0
        const Records = bodies.map((one, index) => ({ messageId: `message-${index}`, body: one }))
        const { batchItemFailures } = await handler({ Records }, {})
        const back = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
        for (const { messageId, body } of Records) if (!isReadable(body)) expect(back).toContain(messageId)
        expect(back.size).toBe(batchItemFailures.length)
        if (back.size === Records.length && !bodies.some(isReadable)) expect(counts).toEqual(before)
        expect(logged.join('\n')).not.toContain(marker)
      }),
      { numRuns: 40 },
    )
  })
})

const inputs: Record<string, { task: TaskKind; good: Record<string, unknown> }> = {
  'handoff/keep-sla.task.ts': { task: keepSla, good: { handoffId: `${lead}.1`, leadId: lead, generation: 1 } },
  'nurture/take-step.task.ts': { task: takeStep, good: { enrolmentId: 'white-paper.1', leadId: lead, generation: 1 } },
}

describe('whatever a state machine gives to', () => {
  it.each(filesOf('task'))('%s is done, or refused with nothing stored', async (file) => {
    const { task, good } = inputs[file] ?? {}
    if (!task || !good) throw new Error(`say what ${file} is given`)
    const handler = (await load(file)) as Task
    const { counts } = world
    await fc.assert(
      fc.asyncProperty(fc.oneof(mutated(good), mutated({ ...good, waitSeconds: 0 }), oddJson), async (input) => {
        const before = { ...counts }
        const read: z.core.util.SafeParseResult<unknown> = task.input.safeParse(input)
        if (read.success) {
          expect(task.output.safeParse(await handler(input, {})).success).toBe(true)
        } else {
          await expect(handler(input, {})).rejects.toThrow()
          expect(counts).toEqual(before)
        }
      }),
      { numRuns: 60 },
    )
  })
})
