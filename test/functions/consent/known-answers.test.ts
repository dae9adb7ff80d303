import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Activity } from '../../../core/leads/activity.ts'
import { foldFacts } from '../../../core/leads/fold-profile.ts'
import type { Profile } from '../../../core/leads/lead.ts'
import { toInstant } from '../../../core/names.ts'
import { routes } from '../../../core/routes.ts'
import { currentKey, versionKey } from '../../../functions/aws/keys.ts'
import { putItem } from '../../../functions/aws/table.ts'
import { handler as showForm } from '../../../functions/capture/show-form.http.ts'
import { handler as submit } from '../../../functions/capture/submit-form.http.ts'
import { formUrl, preferencesUrl, visitSign } from '../../../functions/consent/mail-links.ts'
import { handler as setPreferences } from '../../../functions/consent/set-preferences.http.ts'
import { handler as showPreferences } from '../../../functions/consent/show-preferences.http.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aForm } from '../../fixtures/a-form.ts'
import { aProfile } from '../../fixtures/a-lead.ts'
import { aSendId, granted } from '../../fixtures/a-mailbox.ts'
import { type Asked, browser, request } from '../../fixtures/a-request.ts'
import { aMailWorld, type MailWorld } from './mail-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

let world: MailWorld
const box = { consent: { newsletter: granted() } }
const said = { firstName: 'Olga', industry: 'retail' }
const today = '2026-11-24'

beforeAll(async () => {
  world = await aMailWorld()
  const select = (id: string, ...values: string[]) => ({
    id,
    type: 'select',
    label: id,
    progressive: true,
    options: values.map((value) => ({ value, label: `<${value}>` })),
  })
  const form = aForm({
    fields: [
      { id: 'email', type: 'email', label: 'Email' },
      { id: 'firstName', type: 'text', required: true, label: 'First name' },
      select('industry', 'retail', 'other'),
      select('software', 'sap', 'excel'),
      select('role', 'buyer'),
    ],
  })
  await putItem(currentKey('forms', form.id), { version: 1, contentType: 'forms', contentId: form.id })
  await putItem(versionKey('forms', form.id, 1), { value: form })
})
afterAll(() => world.stop())
beforeEach(() => {
  clock.ms = Date.parse('2026-11-24T09:00:00.000Z')
  world.told.length = 0
})

const namesIn = (html: string) => [...html.matchAll(/ name="([\w.]+)"/g)].map(([, name]) => name)
const fact = () =>
  world.told.map(({ detail }) => detail.activity as Activity | undefined).find((one) => one?.type === 'profile-edited')

describe('the preference page', () => {
  const params = async (leadId: string) => ({
    token: (await preferencesUrl({ leadId, sendId: aSendId() })).split('/').at(-1) ?? '',
  })
  const get = async (leadId: string) =>
    (await request(showPreferences, routes.showPreferences, { params: await params(leadId), headers: browser })).body
  const post = async (leadId: string, asked: Asked) =>
    request(setPreferences, routes.setPreferences, { params: await params(leadId), headers: browser, ...asked })
  const reads: Partial<Profile> = { interests: { 'dead-stock': { days: [today] } } }

  it('shows what is known and a few questions, nothing beside the standard fields, and changes nothing', async () => {
    const leadId = await world.lead(box, { fields: said, ...reads })
    const before = await world.items()
    const page = await get(leadId)
    expect(namesIn(page).filter((name) => name?.startsWith('field.'))).toEqual([
      'field.role',
      'field.industry',
      'field.software',
    ])
    expect(page).toContain('<option value="retail" selected>&#60;retail&#62;</option>')
    expect(page).toContain('name="interest.dead-stock" value="on" checked> <span dir="auto">Dead stock</span>')
    expect(page).not.toContain('Olga')
    expect(await world.items()).toEqual(before)
    expect(world.told).toEqual([])
  })

  it('takes what is changed as one fact, and shows it then', async () => {
    const leadId = await world.lead(box, { fields: said, ...reads })
    const body =
      'shown=newsletter&topic.newsletter=on&field.role=buyer&field.industry=&field.software=&shownInterest=dead-stock'
    const { status, body: page } = await post(leadId, { body })
    expect(status).toBe(200)
    expect(fact()).toMatchObject({
      leadId,
      type: 'profile-edited',
      data: { by: 'preferences', fields: ['industry', 'role'] },
      told: { fields: { role: 'buyer', industry: '' }, dropsInterests: ['dead-stock'] },
    })
    expect(page).toContain('<option value="buyer" selected>')
    expect(page).not.toContain('<option value="retail" selected>')
    expect(page).not.toContain('dead-stock')
    const { fields } = foldFacts(aProfile({ leadId, fields: said }), [fact() as Activity])
    expect(fields).toEqual({ firstName: 'Olga', role: 'buyer' })
  })

  it('tells nothing where nothing changed', async () => {
    const leadId = await world.lead(box, { fields: said })
    await post(leadId, { body: 'shown=newsletter&topic.newsletter=on&field.industry=retail&field.role=' })
    expect(world.told).toEqual([])
  })

  it('refuses what is no answer, and has stored what was withdrawn', async () => {
    const leadId = await world.lead(box, { fields: said })
    const { status, body } = await post(leadId, { body: 'shown=newsletter&field.role=pirate&field.firstName=Eve' })
    expect(status).toBe(422)
    expect(body).not.toMatch(/pirate|Eve/)
    expect((await world.mailbox(leadId)).consent.newsletter?.state).toBe('withdrawn')
    expect(fact()).toBeUndefined()
  })

  it('shows and takes nothing of an erased person', async () => {
    const leadId = await world.lead(
      { ...box, erasedAt: toInstant(clock.ms) },
      { email: '', status: 'erased', fields: {} },
    )
    expect(namesIn(await get(leadId)).filter((name) => name?.startsWith('field.'))).toEqual([])
    expect((await post(leadId, { body: 'field.role=buyer' })).status).toBe(200)
    expect(fact()).toBeUndefined()
  })
})

describe('a form behind the link in a mail', () => {
  const params = { formId: 'white-paper' }
  const signOf = async (leadId: string) =>
    new URL(await formUrl({ leadId, sendId: aSendId(), form: 'white-paper' })).searchParams.get('for') ?? ''
  const get = async (sign?: string) =>
    namesIn((await request(showForm, routes.showForm, { params, ...(sign && { query: { for: sign } }) })).body).filter(
      (name) => ['email', 'firstName', 'industry', 'software', 'role'].includes(name ?? ''),
    )
  const post = (sign: string, body: unknown, more: Asked = {}) =>
    request(submit, routes.submitForm, { params, query: { for: sign }, body, ...more } as Asked)
  const posted = () => world.told.find(({ name }) => name === 'FormSubmitted')?.detail

  const stranger = ['email', 'firstName', 'industry', 'software']

  it('asks nothing that its reader said, and a stranger for all that it asks first', async () => {
    const leadId = await world.lead(box, { fields: said })
    expect(await get(await signOf(leadId))).toEqual(['software', 'role'])
    expect(await get()).toEqual(stranger)
  })

  it('is the stranger’s for a sign that is old, forged, for something else, or of somebody erased', async () => {
    const leadId = await world.lead(box, { fields: said })
    const erased = await world.lead({ erasedAt: toInstant(clock.ms) }, { email: '', status: 'erased', fields: {} })
    const old = await signOf(leadId)
    clock.ms += 91 * 86_400_000
    const signs = [old, 'a.b.c', await visitSign({ leadId, sendId: aSendId() }), await signOf(erased)]
    for (const sign of signs) expect(await get(sign)).toEqual(stranger)
  })

  it('takes the answers of its reader without an address, as theirs', async () => {
    const leadId = await world.lead(box, { fields: said, email: 'olga@shop.example' })
    const headers = { referer: 'https://api.example.com/forms/white-paper?for=secret.sign.here&locale=en' }
    expect((await post(await signOf(leadId), { software: 'sap' }, { headers })).status).toBe(202)
    expect(posted()).toMatchObject({ email: 'olga@shop.example', fields: { software: 'sap' } })
    expect(JSON.stringify(posted())).not.toContain('secret')
  })

  it('takes another address for another person, of whom nothing is known', async () => {
    const leadId = await world.lead(box, { fields: said, email: 'olga@shop.example' })
    const sign = await signOf(leadId)
    expect((await post(sign, { email: 'eve@shop.example', software: 'sap' })).status).toBe(422)
    expect((await post(sign, { email: 'eve@shop.example', firstName: 'Eve' })).status).toBe(202)
    expect(posted()).toMatchObject({ email: 'eve@shop.example', fields: { firstName: 'Eve' }, reader: leadId })
  })
})
