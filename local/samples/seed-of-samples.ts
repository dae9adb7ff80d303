import { join } from 'node:path'
import { clientOf } from '../ripen-client.ts'
import { start } from '../running.ts'
import { publishSamples } from './publish-samples.ts'
import { type Seed, seedOf, seedTime } from './seed.ts'

const root = join(import.meta.dirname, '../..')
const templates = join(root, 'templates')

/** The data folder that empty ones begin from: that of `templates/` as it is now, on an assembly; made where there is none, which `say` is told of. */
export function seedOfSamples(assembly: string, say?: (line: string) => void): Promise<Seed> {
  return seedOf({
    folder: join(root, '.build/seeds'),
    madeOf: [join(assembly, 'manifest.json'), templates, import.meta.dirname],
    publish: async (data) => {
      say?.('Publishing the samples of templates/; empty data folders begin with them …')
      const { url, callerOf, stop } = await start({ assembly, data, port: 0, startAt: seedTime, begin: async () => {} })
      const [marketing, sales, admin] = [callerOf('marketing'), callerOf('sales'), callerOf('admin')]
      const published = await publishSamples({ folder: templates, marketing, sales, admin })
      await clientOf(url).settle()
      await stop()
      return published
    },
  })
}
