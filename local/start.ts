import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

const beganAt = performance.now()
// Business zones are named; what names none is UTC, as in Lambda.
process.env.TZ = 'UTC'
// Half of the start would be reading the same sources again.
enableCompileCache(join(import.meta.dirname, '../.build/compiled'))
const { runFromCommandLine } = await import('./command-line.ts')
await runFromCommandLine(process.argv.slice(2), beganAt)
