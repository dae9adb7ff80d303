import { existsSync, readFileSync } from 'node:fs'
import type * as z from 'zod/mini'
import { type ReadYaml, readYaml } from '../../core/content/read-yaml.ts'

/** What the file of a mapping says, by this schema, with its text; throws Error where there is no such file. */
export function readMapping<Schema extends z.core.$ZodType>(
  path: string,
  schema: Schema,
): ReadYaml<z.output<Schema>> & { readonly text: string } {
  if (!existsSync(path)) throw new Error(`there is no file ${path}`)
  const text = readFileSync(path, 'utf8').replace(/^\ufeff/, '')
  return { ...readYaml(text, schema, { file: path }), text }
}
