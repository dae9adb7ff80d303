import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ContentPublished } from '../../../core/events.ts'
import { type Enrolment, enrolment } from '../../../core/nurture/enrolment.ts'
import { currentKey, enrolmentKey, mailboxKey, profileKey } from '../../../functions/aws/keys.ts'
import { dynamodb, getItem, putItem } from '../../../functions/aws/table.ts'
import { handler as settle } from '../../../functions/content/settle-in-flight.event.ts'
import { placesOfEnrolment, wake } from '../../../functions/nurture/enrolment-items.ts'
import { deliver } from '../../fixtures/a-batch.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { aTable, type TestTable } from '../../fixtures/a-table.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'
import { Faults } from '../../fixtures/faults.ts'
import { aBus, greet, letter, publishDraft, putDraft, putLive, showContent, told } from './content-world.ts'

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'
})
vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

let table: TestTable
beforeEach(async () => {
  table = await aTable()
  aBus()
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

async function read(leadId: string): Promise<Enrolment & { inSequence?: string; atStep?: string; dueKind?: string }> {
  const item = await getItem(enrolmentKey(leadId, 'greet.1'))
  return {
    ...enrolment.parse(item),
    inSequence: item?.inSequence as string,
    atStep: item?.atStep as string,
    dueKind: item?.dueKind as string,
  }
}

const changed = { 'greet.yaml': greet('{ id: one, send: hello }, { id: pause, wait: 7d }, { id: two, send: hello }') }

async function draftChanged(files: Record<string, string> = changed): Promise<string | undefined> {
  const { headers } = await showContent('sequences', 'greet')
  return (await putDraft('sequences', 'greet', files, headers.etag)).headers.etag
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
    ['a removed step with leads and no target', {}, '/steps/rest', /leads stand there: say where they go on/],
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

  it('leaves those who stay where they are', async () => {
    const before = await inside(ids[0])
    await publishDraft('sequences', 'greet', await draftChanged(), { inFlight: 'stay' })
    expect(await deliver(settle, ContentPublished, published(2))).toEqual([])
    expect(await read(ids[0])).toMatchObject({ ...before, inSequence: 'greet#1' })
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
      expect(await deliver(settle, ContentPublished, published(2))).toEqual([])
      const now = new Date(clock.ms).toISOString()
      expect(await read(ids[0])).toMatchObject({
        version: 2,
        step: 'pause',
        since: now,
        due: now,
        wakeSeq: 4,
        inSequence: 'greet#2',
        atStep: 'pause',
        dueKind: 'enrolment',
      })
      expect(await read(ids[1])).toMatchObject({ version: 2, step: 'one', since: '2026-11-24T09:00:00.000Z', due: now })
      expect(await read(ids[2])).toMatchObject({ version: 2, step: 'pause', state: 'paused' })
      expect((await read(ids[2])).due).toBeUndefined()
    }
  })

  it('takes out those who leave, and tells it', async () => {
    await inside(ids[0])
    await publishDraft('sequences', 'greet', await draftChanged(), { inFlight: 'exit' })
    await deliver(settle, ContentPublished, published(2))
    expect(await read(ids[0])).toMatchObject({ state: 'exited', reason: 'taken out when a new version went live' })
    expect((await read(ids[0])).inSequence).toBeUndefined()
    expect(told().map(({ name }) => name)).toEqual(expect.arrayContaining(['EnrolmentChanged', 'LeadChanged']))
    expect(await getItem(profileKey(ids[0]))).toMatchObject({ status: 'parked' })
  })

  it('decides again about a lead that was changed while it was moved', async () => {
    const made = await inside(ids[0])
    await publishDraft('sequences', 'greet', await draftChanged(), { inFlight: 'move', steps: { rest: 'pause' } })
    const faults = new Faults([
      ['UpdateItemCommand#0', () => wake(made, { clicked: { hello: made.since } }, ['active'])],
    ]).watch(dynamodb)
    await deliver(settle, ContentPublished, published(2))
    faults.stop()
    expect(await read(ids[0])).toMatchObject({ version: 2, step: 'pause', clicked: { hello: made.since }, wakeSeq: 2 })
  })

  it('goes on after a failure with those who are left', async () => {
    await Promise.all(ids.map((leadId) => inside(leadId)))
    await publishDraft('sequences', 'greet', await draftChanged(), { inFlight: 'move', steps: { rest: 'pause' } })
    const faults = new Faults([['UpdateItemCommand#2', 'fails']]).watch(dynamodb)
    expect(await deliver(settle, ContentPublished, published(2))).toEqual([0])
    faults.stop()
    expect(await deliver(settle, ContentPublished, published(2))).toEqual([])
    expect((await Promise.all(ids.map(read))).map(({ version }) => version)).toEqual([2, 2, 2, 2])
  })

  it('refuses to move or take out more than 500 and says so', async () => {
    for (let n = 0; n < 501; n += 1) {
      const leadId = n
        .toString()
        .padStart(4, '0')
        .replace(/[0-9]/g, (digit) => 'abcdefghij'[Number(digit)] ?? 'a')
        .padEnd(32, 'a')
      const made = anEnrolment({ leadId, sequence: 'greet', step: 'rest' })
      await putItem(enrolmentKey(leadId, made.enrolmentId), { ...made, ...placesOfEnrolment(made) })
    }
    const etag = await draftChanged()
    const { status, json } = await publishDraft('sequences', 'greet', etag, { inFlight: 'exit' })
    expect([status, json.errors]).toEqual([422, [{ pointer: '/inFlight', detail: 'choose "stay"' }]])
    expect(json.detail).toContain('501 leads stand inside')
    expect((await publishDraft('sequences', 'greet', etag, { inFlight: 'stay' })).json.version).toBe(2)
  })

  it('cares for nothing but sequences', async () => {
    expect(await deliver(settle, ContentPublished, { ...published(1), type: 'emails', id: 'hello' })).toEqual([])
    expect(await getItem(currentKey('emails', 'hello'))).toMatchObject({ version: 1 })
  })
})
