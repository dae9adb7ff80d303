import { SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ContentPublished, InFlightRequested } from '../../../core/events.ts'
import { type Enrolment, enrolment } from '../../../core/nurture/enrolment.ts'
import { routes } from '../../../core/routes.ts'
import { currentKey, enrolmentKey, mailboxKey, profileKey } from '../../../functions/aws/keys.ts'
import { dynamodb, getItem, putItem } from '../../../functions/aws/table.ts'
import { handler as settle } from '../../../functions/content/settle-in-flight.event.ts'
import { handler as showInFlight } from '../../../functions/content/show-in-flight.http.ts'
import { placesOfEnrolment, wake } from '../../../functions/nurture/enrolment-items.ts'
import { deliver } from '../../fixtures/a-batch.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { aTable, type TestTable } from '../../fixtures/a-table.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'
import { ask } from '../../fixtures/ask.ts'
import { Faults } from '../../fixtures/faults.ts'
import { aBus, bus, greet, letter, publishDraft, putDraft, putLive, showContent, told } from './content-world.ts'

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'
  process.env.NURTURE_MACHINE_ARN = 'arn:aws:states:eu-central-1:1:stateMachine:nurture'
})
vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const clocks = mockClient(SFNClient)
let table: TestTable
beforeEach(async () => {
  table = await aTable()
  aBus()
  clocks.reset()
  clocks.on(StartExecutionCommand).resolves({}).on(StopExecutionCommand).resolves({})
  clock.ms += 86_400_000
  await putLive('emails', 'hello', { 'en.md': letter('Hello') })
  await putLive('sequences', 'greet', {
    'greet.yaml': greet('{ id: one, send: hello }, { id: rest, wait: 30d }, { id: two, send: hello }'),
  })
})
afterEach(() => table.stop())

const ids = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(32)) as [string, string, string, string]

/** A lead inside the sequence, with all that its status follows from. */
async function inside(leadId: string, given: Partial<Enrolment> = {}): Promise<Enrolment> {
  const lead = aLead({ profile: { leadId, status: 'nurturing' } })
  const made = anEnrolment({ leadId, sequence: 'greet', step: 'rest', due: '2027-01-24T09:00:00.000Z', ...given })
  await putItem(profileKey(leadId), { ...lead.profile })
  await putItem(mailboxKey(leadId), { ...lead.mailbox })
  await putItem(enrolmentKey(leadId, made.enrolmentId), { ...made, ...placesOfEnrolment(made) })
  return made
}

/** The enrolment alone, where there are many. */
async function enrolled(leadId: string, given: Partial<Enrolment> = {}): Promise<void> {
  const made = anEnrolment({ leadId, sequence: 'greet', ...given })
  await putItem(enrolmentKey(leadId, made.enrolmentId), { ...made, ...placesOfEnrolment(made) })
}

const leadOf = (index: number) =>
  String(index)
    .padStart(4, '0')
    .replace(/[0-9]/g, (digit) => 'abcdefghij'[Number(digit)] ?? 'a')
    .padEnd(32, 'a')

async function read(
  leadId: string,
): Promise<Enrolment & { sequenceVersion?: string; atStep?: string; dueKind?: string }> {
  const item = await getItem(enrolmentKey(leadId, 'greet.1'))
  return {
    ...enrolment.parse(item),
    sequenceVersion: item?.sequenceVersion as string,
    atStep: item?.atStep as string,
    dueKind: item?.dueKind as string,
  }
}

const changed = { 'greet.yaml': greet('{ id: one, send: hello }, { id: pause, wait: 7d }, { id: two, send: hello }') }

async function draftChanged(files: Record<string, string> = changed): Promise<string | undefined> {
  const { headers } = await showContent('sequences', 'greet')
  return (await putDraft('sequences', 'greet', files, headers.etag)).headers.etag
}

/** A version went live: its event is heard, and every page that is asked for is gone through. */
async function settled(version: number): Promise<void> {
  bus.resetHistory()
  expect(await deliver(settle, ContentPublished, published(version))).toEqual([])
  await pages()
}

async function pages(): Promise<void> {
  for (let page = 0; page < asked().length; page += 1) {
    expect(await deliver(settle, InFlightRequested, asked()[page] as never)).toEqual([])
  }
}

const asked = () => told().flatMap(({ name, detail }) => (name === 'InFlightRequested' ? [detail] : []))

async function report(): Promise<Record<string, unknown>> {
  const heard = await ask(showInFlight, routes.showInFlight, {
    params: { type: 'sequences', id: 'greet' },
    groups: ['sales'],
  })
  return heard.json.items[0]
}

const published = (version: number) => ({ type: 'sequences', id: 'greet', version, at: '2026-11-24T09:00:00.000Z' })

describe('publishing a sequence with leads inside', () => {
  it('asks what becomes of them, and says how many stand where', async () => {
    await Promise.all([
      inside(ids[0]),
      inside(ids[1]),
      inside(ids[2], { step: 'one', state: 'paused' }),
      inside(ids[3], { state: 'finished' }),
    ])
    const { status, json } = await publishDraft('sequences', 'greet', await draftChanged())
    expect(status).toBe(409)
    expect(json.detail).toContain('3 leads stand inside: 1 at step one of version 1, 2 at step rest of version 1.')
    expect(json.inFlight).toEqual([
      { version: 1, step: 'one', leads: 1 },
      { version: 1, step: 'rest', leads: 2 },
    ])
    expect((await showContent('sequences', 'greet')).json.version).toBe(1)
  })

  it('needs no word where nobody is inside', async () => {
    expect((await publishDraft('sequences', 'greet', await draftChanged())).json.version).toBe(2)
  })

  it.each([
    [
      'a removed step with leads and no target',
      {},
      '/steps/rest',
      /leads stand there, and the new version has no step "rest": say where they go on/,
    ],
    ['a target that is no step', { steps: { rest: 'nowhere' } }, '/steps/rest', /has no step "nowhere"/],
  ])('refuses to move over %s', async (_, body, pointer, detail) => {
    await inside(ids[0])
    const { status, json } = await publishDraft('sequences', 'greet', await draftChanged(), {
      inFlight: 'move',
      ...body,
    })
    expect([status, json.errors[0].pointer]).toEqual([422, pointer])
    expect(json.errors[0].detail).toMatch(detail)
  })

  it('answers the repeat of a call as the first one, in whatever order its steps stand and whether again is said to be false', async () => {
    await inside(ids[0])
    await inside(ids[1], { step: 'one' })
    const etag = await draftChanged()
    const steps = { rest: 'pause', one: 'two' }
    const first = await publishDraft('sequences', 'greet', etag, { inFlight: 'move', steps })
    const repeated = await publishDraft('sequences', 'greet', etag, {
      inFlight: 'move',
      steps: { one: 'two', rest: 'pause' },
      again: false,
    })
    expect([first.status, repeated.status, repeated.json.version]).toEqual([200, 200, 2])
    const other = await publishDraft('sequences', 'greet', etag, { inFlight: 'move', steps, again: true })
    expect(other.status).toBe(412)
  })

  it('takes the number again that an earlier try took, in whatever order its steps stand', async () => {
    await inside(ids[0])
    await inside(ids[1], { step: 'one' })
    const etag = await draftChanged()
    const faults = new Faults([['PutItemCommand#0', 'answer-lost']]).watch(dynamodb)
    const steps = { rest: 'pause', one: 'two' }
    const died = await publishDraft('sequences', 'greet', etag, { inFlight: 'move', steps })
    faults.stop()
    expect(died.status).toBeGreaterThanOrEqual(500)
    const other = { inFlight: 'move', steps: { one: 'two', rest: 'pause' }, again: false }
    expect((await publishDraft('sequences', 'greet', etag, other)).json.version).toBe(2)
  })

  it('leaves those who stay where they are', async () => {
    const before = await inside(ids[0])
    await publishDraft('sequences', 'greet', await draftChanged(), { inFlight: 'stay' })
    await settled(2)
    expect(await read(ids[0])).toMatchObject({ ...before, sequenceVersion: 'greet#1' })
  })

  it('moves those who move to the new version and to its step, due at once, however often it is told', async () => {
    await Promise.all([
      inside(ids[0], { wakeSeq: 3 }),
      inside(ids[1], { step: 'one' }),
      inside(ids[2], { state: 'paused', due: undefined }),
    ])
    const etag = await draftChanged()
    expect(
      (await publishDraft('sequences', 'greet', etag, { inFlight: 'move', steps: { rest: 'pause' } })).json.version,
    ).toBe(2)
    for (let time = 0; time < 2; time += 1) {
      await settled(2)
      const now = new Date(clock.ms).toISOString()
      expect(await read(ids[0])).toMatchObject({
        version: 2,
        step: 'pause',
        since: now,
        due: now,
        wakeSeq: 4,
        sequenceVersion: 'greet#2',
        atStep: 'pause',
        dueKind: 'enrolment',
      })
      expect(await read(ids[1])).toMatchObject({ version: 2, step: 'one', since: '2026-11-24T09:00:00.000Z', due: now })
      expect(await read(ids[2])).toMatchObject({ version: 2, step: 'pause', state: 'paused' })
      expect((await read(ids[2])).due).toBeUndefined()
    }
    // Whoever is paused needs no clock.
    expect(
      clocks.commandCalls(StartExecutionCommand).map(({ args: [{ input }] }) => JSON.parse(input.input ?? '')),
    ).toEqual(
      [ids[1], ids[0]].map((leadId) => expect.objectContaining({ leadId, enrolmentId: 'greet.1', generation: 2 })),
    )
  })

  it('takes out those who leave, and tells it', async () => {
    await inside(ids[0])
    await publishDraft('sequences', 'greet', await draftChanged(), { inFlight: 'exit' })
    await settled(2)
    expect(await read(ids[0])).toMatchObject({ state: 'exited', reason: 'taken out when a new version went live' })
    expect((await read(ids[0])).sequenceVersion).toBeUndefined()
    expect(told().map(({ name }) => name)).toEqual(expect.arrayContaining(['EnrolmentChanged', 'LeadChanged']))
    expect(await getItem(profileKey(ids[0]))).toMatchObject({ status: 'parked' })
  })

  it('decides again about a lead that was changed while it was moved', async () => {
    const made = await inside(ids[0])
    await publishDraft('sequences', 'greet', await draftChanged(), { inFlight: 'move', steps: { rest: 'pause' } })
    await deliver(settle, ContentPublished, published(2))
    const faults = new Faults([
      ['UpdateItemCommand#0', () => wake(made, { clicked: { hello: made.since } }, ['active'])],
    ]).watch(dynamodb)
    await pages()
    faults.stop()
    expect(await read(ids[0])).toMatchObject({ version: 2, step: 'pause', clicked: { hello: made.since }, wakeSeq: 2 })
  })

  it('goes on after a failure with those who are left, wherever it fails, and counts each lead', async () => {
    await Promise.all(ids.map((leadId) => inside(leadId)))
    await publishDraft('sequences', 'greet', await draftChanged(), { inFlight: 'move', steps: { rest: 'pause' } })
    await deliver(settle, ContentPublished, published(2))
    const page = asked()[0] as never
    const faults = new Faults([['UpdateItemCommand#2', 'fails']]).watch(dynamodb)
    expect(await deliver(settle, InFlightRequested, page)).toEqual([0])
    faults.stop()
    await pages()
    expect((await Promise.all(ids.map(read))).map(({ version }) => version)).toEqual([2, 2, 2, 2])
    // Those of the try that failed were settled too, but nobody was left to count them.
    expect(await report()).toMatchObject({ version: 2, choice: 'move', state: 'done', settled: 2, left: 0, failed: 0 })
  })

  it('moves hundreds in pages, each asked for by the one before, and is done once', async () => {
    const leads = Array.from({ length: 130 }, (_, index) => leadOf(index))
    for (const leadId of leads) await enrolled(leadId, { step: 'rest' })
    await publishDraft('sequences', 'greet', await draftChanged(), { inFlight: 'move', steps: { rest: 'pause' } })
    await settled(2)
    expect(await report()).toMatchObject({ state: 'done', settled: 130, left: 0, failed: 0, leads: [] })
    // Four pages move them, one finds that nobody is left.
    expect(asked()).toHaveLength(5)
    await settled(2)
    expect(asked()).toEqual([])
  })

  it('leaves a lead that went on to a step without a target, and says so', async () => {
    await inside(ids[0])
    await inside(ids[1])
    await publishDraft('sequences', 'greet', await draftChanged(), { inFlight: 'move', steps: { rest: 'pause' } })
    // Between the publishing and the moving.
    const item = await getItem(enrolmentKey(ids[1], 'greet.1'))
    await putItem(enrolmentKey(ids[1], 'greet.1'), { ...item, step: 'gone', atStep: 'gone' })
    await settled(2)
    expect(await read(ids[1])).toMatchObject({ version: 1, step: 'gone', state: 'active' })
    expect(await report()).toMatchObject({
      state: 'done',
      settled: 1,
      left: 1,
      leads: [{ leadId: ids[1], outcome: 'left', reason: expect.stringContaining('it stays on version 1') }],
    })
  })

  it('stops where a later version says itself what becomes of all', async () => {
    await inside(ids[0])
    await publishDraft('sequences', 'greet', await draftChanged(), { inFlight: 'exit' })
    const other = { 'greet.yaml': greet('{ id: one, send: hello }, { id: rest, wait: 9d }') }
    await publishDraft('sequences', 'greet', await draftChanged(other), { inFlight: 'move' })
    await settled(2)
    expect(await report()).toMatchObject({ version: 2, state: 'superseded', settled: 0 })
    await settled(3)
    expect(await read(ids[0])).toMatchObject({ version: 3, step: 'rest', moved: { from: 1, visit: 0, had: {} } })
  })

  it('cares for nothing but sequences', async () => {
    expect(await deliver(settle, ContentPublished, { ...published(1), type: 'emails', id: 'hello' })).toEqual([])
    expect(await getItem(currentKey('emails', 'hello'))).toMatchObject({ version: 1 })
  })
})
