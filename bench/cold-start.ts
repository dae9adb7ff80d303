import { spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleFolder, bundleHandlers, handlerNames } from '../infra/bundle.ts'
import { conclude, type Figure, figure, interleave, median, rounded, roundsAsked } from './harness.ts'

/**
 * From the start of a process to its handler loaded, per bundle, beside a handler that does nothing: what a cold start adds to Lambda's own. Both include
 * the start of Node. A bundle is `index.mjs` with all files that it imports; handlers that read more when they come to need it (what compiles mails, holidays)
 * are shown with that, too: it is no part of the start, nor of the figures.
 */

const root = join(import.meta.dirname, '..')
const timesAtMost = 4
const captureAtMost = 2
const largestKb = 430

bundleHandlers(root)
const folder = mkdtempSync(join(tmpdir(), 'ripen-cold-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
const empty = join(folder, 'index.mjs')
writeFileSync(empty, 'export const handler = async () => {}\n')

const names = handlerNames(root)
const folderOf = (name: string) => join(root, bundleFolder, name)
const bundles = names.map((name) => ({ name, files: filesOf(join(folderOf(name), 'index.mjs')) }))
const withMore = bundles.flatMap(({ name, files }) => {
  const all = globSync('*.mjs', { cwd: folderOf(name) }).map((file) => join(folderOf(name), file))
  return all.length > files.length
    ? [{ name: `${name}, and what it reads later`, files: [...new Set([...files, ...all])] }]
    : []
})
const cases = Object.fromEntries([
  ['an empty handler', () => loads([empty])],
  ...[...bundles, ...withMore].map(({ name, files }) => [name, () => loads(files)] as const),
])
const measured = await interleave(roundsAsked(7), cases)
const emptyMs = median(measured['an empty handler'] ?? [])
const row = ({ name, files }: { name: string; files: readonly string[] }) => {
  const ms = median(measured[name] ?? [])
  return { name, ms, times: ms / emptyMs, kb: files.reduce((sum, file) => sum + statSync(file).size, 0) / 1024 }
}
const rows = bundles.map(row).sort((a, b) => b.times - a.times)
const capture = rows.find(({ name }) => name === 'capture/submit-form.http')
const slowest = rows[0]
const largest = rows.toSorted((a, b) => b.kb - a.kb)
const within = rows.filter(({ kb }) => kb <= largestKb)

const figures: Figure[] = [
  figure(`slowest bundle (${slowest?.name}) to an empty handler`, slowest?.times ?? Number.NaN, 'at most', timesAtMost),
  figure('capture/submit-form.http to an empty handler', capture?.times ?? Number.NaN, 'at most', captureAtMost),
  figure(`largest bundle (${largest[0]?.name}) in KB`, largest[0]?.kb ?? Number.NaN, 'at most', largestKb),
  figure(`bundles of at most ${largestKb} KB, of ${rows.length}`, within.length, 'at least', rows.length),
]
conclude(
  'cold-start',
  Object.fromEntries([
    ['an empty handler', { 'median ms': rounded(emptyMs), times: 1, KB: 0 }],
    ...[...rows, ...withMore.map(row)].map(({ name, ms, times, kb }) => [
      name,
      { 'median ms': rounded(ms), times: rounded(times), KB: Math.round(kb) },
    ]),
  ]),
  figures,
)

/** A file with all that it imports from beside it, and they in turn; not what `import()` reads. */
function filesOf(file: string, known: readonly string[] = []): readonly string[] {
  const imported = [...readFileSync(file, 'utf8').matchAll(/\b(?:from|import)"(\.\/[^"]+)"/g)].map(([, path = '']) =>
    join(file, '..', path),
  )
  return imported.reduce<readonly string[]>(
    (all, one) => (all.includes(one) ? all : filesOf(one, all)),
    [...known, file],
  )
}

/** Milliseconds from the start of a process to these files imported. */
async function loads(files: readonly string[]): Promise<number> {
  const imports = files.map((file) => `await import(${JSON.stringify(`file://${file}`)});`).join('')
  const beganMs = performance.now()
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', `${imports} process.exit(0)`], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${files.join(', ')} can't be loaded:\n${stderr}`)
  return performance.now() - beganMs
}
