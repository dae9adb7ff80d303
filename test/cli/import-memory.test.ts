import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aListApi, type ListApi } from './a-list-api.ts'

const rows = 100_000
/** The rows could not be kept in this heap: as objects they take more, beside the program itself. */
const heapMb = 64
const rssMb = 400

let folder: string
let api: ListApi

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ripen-memory-'))
  api = await aListApi({ keep: false })
  const list = openSync(join(folder, 'leads.csv'), 'w')
  writeSync(list, 'Email,Name,Company,Note\r\n')
  for (let from = 0; from < rows; from += 1_000) {
    const some = Array.from(
      { length: 1_000 },
      (_, n) =>
        `person${from + n}@shop${n}.example,Olga ${from + n},"Brandt, Markets ""and"" Sons","A note of\r\ntwo lines, ${'x'.repeat(60)}"\r\n`,
    )
    writeSync(list, some.join(''))
  }
  writeFileSync(
    join(folder, 'm.yaml'),
    `source: { name: big-list, origin: inbound }
fields: { email: Email, firstName: Name, company: Company, note: Note }
consent: [{ topic: news, basis: opt-in, evidence: Paper form, at: 2026-04-22 }]
`,
  )
})
afterAll(async () => {
  await api.stop()
  rmSync(folder, { recursive: true, force: true })
})

it(`imports ${rows.toLocaleString('en')} rows in memory that does not grow with them`, async () => {
  const tells = 'data:text/javascript,process.on("exit",()=>console.error("rss",process.resourceUsage().maxRSS))'
  const args = ['import', 'leads.csv', '--mapping', 'm.yaml', '--yes', '--json', '--api', api.url, '--token', 'token']
  const program = join(import.meta.dirname, '../../cli/ripen.mjs')
  const ripen = spawn(process.execPath, [`--max-old-space-size=${heapMb}`, '--import', tells, program, ...args], {
    cwd: folder,
  })
  let [out, err] = ['', '']
  ripen.stdout.on('data', (text) => {
    out += text
  })
  ripen.stderr.on('data', (text) => {
    err += text
  })
  const [code] = await once(ripen, 'close')
  expect({ code, err: err.replaceAll(/rss \d+\n/g, '') }).toEqual({ code: 0, err: '' })
  expect(JSON.parse(out)).toMatchObject({ dryRun: false, counts: { rows, new: rows } })
  const rss = Math.max(...[...err.matchAll(/rss (\d+)/g)].map(([, kb]) => Number(kb) / 1_024))
  expect(rss).toBeGreaterThan(0)
  expect(rss).toBeLessThan(rssMb)
}, 180_000)
