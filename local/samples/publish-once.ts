// Publishes the samples on an assembly just synthesized, so that the first start has nothing to wait for: `node local/samples/publish-once.ts <assembly>`.
import { seedOfSamples } from './seed-of-samples.ts'

process.env.TZ = 'UTC'
const [assembly] = process.argv.slice(2)
if (assembly === undefined) throw new Error('Name the assembly, for example .build/assembly')
await seedOfSamples(assembly, console.log)
