import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Api } from '../../cli/api.ts'
import { importList } from '../../cli/import/import-list.ts'
import { readState } from '../../cli/import/import-state.ts'
import { openList } from '../../cli/import/list-file.ts'
import { readYaml } from '../../core/content/read-yaml.ts'
import { mapping as mappingSchema } from '../../core/lists/mapping.ts'
import type { Ripen } from '../../local/run.ts'
import { checkHistory } from '../history/check-history.ts'
import { aRun } from './a-run.ts'
import { localTarget } from './local-target.ts'
import { confirms, entersBy, leadOf, mailNumber, postsForm } from './people.ts'
import { publishFolder } from './publish.ts'
import { readHistory } from './read-history.ts'
import { aMail, storyContent } from './story-content.ts'
import { asStaff, type Target } from './target.ts'

const sequence = (id: string, trigger: string) => `id: ${id}
topic: product-education
trigger: ${trigger}
steps:
  - { id: first, send: ${id} }
`
const content = {
  ...storyContent,
  'emails/fair-thanks/en.md': aMail('Thank you for your visit'),
  'emails/everybody/en.md': aMail('To everybody'),
  'sequences/fair-thanks.yaml': sequence('fair-thanks', '{ tag: spring-fair }'),
  'sequences/everybody.yaml': sequence('everybody', '{ stage: subscriber }'),
}
const { value } = readYaml(
  `source: { name: spring-fair-2026, origin: outbound }
fields: { email: E-Mail, firstName: Vorname, company: Firma, employees: { column: Mitarbeiter, as: number } }
fixed: { country: Germany }
tags: [{ column: Tags }]
locale: { column: Sprache }
consent:
  - { topic: product-education, basis: opt-in, evidence: { column: Nachweis }, at: { column: Datum, format: DD.MM.YYYY } }
`,
  mappingSchema,
  { file: 'm.yaml' },
)
if (!value) throw new Error('no mapping')
const mapping = value

let ripen: Ripen
let target: Target
let folder: string
let list: string

/** 300 rows: 280 people of whom two wait for a tag, one row twice, one unsubscribed, one suppressed, one erased, one known, and some that are wrong. */
function rows(): string[] {
  const row = (
    email: string,
    more: Partial<Record<'name' | 'firm' | 'staff' | 'tags' | 'proof' | 'date', string>> = {},
  ) => {
    const {
      name = 'Olga',
      firm = 'Liste GmbH',
      staff = '12',
      tags = '',
      proof = 'Papierformular am Stand',
      date = '22.04.2026',
    } = more
    return [email, name, firm, staff, tags, 'de', proof, date].join(';')
  }
  return [
    ...Array.from({ length: 280 }, (_, n) => row(`person${n}@list.example`, n < 2 ? { tags: 'Spring Fair' } : {})),
    row('PERSON5@list.example', { name: '"=HYPERLINK(""http://evil.example"")"', tags: 'again' }),
    row('out@list.example'),
    row('silent@list.example'),
    row('forgotten@list.example'),
    row('known@list.example', { name: 'Nobody', firm: 'Liste GmbH' }),
    ...Array.from({ length: 5 }, (_, n) => row(`not an address ${n}`)),
    ...Array.from({ length: 5 }, (_, n) => row(`unproven${n}@list.example`, { proof: '' })),
    ...Array.from({ length: 3 }, (_, n) => row(`undated${n}@list.example`, { date: '31.02.2026' })),
    row('soon@list.example', { date: '01.01.2099' }),
    'short@list.example;x',
  ]
}

beforeAll(async () => {
  ripen = await aRun()
  target = localTarget(ripen.url)
  await publishFolder(target, content)
  folder = mkdtempSync(join(tmpdir(), 'ripen-list-'))
  list = join(folder, 'leads.csv')
  const head = 'E-Mail;Vorname;Firma;Mitarbeiter;Tags;Sprache;Nachweis;Datum'
  writeFileSync(list, Buffer.from(`\ufeff${[head, ...rows()].join('\r\n')}`, 'utf16le'))
}, 180_000)
afterAll(async () => {
  await ripen?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function run(
  dryRun: boolean,
  api = new Api({ api: ripen.url }),
  unchangedBefore: ReadonlySet<number> = new Set(),
) {
  const file = await openList(list, mapping, {})
  expect(file).toMatchObject({ encoding: 'utf-16le', delimiter: ';' })
  const left = dryRun ? undefined : readState(list)
  const wait = () => Promise.resolve()
  const whole = { api, file, mapping, importId: 'thefairofspring2026', mappingHash: 'm', unchangedBefore }
  return importList({ ...whole, dryRun, left, wait })
}

const expected = {
  rows: 300,
  new: 279,
  changed: 2,
  unchanged: 0,
  merged: 1,
  withdrawn: 1,
  suppressed: 1,
  erased: 1,
  rejected: 15,
}

describe('a list of 300', () => {
  it('is told what would be, and changes nothing by that', async () => {
    // Somebody of each kind is there before.
    await entersBy(target, 'story-paper', { email: 'known@list.example', firstName: 'Kim' })
    await entersBy(target, 'story-paper', { email: 'person7@list.example', firstName: 'Pia' })
    for (const email of ['out@list.example', 'silent@list.example', 'forgotten@list.example']) {
      await entersBy(target, 'story-paper', { email, firstName: 'Gone' })
    }
    const id = async (email: string) => (await leadOf(target, email)).leadId
    await asStaff(target, 'admin', 'POST', `/leads/${await id('silent@list.example')}/suppress`, { reason: 'asked to' })
    const mail = await mailNumber(target, 'out@list.example', 2)
    const link = /<([^>]+)>/.exec(mail.headers['List-Unsubscribe'] ?? '')?.[1] ?? ''
    const out = await target.call(new URL(link).pathname, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    })
    expect(out.status).toBe(200)
    await asStaff(target, 'admin', 'DELETE', `/leads/${await id('forgotten@list.example')}`)
    await ripen.advance('1m')

    const { counts, reasons } = await run(true)
    expect(counts).toEqual(expected)
    expect(reasons.map(({ count }) => count)).toEqual([5, 5, 3, 1, 1])
    expect(
      (await asStaff(target, 'admin', 'POST', '/leads/search', { email: 'person9@list.example' })).body.items,
    ).toEqual([])
  }, 120_000)

  it('comes in over a network that dies, and goes on where it was', async () => {
    const real = new Api({ api: ripen.url })
    let calls = 0
    const dying = Object.assign(Object.create(real) as Api, {
      url: real.url,
      post: (path: string, body: unknown) => {
        calls += 1
        // The second call is done, and nobody hears of it.
        if (calls === 2) return real.post(path, body).then(() => Promise.reject(new Error('the line is dead')))
        return calls > 2 ? Promise.reject(new Error('the line is dead')) : real.post(path, body)
      },
    })
    await expect(run(false, dying)).rejects.toThrow('go on with --resume')
    expect(readState(list)?.rowsDone).toBe(50)
    const { counts } = await run(false)
    expect(counts).toEqual(expected)
    expect(readState(list)).toBeUndefined()
    await ripen.settle()
    const rejects = readFileSync(`${list}.rejects.csv`, 'utf8').trim().split('\r\n')
    expect(rejects).toHaveLength(16)
    expect(rejects[15]).toBe('short@list.example;x;;;;;;;301;It has 2 cells where the header has 8.')
  }, 120_000)

  it('has people with proof of their consent, who said of themselves what they said', async () => {
    const lead = await leadOf(target, 'person9@list.example')
    expect(lead).toMatchObject({
      stage: 'subscriber',
      mailable: true,
      fields: { firstName: 'Olga', company: 'Liste GmbH', employees: 12, country: 'Germany' },
      imported: { source: 'spring-fair-2026', origin: 'outbound' },
      consents: [{ topic: 'product-education', state: 'granted', decidedAt: '2026-04-22T00:00:00.000Z' }],
    })
    const { body } = await asStaff(target, 'marketing', 'GET', `/leads/${lead.leadId}/timeline`)
    const entries = body.items as Record<string, unknown>[]
    expect(entries.map((entry) => entry.type ?? entry.kind)).toEqual(
      expect.arrayContaining(['list-imported', 'consent-granted', 'consent']),
    )
    expect(entries.find(({ kind }) => kind === 'consent')).toMatchObject({
      by: 'import',
      list: { basis: 'opt-in', evidence: 'Papierformular am Stand', source: 'spring-fair-2026' },
    })
    expect((await leadOf(target, 'known@list.example')).fields).toMatchObject({
      firstName: 'Kim',
      company: 'Liste GmbH',
    })
    expect((await leadOf(target, 'person5@list.example')).fields).toMatchObject({ firstName: 'Olga' })
  })

  it('mails those whose tag a sequence asks for, and nobody else', async () => {
    await ripen.advance('2m')
    expect(await target.mails('person0@list.example')).toMatchObject([{ subject: 'Thank you for your visit' }])
    expect(await target.mails('person1@list.example')).toHaveLength(1)
    const { items } = { items: await target.mails('') }
    const toList = items.filter(({ to }) => /person(?!0@|1@|7@)/.test(to))
    expect(toList).toEqual([])
    expect(await target.mails('out@list.example')).toHaveLength(2)
    expect(
      (await asStaff(target, 'admin', 'POST', '/leads/search', { email: 'forgotten@list.example' })).body.items,
    ).toEqual([])
  })

  it('changes nothing when it comes again', async () => {
    const look = async () => {
      await ripen.settle()
      const { url, tableEndpoint, topology } = ripen
      return readHistory({ url, tableEndpoint, table: topology.tables[0]?.name ?? '' })
    }
    const before = await look()
    const asked = await run(true)
    const same = { ...expected, new: 0, changed: 0, merged: 0, unchanged: 282 }
    expect(asked.counts).toEqual(same)
    expect((await run(false, undefined, asked.unchanged)).counts).toEqual(same)
    const after = await look()
    expect(after.items).toEqual(before.items)
    expect(after.mails).toEqual(before.mails)
    expect(checkHistory(after)).toEqual([])
  }, 60_000)

  it('lets an erased person in again by an act of its own alone', async () => {
    await postsForm(target, 'story-paper', { email: 'forgotten@list.example', 'consent.product-education': 'on' })
    await confirms(target, await mailNumber(target, 'forgotten@list.example', 3))
    const { deadLetters } = await ripen.state()
    expect(Object.entries(deadLetters).filter(([, depth]) => depth > 0)).toEqual([])
    expect((await leadOf(target, 'forgotten@list.example')).fields).not.toHaveProperty('company')
  }, 60_000)
})
