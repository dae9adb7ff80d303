// How long `ripen check` takes on a folder of 200 files, as somebody waits for it: with the start of Node. `npm run bench:check`
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readFolder } from '../cli/read-folder.ts'
import { writeBigFolder } from './a-big-folder.ts'
import { conclude, figure, interleave, median, rounded, roundsAsked } from './harness.ts'

/** What was promised. */
const checkedWithinMs = 1_000
const files = 200

const root = join(import.meta.dirname, '..')
const fresh = mkdtempSync(join(tmpdir(), 'ripen-check-'))
process.once('exit', () => rmSync(fresh, { recursive: true, force: true }))
const templates = join(fresh, 'templates')
const mails = writeBigFolder(templates, readFolder(join(root, 'templates')), files)
// What was read of these is a reference to their bytes.
cpSync(join(root, 'templates/files'), join(templates, 'files'), { recursive: true })

const measured = await interleave(roundsAsked(9), {
  'every time after the first': () => checkMs(),
  'the first time after the installation': () => checkMs(installed()),
})
const rows = Object.entries(measured).map(([name, ms]) => [
  name,
  { 'median ms': rounded(median(ms)), 'least ms': rounded(Math.min(...ms)), 'most ms': rounded(Math.max(...ms)) },
])
conclude(
  'check',
  Object.fromEntries(rows),
  Object.entries(measured).map(([name, ms]) =>
    figure(
      `ripen check of ${files} files, ${mails} of them mails, ${name}, ms`,
      median(ms),
      'at most',
      checkedWithinMs,
    ),
  ),
)

/** Where Node keeps what it compiled, as the installation leaves it. */
function installed(): string {
  const compiled = mkdtempSync(join(fresh, 'compiled-'))
  const env = { ...process.env, NODE_COMPILE_CACHE: compiled }
  const { status } = spawnSync(process.execPath, ['setup/compile-first.mjs'], { cwd: root, env })
  if (status !== 0) throw new Error('the installation does not end well')
  return compiled
}

/** `compiled`: where Node keeps what it compiled of the command line, instead of where it does for people. */
async function checkMs(compiled?: string): Promise<number> {
  const began = performance.now()
  const { status, stdout, stderr } = spawnSync(process.execPath, ['cli/ripen.mjs', 'check', templates, '--no-github'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...(compiled !== undefined && { NODE_COMPILE_CACHE: compiled }) },
  })
  const tookMs = performance.now() - began
  if (status !== 0) throw new Error(`the folder is not good:\n${stdout}${stderr}`)
  return tookMs
}
