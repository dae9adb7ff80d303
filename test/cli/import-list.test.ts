import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Api } from '../../cli/api.ts'
import { countLines } from '../../cli/import/import-counts.ts'
import { importList } from '../../cli/import/import-list.ts'
import { isUnderWay, readState, statePath } from '../../cli/import/import-state.ts'
import { openList } from '../../cli/import/list-file.ts'
import { readYaml } from '../../core/content/read-yaml.ts'
import { mapping as mappingSchema } from '../../core/lists/mapping.ts'
import { aListApi, type ListApi } from './a-list-api.ts'

const { value } = readYaml(
  `source: { name: spring-fair, origin: outbound }
fields: { email: Email, firstName: Name }
consent: [{ topic: news, basis: opt-in, evidence: Paper form, at: 2026-04-22, where: { column: News } }]
`,
  mappingSchema,
  { file: 'm.yaml' },
)
if (!value) throw new Error('no mapping')
const mapping = value

let folder: string
let list: string
let api: ListApi
let waits: number[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ripen-import-'))
  list = join(folder, 'leads.csv')
  api = await aListApi()
  waits = []
})
afterEach(async () => {
  await api.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** 450 rows: five calls. */
function write(rows = Array.from({ length: 450 }, (_, n) => `p${n}@shop.example;"Olga\nB";x`)): void {
  writeFileSync(list, `\ufeffEmail;Name;News\r\n${rows.join('\r\n')}\r\n`)
}

async function run(dryRun = false, given = mapping) {
  const file = await openList(list, given, {})
  const left = dryRun ? undefined : readState(list)
  return importList({
    api: new Api({ api: api.url, token: 'token' }),
    file,
    mapping: given,
    importId: 'import-id-of-a-list',
    mappingHash: 'hash',
    dryRun,
    left,
    wait: async (ms) => {
      waits.push(ms)
    },
  })
}

const rejects = () => readFileSync(`${list}.rejects.csv`, 'utf8')

describe('importing a list', () => {
  it('sends all of it, 50 rows a call, and leaves nothing behind', async () => {
    write()
    expect((await run()).counts).toMatchObject({ rows: 450, new: 450, rejected: 0 })
    expect(api.calls.map(({ rows }) => rows.length)).toEqual([50, 50, 50, 50, 50, 50, 50, 50, 50])
    expect(api.calls[0]?.rows[0]).toMatchObject({
      n: 1,
      fields: { firstName: 'Olga\nB' },
      consent: [{ topic: 'news', evidence: 'Paper form', at: '2026-04-22T00:00:00Z' }],
    })
    expect(existsSync(`${list}.rejects.csv`)).toBe(false)
    expect(readState(list)).toBeUndefined()
  })

  it('counts as unchanged who was so when it was asked, though the import is told again what it did before', async () => {
    write(['a@shop.example;A;x', 'b@shop.example;B;x'])
    const file = await openList(list, mapping, {})
    const told = { api: new Api({ api: api.url, token: 'token' }), file, mapping, importId: 'id', mappingHash: 'hash' }
    const { counts } = await importList({ ...told, dryRun: false, unchangedBefore: new Set([1]) })
    expect(counts).toMatchObject({ rows: 2, new: 1, unchanged: 1 })
    expect(countLines(counts, false)).toEqual(['  1  new', '  1  unchanged: the list says nothing new of them'])
  })

  it('knows an import that another process is at from one that broke off', async () => {
    write()
    api.deadFrom = 1
    await expect(run()).rejects.toThrow('go on with --resume')
    const left = readState(list)
    if (!left) throw new Error('no state')
    expect(isUnderWay(list, left)).toBe(false)
    expect(isUnderWay(list, { ...left, pid: process.ppid })).toBe(true)
    const longAgo = new Date(Date.now() - 3_600_000)
    utimesSync(statePath(list), longAgo, longAgo)
    expect(isUnderWay(list, { ...left, pid: process.ppid })).toBe(false)
  })

  it('only asks on a dry run, and writes no file', async () => {
    write(['a@shop.example;A;x', 'bad;B;x'])
    const { counts, reasons } = await run(true)
    expect(counts).toMatchObject({ rows: 2, new: 1, rejected: 1 })
    expect(reasons).toEqual([{ reason: expect.stringContaining('no @'), line: 3, count: 1 }])
    expect(api.calls).toMatchObject([{ dryRun: true }])
    expect(existsSync(`${list}.rejects.csv`)).toBe(false)
  })

  it('counts who stands twice, and puts rejected rows aside with line and reason', async () => {
    write([
      'a@shop.example;"A ""x""";x',
      'A@SHOP.example;B;x',
      'nobody;"Line\nbreak";x',
      'bad@shop.example;C;x',
      'd@shop.example;D;',
      'e@shop.example;E;x;more',
      'f@shop.example;F;x;',
      'gone@shop.example;G;x',
    ])
    expect((await run()).counts).toEqual({
      rows: 8,
      new: 2,
      changed: 0,
      unchanged: 0,
      merged: 1,
      withdrawn: 1,
      suppressed: 0,
      erased: 0,
      rejected: 4,
    })
    expect(rejects()).toBe(
      [
        '\ufeffEmail;Name;News;ripen_line;ripen_reason',
        'nobody;"Line\nbreak";x;4;There is no @ in this address. It should look like name@example.com.',
        'bad@shop.example;C;x;6;The API does not like it.',
        'd@shop.example;D;;7;The person consented to nothing: no “where” of the mapping holds here.',
        'e@shop.example;E;x;8;It has 4 cells where the header has 3.',
        '',
      ].join('\r\n'),
    )
  })

  it('takes the rejects in once they are mended', async () => {
    write(['nobody;A;x', 'b@shop.example;B;x', 'nothing;C;x'])
    await run()
    writeFileSync(list, rejects().replace('nobody', 'nobody@shop.example'))
    expect((await run()).counts).toMatchObject({ rows: 2, new: 1, rejected: 1 })
    const [head, row] = rejects().split('\r\n')
    expect(head).toBe('\ufeffEmail;Name;News;ripen_line;ripen_reason')
    expect(row).toMatch(/^nothing;C;x;3;There is no @/)
  })

  it('waits for an API that has too much to do or is away for a moment', async () => {
    write(['a@shop.example;A;x'])
    api.next.push(429, 503, 'dead')
    expect((await run()).counts).toMatchObject({ new: 1 })
    expect(waits).toEqual([500, 2_000, 8_000])
  })

  it('goes on where the network left it, with nothing sent twice that was answered', async () => {
    const rows = Array.from({ length: 450 }, (_, n) => (n % 100 === 7 ? 'nobody;A;x' : `p${n % 440}@shop.example;A;x`))
    write(rows)
    const whole = (await run()).counts
    const wholeRejects = rejects()
    for (const dead of [0, 1, 2, 3, 4]) {
      api.calls.length = 0
      api.taken.clear()
      api.deadFrom = dead
      await expect(run()).rejects.toThrow('go on with --resume')
      const left = readState(list)
      expect(left?.rowsDone).toBeLessThanOrEqual(dead * 100)
      api.deadFrom = Number.POSITIVE_INFINITY
      api.calls.length = 0
      expect((await run()).counts.rows).toBe(whole.rows)
      expect(api.calls[0]?.rows[0]?.n).toBeGreaterThan(left?.rowsDone ?? 0)
      expect(rejects()).toBe(wholeRejects)
      expect(readState(list)).toBeUndefined()
    }
  })

  it('stops on Ctrl-C after what is under way, and goes on later to the same end', async () => {
    write([...Array.from({ length: 900 }, (_, n) => `p${n}@shop.example;A;x`), 'nobody;A;x'])
    api.heard = () => process.emit('SIGINT')
    const stopped = await run()
    api.heard = () => {}
    expect(stopped.stopped).toBe(true)
    const left = readState(list)
    expect(left?.rowsDone).toBe(stopped.counts.rows)
    expect(JSON.stringify(left)).not.toContain('@')
    const { counts } = await run()
    expect(counts).toMatchObject({ rows: 901, new: 900, rejected: 1 })
  })

  it.each<[string, string, RegExp]>([
    ['without a column that is mapped', 'Email;News\na@x.example;x\n', /no column “Name”/],
    ['with a column twice', 'Email;Name;Email;News\na;b;c;d\n', /two of its columns are called “Email”/],
    ['with nothing in it', '', /nothing in it/],
  ])('refuses a file %s', async (_, text, why) => {
    writeFileSync(list, text)
    await expect(run()).rejects.toThrow(why)
  })

  it('refuses a file with an open quote before anything is sent after it, and says what is imported', async () => {
    write(['a@shop.example;A;x', 'b@shop.example;"B;x'])
    await expect(run(true)).rejects.toThrow(
      /leads\.csv:\d+: a cell that begins with a quote never ends[\s\S]*Nothing was imported/,
    )
  })
})
