import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// Business zones are named; what names none is UTC, as in Lambda.
process.env.TZ = 'UTC'
enableCompileCache(join(import.meta.dirname, '../.build/compiled'))
const { tellStory } = await import('./tell-story.ts')
process.exitCode = (await tellStory()) ? 0 : 1
