import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Enrolment } from '../../../core/nurture/enrolment.ts'
import { routes } from '../../../core/routes.ts'
import { enrolmentKey, mailboxKey, profileKey } from '../../../functions/aws/keys.ts'
import { putItem } from '../../../functions/aws/table.ts'
import { standsIn } from '../../../functions/content/leads-inside.ts'
import { handler as plan } from '../../../functions/content/plan-in-flight.http.ts'
import { handler as uses } from '../../../functions/content/show-uses.http.ts'
import { placesOfEnrolment } from '../../../functions/nurture/enrolment-items.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { granted } from '../../fixtures/a-mailbox.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'
import { ask } from '../../fixtures/ask.ts'
import { aContentWorld, greet, letter, publishDraft, putDraft, putLive, showContent } from './content-world.ts'

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'
  process.env.DEFAULT_ZONE = 'UTC'
})
vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

aContentWorld()
beforeEach(async () => {
  for (const id of ['hello', 'study']) await putLive('emails', id, { 'en.md': letter(`The ${id}`) })
  await putLive('sequences', 'greet', {
    'greet.yaml': greet('{ id: one, send: hello }, { id: rest, wait: 30d }, { id: two, send: study }'),
  })
})

const leadOf = (index: number) =>
  String(index)
    .padStart(4, '0')
    .replace(/[0-9]/g, (digit) => 'abcdefghij'[Number(digit)] ?? 'a')
    .padEnd(32, 'a')

async function inside(index: number, given: Partial<Enrolment> = {}, whole = true): Promise<void> {
  const leadId = leadOf(index)
  const since = new Date(clock.ms - 86_400_000).toISOString()
  const made = anEnrolment({
    leadId,
    sequence: 'greet',
    step: 'rest',
    sent: { hello: since },
    visit: 1,
    since,
    ...given,
  })
  await putItem(enrolmentKey(leadId, made.enrolmentId), { ...made, ...placesOfEnrolment(made) })
  if (!whole) return
  const lead = aLead({ profile: { leadId, status: 'nurturing' }, mailbox: { consent: { news: granted() } } })
  await putItem(profileKey(leadId), { ...lead.profile })
  await putItem(mailboxKey(leadId), { ...lead.mailbox })
}

const asked = (body: Record<string, unknown> = {}) =>
  ask(plan, routes.planInFlight, { params: { id: 'greet' }, body, groups: ['marketing'] })

async function draft(steps: string): Promise<string | undefined> {
  const { headers } = await showContent('sequences', 'greet')
  return (await putDraft('sequences', 'greet', { 'greet.yaml': greet(steps) }, headers.etag)).headers.etag
}

describe('the plan for those inside', () => {
  it('says how many wait where, and what each choice does within the hour', async () => {
    for (let index = 0; index < 5; index += 1) await inside(index)
    await inside(5, { step: 'one', sent: {}, visit: 0 })
    await inside(6, { state: 'paused', due: undefined })
    await draft('{ id: one, send: hello }, { id: two, send: study }')
    const { status, json } = await asked({ steps: { rest: 'two' } })
    expect(status).toBe(200)
    expect(json).toMatchObject({
      leads: 7,
      lookedAt: 7,
      choices: {
        stay: { mails: [{ template: 'hello', leads: 1 }], ends: 0 },
        move: {
          mails: [
            { template: 'study', leads: 5 },
            { template: 'hello', leads: 1 },
          ],
          ends: 0,
        },
        exit: { mails: [], ends: 7 },
      },
    })
    expect(json.story).toEqual([
      '1 waits at one (version 1)',
      '6 wait at rest (version 1)',
      'stay: sends hello to 1 of them within the hour.',
      'move: sends study to 5 of them, sends hello to 1 of them within the hour. A mail that they had already does not go again, unless that is asked for.',
      'exit: the sequence is over for 7, and no mail of it goes.',
      'All 7 were looked at. Consent, sending pace and other sequences of a lead may still hold a mail.',
    ])
    expect(await publishDraft('sequences', 'greet', await draftEtag())).toMatchObject({ status: 409 })
  })

  it('counts no mail that they had, and ends for those who had all', async () => {
    for (let index = 0; index < 3; index += 1) await inside(index)
    await draft('{ id: rest, wait: 30m }, { id: one, send: hello }')
    expect((await asked()).json.choices.move).toEqual({ mails: [], ends: 3 })
    expect((await asked({ again: true })).json.choices.move).toEqual({
      mails: [{ template: 'hello', leads: 3 }],
      ends: 0,
    })
  })

  it('says what stands in the way of moving, and of an earlier version', async () => {
    await inside(0)
    await draft('{ id: one, send: hello }')
    expect((await asked()).json.choices.move.errors).toEqual([
      { pointer: '/steps/rest', detail: expect.stringContaining('leads stand there') },
    ])
    expect((await asked({ version: 1 })).json.choices.move).toEqual({ mails: [], ends: 0 })
  })

  it('is an estimate of many, and says so', async () => {
    for (let index = 0; index < 260; index += 1) await inside(index, { step: index < 240 ? 'rest' : 'one' })
    await draft('{ id: one, send: hello }, { id: rest, wait: 1m }, { id: two, send: study }')
    const { json } = await asked()
    expect(json).toMatchObject({ leads: 260, lookedAt: 199 })
    expect(json.choices.move.mails).toEqual([{ template: 'study', leads: 260 }])
    expect(json.story.at(-1)).toMatch(/^An estimate: 199 of 260 leads were looked at, some at each step\./)
  })

  it('is none where there is no draft, and short where nobody is inside', async () => {
    expect((await asked()).status).toBe(404)
    await draft('{ id: one, send: hello }')
    expect((await asked()).json.story).toEqual(['Nobody is inside greet: publish it without a word.'])
  })
})

async function draftEtag(): Promise<string | undefined> {
  return (await showContent('sequences', 'greet')).headers.etag
}

describe('the leads inside', () => {
  it('are counted up to a bound, and beyond it each step is named', async () => {
    for (const [index, step] of ['a', 'a', 'b', 'b', 'b-2', 'c'].entries()) await inside(index, { step }, false)
    expect(await standsIn('greet', 1)).toEqual([
      { version: 1, step: 'a', leads: 2 },
      { version: 1, step: 'b', leads: 2 },
      { version: 1, step: 'b-2', leads: 1 },
      { version: 1, step: 'c', leads: 1 },
    ])
  })
})

describe('the uses of an email', () => {
  it('are told with the leads before it, also of a version that is not live any more', async () => {
    await inside(0)
    await inside(1, { step: 'one' })
    await inside(2, { step: 'two' })
    await publishDraft('sequences', 'greet', await draft('{ id: one, send: hello }'), { inFlight: 'stay' })
    const of = (id: string) => ask(uses, routes.showUses, { params: { type: 'emails', id }, groups: ['sales'] })
    expect((await of('study')).json.items).toEqual([
      { type: 'sequences', id: 'greet', version: 1, live: false, places: ['two'], leadsBefore: 3 },
    ])
    expect((await of('hello')).json.items).toEqual([
      { type: 'sequences', id: 'greet', version: 2, live: true, places: ['one'], leadsBefore: 0 },
      { type: 'sequences', id: 'greet', version: 1, live: false, places: ['one'], leadsBefore: 1 },
    ])
    expect((await of('nothing')).status).toBe(404)
  })
})
