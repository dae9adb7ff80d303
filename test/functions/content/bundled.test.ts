import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../../core/routes.ts'
import { bundle } from '../../../infra/bundling.ts'
import { aTable, type TestTable } from '../../fixtures/a-table.ts'
import { column, plainFront } from '../../fixtures/an-email.ts'
import { ask } from '../../fixtures/ask.ts'

const root = join(import.meta.dirname, '../../..')
const folder = mkdtempSync(join(tmpdir(), 'ripen-bundle-'))
const file = (name: string) => join(folder, 'content', name, 'index.mjs')
let table: TestTable

beforeAll(async () => {
  table = await aTable()
  const names = ['draft-content.http', 'preview-email.http', 'show-content.http'].map((name) => `content/${name}`)
  for (const { path, contents } of await bundle(root, names, folder)) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, contents)
  }
})
afterAll(async () => {
  await table.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('the bundled functions', () => {
  it('compile mails without what MJML never calls here', async () => {
    const { handler: draft } = await import(pathToFileURL(file('draft-content.http')).href)
    const { handler: preview } = await import(pathToFileURL(file('preview-email.http')).href)
    Object.assign(process.env, {
      COMPANY: 'Acme',
      POSTAL_ADDRESS: '1 Hill Road, Leeds',
      API_URL: 'https://api.example.com',
    })
    const text = (body: string) => ['---', ...plainFront, '---', body].join('\n')
    const files = {
      'en.md': text('**[Read]({{ preferencesUrl }})**'),
      'fa.mjml': text(column('<mj-text>سلام</mj-text>')),
      'ru.mjml': text('<mjml><mj-body><mj-tezt /></mj-body></mjml>'),
    }
    const groups = ['marketing']
    const { status, json } = await ask(draft, routes.draftContent, {
      params: { type: 'emails', id: 'hello' },
      body: { files },
      groups,
    })
    expect(status).toBe(200)
    expect(json.problems).toContainEqual(
      expect.objectContaining({ file: 'emails/hello/ru.mjml', message: 'there is no element <mj-tezt>' }),
    )
    expect(json.problems.map(({ file }: { file: string }) => file)).not.toContain('emails/hello/en.md')
    for (const [locale, words] of [
      ['en', 'Read'],
      ['fa', 'سلام'],
    ] as const) {
      const shown = await ask(preview, routes.previewEmail, { params: { id: 'hello' }, body: { locale }, groups })
      expect(shown.json.html).toContain(words)
    }
  }, 90_000)

  it('compile mails in files that are read when there is one to compile', () => {
    const holding = (name: string, text: string) =>
      globSync('*.mjs', { cwd: join(file(name), '..') })
        .filter((part) => readFileSync(join(file(name), '..', part), 'utf8').includes(text))
        .map((part) => part.replace(/-\w+\.mjs$/, ''))
    const ofMjml = 'mj-column'
    for (const name of ['draft-content.http', 'preview-email.http'])
      expect(holding(name, ofMjml)).toEqual(['compile-email'])
    expect(holding('show-content.http', ofMjml)).toEqual([])
    expect(holding('show-content.http', 'liquid')).toEqual([])
  })
})
