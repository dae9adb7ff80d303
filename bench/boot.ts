// How long `npm start` takes to be ready once everything is installed and synthesized, and what it holds at rest. `npm run bench:boot`
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnRipen } from '../local/spawn-ripen.ts'
import { conclude, figure, interleave, median, rounded, roundsAsked } from './harness.ts'

/** What was promised. */
const readyWithinMs = 2_500
/** Main program, table engine and no function yet. */
const restsBelowMb = 300

const folder = mkdtempSync(join(tmpdir(), 'ripen-boot-'))
const rest: number[] = []
let empty = 0

/** Starts a run in a process of its own as `npm start` does, and answers the ms until it was ready. */
async function timeToReady(data: string): Promise<number> {
  const began = performance.now()
  const ripen = await spawnRipen({ data, port: 0 })
  const tookMs = performance.now() - began
  rest.push((await ripen.state()).rssMb)
  await ripen.stop()
  return tookMs
}

try {
  // Where templates were edited since the synthesis, a first start publishes them once more.
  await timeToReady(join(folder, 'again'))
  rest.length = 0
  const measures = await interleave(roundsAsked(7), {
    'on an empty data folder': () => {
      empty += 1
      return timeToReady(join(folder, `empty-${empty}`))
    },
    'on the data folder of an earlier run': () => timeToReady(join(folder, 'again')),
  })
  const rows = Object.entries(measures).map(([name, ms]) => [
    name,
    { 'median ms': rounded(median(ms)), 'least ms': rounded(Math.min(...ms)), 'most ms': rounded(Math.max(...ms)) },
  ])
  conclude('boot', Object.fromEntries(rows), [
    ...Object.entries(measures).map(([name, ms]) => figure(`ready ${name}, ms`, median(ms), 'at most', readyWithinMs)),
    figure('memory at rest, MB', median(rest), 'at most', restsBelowMb),
  ])
} finally {
  rmSync(folder, { recursive: true, force: true })
}
