import { describe, expect, it, vi } from 'vitest'
import { formsKind, slaPoliciesKind } from '../../../core/content/schemas.ts'
import { routes } from '../../../core/routes.ts'
import { currentKey, versionKey } from '../../../functions/aws/keys.ts'
import { dynamodb, putItem } from '../../../functions/aws/table.ts'
import { allCurrent, current, publishedEmail } from '../../../functions/content/published.ts'
import { handler as showVersion } from '../../../functions/content/show-content-version.http.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { ask } from '../../fixtures/ask.ts'
import { Faults } from '../../fixtures/faults.ts'
import {
  aContentWorld,
  bus,
  confirmation,
  greet,
  letter,
  publishDraft,
  putDraft,
  putLive,
  showContent,
  signup,
  told,
} from './content-world.ts'

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'
})
vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const world = aContentWorld()

const files = (text: string) => ({ 'en.md': letter(text) })

describe('publishing', () => {
  it('makes the draft live as the next version, for good, and tells it', async () => {
    const drafted = await putDraft('emails', 'hello', { 'en.md': letter('one'), 'fa.md': letter('یک') })
    const { status, json, headers } = await publishDraft('emails', 'hello', drafted.headers.etag)
    expect([status, json.version, headers.etag]).toEqual([200, 1, '"v1"'])
    expect(told()).toEqual([
      { name: 'ContentPublished', detail: expect.objectContaining({ type: 'emails', id: 'hello', version: 1 }) },
    ])
    expect((await publishedEmail('hello', 'fa-AF'))?.locale).toBe('fa')
    expect((await publishedEmail('hello', 'de'))?.locale).toBe('en')
    expect((await showContent('emails', 'hello')).json).toMatchObject({
      version: 1,
      locales: ['en', 'fa'],
      publishedBy: 'anna',
    })
    await putLive('emails', 'hello', files('two'))
    const first = await ask(showVersion, routes.showContentVersion, {
      params: { type: 'emails', id: 'hello', version: '1' },
      groups: ['sales'],
    })
    expect(first.json.files['emails/hello/en.md']).toContain('one')
    const items = await world.table().everything()
    expect(items.filter(({ unannounced }) => unannounced !== undefined)).toEqual([])
  })

  it('is seen by others at the latest 60 s after', async () => {
    await putLive('emails', 'confirm', { 'en.md': confirmation })
    await putLive('forms', 'signup', { 'signup.yaml': signup })
    expect((await current(formsKind, 'signup'))?.version).toBe(1)
    // Another function publishes: this one has kept what it read.
    const items = await world.table().everything()
    const pointer = items.find(({ pk, sk }) => pk === 'CONTENT#forms#signup' && sk === 'CURRENT')
    const version = items.find(({ pk, sk }) => pk === 'CONTENT#forms#signup' && sk === 'V#000001#')
    await putItem(versionKey('forms', 'signup', 2), { ...version, version: 2 })
    await putItem(currentKey('forms', 'signup'), { ...pointer, version: 2 })
    clock.ms += 59_000
    expect((await current(formsKind, 'signup'))?.version).toBe(1)
    clock.ms += 2_000
    expect((await current(formsKind, 'signup'))?.version).toBe(2)
    expect((await allCurrent(formsKind)).map(({ id, version: live }) => [id, live])).toEqual([['signup', 2]])
  })

  it('refuses what has errors, with every one of them and its place', async () => {
    const text = '---\nsubject: x\npreheader: y\n---\n{{ a }}\n{{ b }}'
    const { headers } = await putDraft('emails', 'hello', { 'en.md': text })
    const { status, json } = await publishDraft('emails', 'hello', headers.etag)
    expect(status).toBe(422)
    expect(json.detail).toBe("This can't be published: it has 2 errors.")
    expect(json.errors).toEqual([
      {
        pointer: '/files/emails~1hello~1en.md',
        detail: expect.stringMatching(/^line 5, column 4: the variable a is not declared; add it/),
      },
      {
        pointer: '/files/emails~1hello~1en.md',
        detail: expect.stringMatching(/^line 6, column 4: the variable b is not declared; add it/),
      },
    ])
    expect(json.problems).toHaveLength(2)
    expect(await publishedEmail('hello', 'en')).toBeUndefined()
  })

  it('refuses what names something that is not live, even where it is drafted', async () => {
    await putDraft('emails', 'hello', files('one'))
    const { headers } = await putDraft('sequences', 'greet', { 'greet.yaml': greet('{ id: one, send: hello }') })
    expect((await publishDraft('sequences', 'greet', headers.etag)).json.errors[0]).toEqual({
      pointer: '/files/sequences~1greet.yaml/steps/0/send',
      detail: expect.stringContaining('line 3, column 27: there is no email "hello"'),
    })
  })

  it.each([
    ['nothing that is there', undefined, 404],
    ['no If-Match', 'none', 428],
    ['another If-Match', '"v7"', 412],
  ])('refuses %s', async (_, etag, status) => {
    if (etag) await putDraft('emails', 'hello', files('one'))
    expect((await publishDraft('emails', 'hello', etag === 'none' ? undefined : etag)).status).toBe(status)
  })

  it('has nothing to do where what is live is what was drafted last', async () => {
    const { etag } = await putLive('emails', 'hello', files('one'))
    const same = await putDraft('emails', 'hello', files('one'))
    expect([same.status, same.headers.etag]).toEqual([200, etag])
    const again = await publishDraft('emails', 'hello', etag)
    expect([again.status, again.json.version, again.headers.etag]).toEqual([200, 1, etag])
    expect(told()).toHaveLength(1)
  })

  it('lets one of two win who publish at the same time, and numbers versions once', async () => {
    const { headers } = await putDraft('emails', 'hello', files('one'))
    const both = await Promise.all([1, 2].map(() => publishDraft('emails', 'hello', headers.etag)))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
    expect(told()).toHaveLength(1)
    expect((await putLive('emails', 'hello', files('two'))).version).toBe(2)
  })

  it('does not undo a version that went live after the draft was begun', async () => {
    const { etag } = await putLive('emails', 'hello', files('one'))
    // Somebody else drafts and publishes between this draft's reading and its writing.
    const faults = new Faults([['UpdateItemCommand#0', () => putLive('emails', 'hello', files('theirs'))]]).watch(
      dynamodb,
    )
    const mine = await putDraft('emails', 'hello', files('mine'), etag)
    faults.stop()
    expect(mine.status).toBe(200)
    const standing = await showContent('emails', 'hello')
    expect(standing.json).toMatchObject({ version: 2, draft: { basedOn: 1 } })
    expect((await publishDraft('emails', 'hello', standing.headers.etag)).status).toBe(412)
    // Looked through and put again, it is on top of the other.
    const again = await putDraft('emails', 'hello', files('mine'), standing.headers.etag)
    expect((await publishDraft('emails', 'hello', again.headers.etag)).json.version).toBe(3)
  })

  it('answers the repeat of a call whose answer was lost as the first time', async () => {
    const { headers } = await putDraft('emails', 'hello', files('one'))
    const both = [
      await publishDraft('emails', 'hello', headers.etag),
      await publishDraft('emails', 'hello', headers.etag),
    ]
    expect(both.map(({ status, json }) => [status, json.version])).toEqual([
      [200, 1],
      [200, 1],
    ])
    expect(told()).toHaveLength(1)
  })

  it('loses nothing wherever it dies: a repeat makes it live once, and what it owes is told', async () => {
    let calls = Number.POSITIVE_INFINITY
    for (let at = 0; at < calls; at += 1) {
      await world.anew()
      const { headers } = await putDraft('emails', 'hello', files('one'))
      const faults = new Faults([[at, 'fails']]).watch(dynamodb)
      const died = await publishDraft('emails', 'hello', headers.etag)
      calls = died.status === 200 ? faults.calls.length : Number.POSITIVE_INFINITY
      faults.stop()
      expect((await publishDraft('emails', 'hello', headers.etag)).json.version).toBe(1)
      const after = await showContent('emails', 'hello')
      expect([after.json.version, after.json.draft]).toEqual([1, undefined])
      const owing = (await world.table().everything()).filter(({ unannounced }) => unannounced !== undefined)
      expect(told().length + owing.length).toBeGreaterThanOrEqual(1)
      clock.ms += 61_000
      expect((await publishedEmail('hello', 'en'))?.version).toBe(1)
      if (died.status === 200 && at > 0) break
    }
  })

  it('owes its event until the bus took it', async () => {
    const { headers } = await putDraft('emails', 'hello', files('one'))
    bus.rejects(new Error('no bus'))
    expect((await publishDraft('emails', 'hello', headers.etag)).status).toBe(503)
    const [pointer] = (await world.table().everything()).filter(({ sk }) => sk === 'CURRENT')
    expect(pointer).toMatchObject({ version: 1, unannounced: 'owed', announcements: [{ name: 'ContentPublished' }] })
    expect((await showContent('emails', 'hello')).json.draft).toBeUndefined()
  })

  it('refuses a scoring model, and a form, with which one post would qualify', async () => {
    const model = (points: number) => `id: b2b
fit: [ { when: { country: [RU] }, points: ${points} } ]
engagement: [ { on: form-submitted, points: 40 }, { on: call, points: 10 } ]
mql: { score: 20, fit-at-least: 10, interest-at-least: 10 }
qualify: { score: 90, fit-at-least: 10, interest-at-least: 10, drop-below: 40 }
`
    await putLive('emails', 'confirm', { 'en.md': confirmation })
    // Versions are kept for good: another test has published a form of the other name.
    const apply = signup.replace('id: signup', 'id: apply')
    await putLive('forms', 'apply', { 'apply.yaml': apply })
    const drafted = await putDraft('scoring-models', 'b2b', { 'b2b.yaml': model(60) })
    const refused = await publishDraft('scoring-models', 'b2b', drafted.headers.etag)
    expect(refused.json.errors[0].detail).toContain('one submission of the form "apply" alone brings up to 100 points')

    const explicit = `${apply}intent: explicit\n`
    await putLive('forms', 'apply', { 'apply.yaml': explicit })
    await putLive('scoring-models', 'b2b', { 'b2b.yaml': model(60) })
    const { headers } = await showContent('forms', 'apply')
    const back = await putDraft('forms', 'apply', { 'apply.yaml': apply }, headers.etag)
    const live = await publishDraft('forms', 'apply', back.headers.etag)
    expect([live.status, live.json.errors[0].detail]).toEqual([
      422,
      expect.stringContaining('the scoring model "b2b" that is live could not be'),
    ])
  })
})

describe('an SLA policy', () => {
  const policy = (holidays: string) => ({
    'standard.yaml': `id: standard
calendar: { zone: Europe/Berlin, hours: { mon-fri: "09:00-18:00" }, holidays: ${holidays} }
routes: [ { team: inside-sales, by: round-robin } ]
duties: [ { id: accept, who: sales, what: answer, within: 1h } ]
`,
  })

  it('whose holidays are not known is told so when drafted, and refused when published', async () => {
    const drafted = await putDraft('sla-policies', 'standard', policy('DE-XX'))
    const problem = expect.objectContaining({ pointer: '/calendar/holidays', severity: 'error', line: 2 })
    expect(drafted).toMatchObject({ status: 200, json: { problems: [problem] } })
    const published = await publishDraft('sla-policies', 'standard', drafted.headers.etag)
    expect(published).toMatchObject({ status: 422, json: { problems: [problem] } })
    expect(await current(slaPoliciesKind, 'standard')).toBeUndefined()
    await putLive('sla-policies', 'standard', policy('DE-BY'))
    expect(await current(slaPoliciesKind, 'standard')).toMatchObject({ version: 1 })
  })
})
