// Writes schemas/, by which editors complete and check what marketing writes: `npm run schemas`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { jsonSchemas } from '../core/content/json-schemas.ts'

const folder = new URL('../schemas/', import.meta.url)
mkdirSync(folder, { recursive: true })
for (const [file, schema] of Object.entries(jsonSchemas())) {
  writeFileSync(new URL(file, folder), `${JSON.stringify(schema, null, 2)}\n`)
  console.log(`schemas/${file}`)
}
