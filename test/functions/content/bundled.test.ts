import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildSync } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../../core/routes.ts'
import { bundling } from '../../../infra/bundle.ts'
import { aTable, type TestTable } from '../../fixtures/a-table.ts'
import { column, plainFront } from '../../fixtures/an-email.ts'
import { ask } from '../../fixtures/ask.ts'

const root = join(import.meta.dirname, '../../..')
const folder = mkdtempSync(join(tmpdir(), 'ripen-bundle-'))
const bundle = (name: string) => join(folder, `${name}.mjs`)
let table: TestTable

beforeAll(async () => {
  table = await aTable()
  buildSync({
    ...bundling,
    absWorkingDir: root,
    entryPoints: ['draft-content.http', 'preview-email.http', 'show-content.http'].map(
      (name) => `functions/content/${name}.ts`,
    ),
    outdir: folder,
  })
})
afterAll(async () => {
  await table.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('the bundled functions', () => {
  it('compile mails without what MJML never calls here', async () => {
    const { handler: draft } = await import(pathToFileURL(bundle('draft-content.http')).href)
    const { handler: preview } = await import(pathToFileURL(bundle('preview-email.http')).href)
    Object.assign(process.env, { COMPANY: 'Acme', POSTAL_ADDRESS: '1 Hill Road, Leeds' })
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

  it('stay small: what only reads content holds neither MJML nor Liquid', () => {
    expect(statSync(bundle('draft-content.http')).size).toBeLessThan(1_600_000)
    expect(statSync(bundle('show-content.http')).size).toBeLessThan(600_000)
  })
})
