import { beforeEach, describe, expect, it, vi } from 'vitest'
import { routes } from '../../../core/routes.ts'
import { currentKey, mailboxKey, profileKey, versionKey } from '../../../functions/aws/keys.ts'
import { putItem } from '../../../functions/aws/table.ts'
import { handler as preview } from '../../../functions/content/preview-email.http.ts'
import { handler as simulate } from '../../../functions/content/simulate-sequence.http.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { aScoringModel } from '../../fixtures/a-scoring-model.ts'
import { ask } from '../../fixtures/ask.ts'
import { bothAgree } from '../../fixtures/both-agree.ts'
import { aContentWorld, greet, letter, putDraft, putLive, showContent } from './content-world.ts'

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'
})
vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

aContentWorld()
beforeEach(() => {
  Object.assign(process.env, {
    COMPANY: 'Acme',
    POSTAL_ADDRESS: '1 Hill Road, Leeds',
    DEFAULT_ZONE: 'Europe/Moscow',
    API_URL: 'https://api.example.com',
  })
})

const groups = ['marketing']
const previewOf = (id: string, body: Record<string, unknown> = {}) =>
  ask(preview, routes.previewEmail, { params: { id }, body, groups })
const simulationOf = (id: string, body: Record<string, unknown> = {}) =>
  ask(simulate, routes.simulateSequence, { params: { id }, body, groups })
const leadId = 'a'.repeat(32)

async function aStoredLead(given: Parameters<typeof aLead>[0]): Promise<void> {
  const lead = aLead(given)
  await putItem(profileKey(lead.profile.leadId), { ...lead.profile })
  await putItem(mailboxKey(lead.profile.leadId), { ...lead.mailbox })
}

describe('a preview', () => {
  it('shows the draft before what is live, with its warnings, in the nearest language', async () => {
    await putLive('emails', 'preview', { 'en.md': letter('Live {{ firstName }}'), 'fa.md': letter('زنده') })
    const live = await previewOf('preview')
    expect(live.json).toMatchObject({ subject: 'Hello there', version: 1, locale: 'en', warnings: [] })
    expect(live.json.html).toContain('Acme')
    expect(live.json.text).toContain('Live there')
    const { headers } = await showContent('emails', 'preview')
    await putDraft(
      'emails',
      'preview',
      { 'en.md': letter('Drafted ![](https://a.example/x.png)'), 'fa.md': letter('پیش‌نویس') },
      headers.etag,
    )
    const drafted = await previewOf('preview', { sample: { firstName: 'Olga' }, locale: 'en-GB' })
    expect(drafted.json).toMatchObject({
      subject: 'Hello Olga',
      version: 'draft',
      warnings: [expect.stringContaining('no words for those')],
    })
    expect((await previewOf('preview', { locale: 'fa' })).json.text).toContain('پیش‌نویس')
  })

  it('shows it as a lead would get it, with links that lead nowhere', async () => {
    await putLive('emails', 'asked', { 'en.md': letter('Hi {{ firstName }}') })
    await aStoredLead({ profile: { leadId, fields: { firstName: '<Olga>', unsubscribeUrl: 'https://evil.example' } } })
    const { json } = await previewOf('asked', { leadId })
    expect(json.text).toContain('Hi <Olga>')
    expect(json.html).toContain('&#60;Olga&#62;')
    expect(json.html).toContain('https://example.com/u/sample')
    expect(json.html).not.toContain('evil')
  })

  it('says which defaults a lead falls back to', async () => {
    await putLive('emails', 'fallen', { 'en.md': letter('Hi {{ firstName }}') })
    await aStoredLead({ profile: { leadId } })
    expect((await previewOf('fallen', { leadId })).json.warnings).toEqual([
      'firstName has no value here: its default stands there',
    ])
  })

  it('tells lengths, lists, size and what fell back', async () => {
    await putLive('emails', 'told', { 'en.md': letter('Hi {{ firstName }}') })
    expect((await previewOf('told', { sample: { firstName: '' } })).json).toMatchObject({
      subject: 'Hello there',
      subjectLength: 11,
      preheader: 'x',
      preheaderLength: 1,
      direction: 'ltr',
      fellBack: ['firstName'],
      htmlBytes: expect.any(Number),
      lists: expect.arrayContaining([
        { list: 'iPhone Mail', subject: { text: 'Hello there', cut: false }, preheader: { text: 'x', cut: false } },
      ]),
    })
  })

  it('shows every language, or those of a list, of what is live and of a draft', async () => {
    const files = { 'en.md': letter('Hi'), 'fa.md': letter('سلام'), 'ru.md': letter('Привет') }
    await putDraft('emails', 'spoken', files)
    const localesOf = async (locale: string | string[]) =>
      (await previewOf('spoken', { locale })).json.items.map((one: { locale: string }) => one.locale)
    expect(await localesOf('*')).toEqual(['en', 'fa', 'ru'])
    expect(await localesOf(['fa-IR', 'fa', 'de'])).toEqual(['fa', 'en'])
    await putLive('emails', 'lively', files)
    const { json } = await previewOf('lively', { locale: '*' })
    expect([json.version, json.items.length]).toEqual([1, 3])
    expect((await previewOf('nothing', { locale: '*' })).status).toBe(404)
  })

  it('shows every variant of the steps of a sequence that send it', async () => {
    await putLive('emails', 'plain', { 'en.md': letter('Plain') })
    await putLive('emails', 'special', { 'en.md': letter('Special') })
    const steps =
      '{ id: one, send: { template: plain, variants: [ { when: { industry: retail }, template: special } ] } }'
    await putDraft('sequences', 'both', { 'both.yaml': greet(steps).replace('greet', 'both') })
    const { json } = await previewOf('plain', { sequence: 'both' })
    expect(json.variants).toMatchObject([
      {
        step: 'one',
        template: 'special',
        when: { industry: 'retail' },
        items: [{ text: expect.stringContaining('Special') }],
      },
      { step: 'one', template: 'plain', items: [{ text: expect.stringContaining('Plain') }] },
    ])
    expect((await previewOf('plain', { sequence: 'nothing' })).status).toBe(404)
  })

  it.each([
    ['an email that is not there', 'nothing', {}, 404],
    ['a lead that is not there', 'there', { leadId: 'b'.repeat(32) }, 404],
  ])('answers for %s', async (_, id, body, status) => {
    await putLive('emails', 'there', { 'en.md': letter('Hi') })
    expect((await previewOf(id, body)).status).toBe(status)
  })

  it('shows nothing of a lead that was erased', async () => {
    await putLive('emails', 'erased', { 'en.md': letter('Hi') })
    await aStoredLead({ profile: { leadId }, mailbox: { erasedAt: '2026-11-24T09:00:00.000Z' } })
    expect((await previewOf('erased', { leadId })).status).toBe(404)
  })

  it('tells what is wrong with a draft', async () => {
    await putDraft('emails', 'wrong', { 'en.md': letter('{{ nickname }}') })
    const { status, json } = await previewOf('wrong')
    expect([status, json.errors[0].detail]).toEqual([
      422,
      expect.stringContaining('line 7, column 4: the variable nickname'),
    ])
  })

  it('takes a sample that can’t be rendered for bad input', async () => {
    await putLive('emails', 'needs', {
      'en.md': '---\nsubject: x\npreheader: y\nclass: transactional\nvariables: { order: null }\n---\n{{ order }}',
    })
    expect((await previewOf('needs', { sample: { order: '' } })).json.detail).toBe(
      "This mail can't be rendered: the variable order has no default and is not given.",
    )
    expect((await previewOf('needs')).json.text).toContain('(order)')
  })
})

describe('a simulation', () => {
  it('lists every mail of what is live with its subject, and sends nothing', async () => {
    await putLive('emails', 'said', { 'en.md': letter('Hi'), 'ru.md': letter('Hi').replace('Hello', 'Здравствуйте,') })
    await putLive('sequences', 'told', {
      'told.yaml': greet('{ id: one, send: said }, { id: rest, wait: 3d }, { id: two, send: said }').replace(
        'greet',
        'told',
      ),
    })
    const { status, json } = await simulationOf('told', {
      persona: { firstName: 'Olga', locale: 'ru' },
      startAt: '2026-11-24T12:00:00+03:00',
    })
    expect(status).toBe(200)
    expect(json).toMatchObject({
      notes: [],
      items: [
        {
          at: '2026-11-24T09:00:00.000Z',
          step: 'one',
          template: 'said',
          subject: 'Здравствуйте, Olga',
          why: 'the first step',
        },
        {
          at: '2026-11-27T09:00:00.000Z',
          step: 'two',
          template: 'said',
          subject: 'Здравствуйте, Olga',
          why: 'after 3 days at rest',
        },
      ],
      ended: { at: '2026-11-27T09:00:00.000Z', reason: 'finished' },
      version: 1,
    })
  })

  it('takes the zone and the scoring model that are asked for, and says which zone it took', async () => {
    const steps = '{ id: one, send: later }, { id: rest, wait: 3d }'
    const zoned = `${greet(steps).replace('greet', 'zoned')}window: { days: mon-fri, hours: "09:00-17:00", zone: lead }\n`
    await putDraft('sequences', 'zoned', { 'zoned.yaml': zoned })
    const startAt = '2026-11-24T07:00:00Z'
    const first = async (body: Record<string, unknown>) => {
      const { json } = await simulationOf('zoned', { startAt, personas: [{}], ...body })
      return [json.zone, json.runs[0].items[0].at.slice(11, 16)]
    }
    expect(await first({})).toEqual(['Europe/Moscow', '07:00'])
    const [zone, at] = await first({ zone: 'America/New_York' })
    expect([zone, at >= '14:00']).toEqual(['America/New_York', true])
    expect((await simulationOf('zoned', { zone: 'Mars/North' })).json.errors[0].pointer).toBe('/zone')
    await putItem(versionKey('scoring-models', 'b2b', 1), { value: aScoringModel(), approvals: bothAgree })
    const pointer = { version: 1, contentType: 'scoring-models', contentId: 'b2b' }
    await putItem(currentKey('scoring-models', 'b2b'), pointer)
    clock.ms += 61_000
    const persona = { jobTitle: 'Director' }
    const says = async (score: boolean) => {
      const acts = ['1d', '2d'].map((after) => ({ after, type: 'page-visited', path: '/pricing' }))
      const { json } = await simulationOf('zoned', { startAt, acts, persona, score })
      return json.story.some(({ kind }: { kind: string }) => kind === 'score')
    }
    expect([await says(true), await says(false)]).toEqual([true, false])
  })

  it('plays several personas with what each does, and shows their mails on request', async () => {
    await putDraft('emails', 'drafted', { 'en.md': letter('Drafted, {{ firstName }}') })
    await putDraft('sequences', 'acted', {
      'acted.yaml': greet('{ id: one, send: drafted }, { id: rest, wait: 9d }, { id: two, send: missing }').replace(
        'greet',
        'acted',
      ),
    })
    const personas = [{ firstName: 'Olga' }, { acts: [{ after: '1d', type: 'consent-withdrawn' }] }]
    const { json } = await simulationOf('acted', { personas, mails: true })
    expect(json).toMatchObject({
      version: 'draft',
      runs: [
        {
          items: [
            { template: 'drafted', subject: 'Hello Olga', mail: { text: expect.stringContaining('Drafted, Olga') } },
            { template: 'missing' },
          ],
          notes: ['there is no mail missing yet: until there is, leads wait for it'],
        },
        { items: [{ subject: 'Hello there' }], ended: { reason: 'unsubscribed' } },
      ],
    })
    const acted = await simulationOf('acted', { acts: [{ after: '2d', type: 'email-bounced' }] })
    expect(acted.json.ended.reason).toBe('suppressed')
    expect(acted.json.items[0].mail).toBeUndefined()
  })

  it('plays several sequences at once, each by its draft or what is live, with one cap over all', async () => {
    const capped = (id: string, send: string, priority: number) =>
      `${greet(`{ id: one, send: ${send} }`).replace('greet', id)}priority: ${priority}\ncap: { emails: 1, per: 7d }\n`
    await putLive('emails', 'beside-mail', { 'en.md': letter('Hi') })
    await putLive('sequences', 'beside-live', { 'beside-live.yaml': capped('beside-live', 'beside-mail', 2) })
    await putDraft('sequences', 'beside-draft', { 'beside-draft.yaml': capped('beside-draft', 'beside-mail', 7) })
    const startAt = '2026-11-24T12:00:00Z'
    const { json } = await simulationOf('beside-live', { startAt, beside: ['beside-draft'], personas: [{}] })
    expect(json).toMatchObject({ version: 1, beside: [{ id: 'beside-draft', version: 'draft' }] })
    expect(json.runs[0].items).toMatchObject([
      { at: '2026-11-24T12:00:00.000Z', sequence: 'beside-draft', subject: 'Hello there' },
      { at: '2026-12-01T12:00:00.000Z', sequence: 'beside-live', subject: 'Hello there' },
    ])
    const refused = async (...beside: string[]) => (await simulationOf('beside-live', { beside })).json.errors
    const twice = 'name each sequence once'
    expect(await refused('beside-live')).toEqual([{ pointer: '/beside/0', detail: twice }])
    expect(await refused('beside-draft', 'beside-draft')).toEqual([{ pointer: '/beside/1', detail: twice }])
    expect(await refused('beside-draft', 'none')).toEqual([
      { pointer: '/beside/1', detail: 'there is no such sequence' },
    ])
  })

  it('says where a persona or an act can’t be', async () => {
    await putDraft('sequences', 'strict', { 'strict.yaml': greet('{ id: one, send: x }').replace('greet', 'strict') })
    const pointers = async (body: Record<string, unknown>) =>
      (await simulationOf('strict', body)).json.errors?.map(({ pointer }: { pointer: string }) => pointer)
    expect(await pointers({ personas: [{}, { zone: 'Mars/North' }] })).toEqual(['/personas/1/zone'])
    expect(await pointers({ acts: [{ type: 'call', after: 'soon' }] })).toEqual(['/acts/0/after'])
    expect(await pointers({ persona: { acts: [{}] } })).toEqual(['/persona/acts/0/type'])
    expect(await pointers({ personas: [] })).toEqual(['/personas'])
  })

  it('shows no more at once than can be answered', async () => {
    const front = 'topic: news'
    await putLive('emails', 'heavy', { 'en.md': letter('word '.repeat(14_000), front) })
    const steps = '{ id: one, send: heavy }, { id: rest, wait: 7d, next: one }'
    await putDraft('sequences', 'heavily', { 'heavily.yaml': greet(steps).replace('greet', 'heavily') })
    expect((await simulationOf('heavily', { mails: true })).status).toBe(413)
    expect((await simulationOf('heavily')).status).toBe(200)
  })

  it('starts now, and takes the draft before what is live', async () => {
    await putDraft('sequences', 'fresh', { 'fresh.yaml': greet('{ id: one, send: later }').replace('greet', 'fresh') })
    const { json } = await simulationOf('fresh')
    expect(json).toMatchObject({
      version: 'draft',
      items: [{ at: new Date(clock.ms).toISOString(), template: 'later' }],
    })
  })

  it('refuses what goes round without end, a persona that can’t be, and what is not there', async () => {
    const round = '{ id: a, branch: [ { when: { x: 1 }, go: a } ], otherwise: a }'
    await putDraft('sequences', 'round', { 'round.yaml': greet(round).replace('greet', 'round') })
    expect((await simulationOf('round')).json.errors[0].detail).toContain('no time passes')
    expect((await simulationOf('nothing')).status).toBe(404)
    const bad = await simulationOf('round', { persona: { stage: 'ripe' } })
    expect([bad.status, bad.json.errors[0].pointer]).toEqual([422, '/persona/stage'])
  })
})
