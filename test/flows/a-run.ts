import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ripen, type RipenOptions, startRipen } from '../../local/run.ts'

/** An embedded run on an empty data folder and a free port, which is gone after `stop`. */
export async function aRun(options: Partial<RipenOptions> = {}): Promise<Ripen> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'ripen-flow-'))
  const ripen = await startRipen({ port: 0, publishSamples: false, speed: 0, ...options, data })
  return {
    ...ripen,
    stop: async () => {
      await ripen.stop()
      if (!options.data) rmSync(data, { recursive: true, force: true })
    },
  }
}
