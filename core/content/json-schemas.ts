import * as z from 'zod/mini'
import { condition } from '../condition.ts'
import { plan } from '../insight/planner/plan.ts'
import { segment } from '../nurture/segment.ts'
import { brandLook } from './brand-look.ts'
import { emailFrontMatter } from './email-front-matter.ts'
import {
  activityWords,
  conditionWords,
  operatorWords,
  type SchemaName,
  type SchemaWords,
  schemaWords,
} from './schema-words.ts'
import { contentSchemas } from './schemas.ts'

/** A JSON Schema, as far as it is looked at here. */
export interface JsonSchema {
  description?: string
  properties?: Record<string, JsonSchema>
  items?: JsonSchema
  anyOf?: JsonSchema[]
  additionalProperties?: JsonSchema | boolean
  definitions?: Record<string, JsonSchema>
  [keyword: string]: unknown
}

const titles: Readonly<Record<SchemaName, string>> = {
  sequences: 'Ripen: a sequence',
  segments: 'Ripen: a segment',
  forms: 'Ripen: a form',
  'scoring-models': 'Ripen: a scoring model',
  'sla-policies': 'Ripen: an SLA policy',
  funnel: 'Ripen: the funnel',
  sites: 'Ripen: a website',
  files: 'Ripen: a gated file',
  email: 'Ripen: the front matter of a mail',
  brand: 'Ripen: how the company looks in its mails',
  plan: 'Ripen: the plan',
}

/**
 * The JSON Schema (draft 7, which YAML editors read best) of each content type by its file's name, with words for people to read while they write. What a
 * schema can't say (references, sums, orders) is told by `ripen check` alone.
 */
export function jsonSchemas(): Readonly<Record<string, JsonSchema>> {
  const all: Record<SchemaName, z.core.$ZodType> = {
    ...contentSchemas,
    segments: segment,
    email: emailFrontMatter,
    brand: brandLook,
    plan,
  }
  return Object.fromEntries(
    Object.entries(all).map(([name, schema]) => [`${name}.schema.json`, jsonSchema(name as SchemaName, schema)]),
  )
}

function jsonSchema(name: SchemaName, schema: z.core.$ZodType): JsonSchema {
  const names = z.registry<{ id: string }>()
  names.add(condition, { id: 'condition' })
  const made = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    metadata: names,
    override: ({ zodSchema, jsonSchema: one }) => sayPattern(zodSchema, one as JsonSchema),
  }) as JsonSchema
  say(name, made, schemaWords[name])
  const shared = made.definitions?.condition
  if (shared) {
    delete shared.id
    say('condition', shared, conditionWords)
    say('condition', shared.additionalProperties as JsonSchema, operatorWords)
    say('activity', shared.properties?.activity?.additionalProperties as JsonSchema, activityWords)
  }
  const { $schema, description, ...rest } = made
  return { $schema, title: titles[name], description: description ?? '', ...rest }
}

/** Editors show this where a text does not match: the schema's own words, which say how to write it. */
function sayPattern(schema: z.core.$ZodType, made: JsonSchema): void {
  if (made.pattern === undefined) return
  const checks = (schema._zod.def.checks ?? []) as {
    _zod: { def: { format?: string; error?: (issue: never) => unknown } }
  }[]
  const words = checks.find(({ _zod: { def } }) => def.format === 'regex')?._zod.def.error?.({} as never)
  if (typeof words === 'string') made.patternErrorMessage = words
}

/** Puts words at their keys; throws Error for a key that there is not, so that none is left behind when a schema changes. */
function say(name: string, schema: JsonSchema, words: SchemaWords): void {
  for (const [path, text] of Object.entries(words)) {
    const keys = path.split('.').filter((key) => key !== '')
    const at = keys.reduce((found, key) => found.flatMap((one) => under(one, key)), [schema])
    if (at.length === 0) throw new Error(`the schema of ${name} has no ${path}`)
    for (const one of at) one.description = text
  }
}

/** What stands under a key: `steps[]` means the entries of the list `steps`. */
function under(schema: JsonSchema, key: string): JsonSchema[] {
  if (key.endsWith('[]')) return under(schema, key.slice(0, -2)).flatMap(entriesOf)
  const own = schema.properties?.[key]
  return [...(own ? [own] : []), ...(schema.anyOf ?? []).flatMap((one) => under(one, key))]
}

function entriesOf(schema: JsonSchema): JsonSchema[] {
  return [...(schema.items ? [schema.items] : []), ...(schema.anyOf ?? []).flatMap(entriesOf)]
}
