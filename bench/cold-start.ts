import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleFolder, bundleHandlers, handlerNames } from '../infra/bundle.ts'
import { conclude, type Figure, figure, interleave, median, rounded, roundsAsked } from './harness.ts'

/**
 * From the start of a process to its handler loaded, per bundle, beside a handler that does nothing: what a cold start adds to Lambda's own. Both include
 * the start of Node.
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
const bundleOf = (name: string) => join(root, bundleFolder, name, 'index.mjs')
const cases = Object.fromEntries([
  ['an empty handler', () => loads(empty)],
  ...names.map((name) => [name, () => loads(bundleOf(name))] as const),
])
const measured = await interleave(roundsAsked(7), cases)
const emptyMs = median(measured['an empty handler'] ?? [])
const rows = names
  .map((name) => {
    const ms = median(measured[name] ?? [])
    return { name, ms, times: ms / emptyMs, kb: statSync(bundleOf(name)).size / 1024 }
  })
  .sort((a, b) => b.times - a.times)
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
    ...rows.map(({ name, ms, times, kb }) => [
      name,
      { 'median ms': rounded(ms), times: rounded(times), KB: Math.round(kb) },
    ]),
  ]),
  figures,
)

/** Milliseconds from the start of a process to its bundle imported. */
async function loads(bundle: string): Promise<number> {
  const beganMs = performance.now()
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', `await import(${JSON.stringify(`file://${bundle}`)}); process.exit(0)`],
    { env: { PATH: process.env.PATH, NODE_ENV: 'production' }, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`${bundle} can't be loaded:\n${stderr}`)
  return performance.now() - beganMs
}
