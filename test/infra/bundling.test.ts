import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import * as fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { readYaml } from '../../core/content/read-yaml.ts'
import { publicHolidays } from '../../core/handoff/holidays.ts'
import { bundle, bundling } from '../../infra/bundling.ts'

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'ripen-bundling-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('what a handler reads later', () => {
  it('lies beside its bundle and works there: public holidays, with fewer time zones', async () => {
    const files = await bundle(root, ['handoff/forward-lead.event', 'handoff/settle-lead.event'], folder)
    for (const { path, contents } of files) {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, contents)
    }
    const later = files.find(({ path }) => basename(path).startsWith('holidays-'))
    expect(dirname(later?.path ?? '')).toBe(join(folder, 'handoff/forward-lead.event'))
    expect(files.filter(({ path }) => path.includes('settle-lead'))).toHaveLength(1)
    const start = files.find(({ path }) => path.endsWith('forward-lead.event/index.mjs'))
    expect(start?.text).toContain(`import("./${basename(later?.path ?? '')}")`)
    expect(start?.text).not.toContain('Hari Raya')

    const bundled = await import(pathToFileURL(later?.path ?? '').href)
    const days = Array.from({ length: 730 }, (_, day) =>
      new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10),
    )
    for (const place of ['RU', 'DE-BY', 'IR', 'CN', 'JP', 'IL', 'US', 'IN', 'ET', 'BD']) {
      const [inside, outside] = [bundled.publicHolidays(place), publicHolidays(place)]
      expect(days.filter(inside), place).toEqual(days.filter(outside))
    }
  }, 60_000)
})

describe('a bundle that reads YAML', () => {
  it('reads as Ripen does elsewhere, whatever the text, with no more of the parser than it needs', async () => {
    const outfile = join(folder, 'read-yaml.mjs')
    await build({ ...bundling, absWorkingDir: root, entryPoints: ['core/content/read-yaml.ts'], outfile })
    const bundled = await import(pathToFileURL(outfile).href)
    expect(readFileSync(outfile, 'utf8')).toContain('no YAML is written here')
    const pieces = [
      'a: ',
      '- ',
      '\n',
      '  ',
      '? ',
      '[',
      ']',
      '{',
      '}',
      ', ',
      '&x ',
      '*x',
      '!!set',
      '<<: ',
      '"',
      "'",
      '|',
      '>',
      '%YAML 1.1\n---\n',
    ]
    const words = ['b', '2026-01-01', 'yes', '0x1f', '1e3', '.nan', '~', 'имя', '# no']
    const text = fc.array(fc.constantFrom(...pieces, ...words), { maxLength: 30 }).map((all) => all.join(''))
    fc.assert(
      fc.property(text, (given) => {
        const [inside, outside] = [bundled.readYaml, readYaml].map((read) =>
          read(given, z.unknown(), { file: 'a.yaml' }),
        )
        expect({ ...inside, locate: undefined }).toEqual({ ...outside, locate: undefined })
      }),
      { numRuns: 2_000 },
    )
  }, 60_000)
})

describe('a handler that parses', () => {
  it('tells in English what it refuses, with no more of zod than it needs', async () => {
    const oneOfEachKind = [
      'insight/show-health.http',
      'leads/record-activity.event',
      'handoff/keep-sla.task',
      'leads/announce-left.schedule',
      'staff/add-first-admin.deploy',
    ]
    const files = await bundle(root, oneOfEachKind, folder)
    const starts = files.filter(({ path }) => path.endsWith('/index.mjs'))
    expect(starts).toHaveLength(oneOfEachKind.length)
    for (const { path } of starts) {
      const text = files
        .filter((file) => dirname(file.path) === dirname(path))
        .map((file) => file.text)
        .join('')
      expect(text, path).toContain('the number of its entries')
      expect(text, path).not.toContain('"ZodString"')
    }
  }, 60_000)
})
