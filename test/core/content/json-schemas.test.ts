import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type JsonSchema, jsonSchemas } from '../../../core/content/json-schemas.ts'
import { mails } from '../../templates/sample-folder.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const schemas = jsonSchemas()
const templates = globSync('**/*.yaml', { cwd: join(root, 'templates') })
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** What the schema of this name finds wrong, as an editor would. */
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true })
const validators = Object.fromEntries(Object.entries(schemas).map(([file, schema]) => [file, ajv.compile(schema)]))
function found(name: string, value: unknown): string[] {
  const validate = validators[`${name}.schema.json`]
  if (!validate) throw new Error(`there is no schema ${name}`)
  return validate(value) ? [] : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message}`)
}

describe('the JSON Schemas that editors read', () => {
  it('are those that the schemas make today: else run "npm run schemas"', () => {
    expect(globSync('*', { cwd: join(root, 'schemas') }).sort()).toEqual(Object.keys(schemas).sort())
    for (const [file, schema] of Object.entries(schemas)) {
      expect(JSON.parse(read(`schemas/${file}`)), file).toEqual(JSON.parse(JSON.stringify(schema)))
    }
  })

  it.each(templates)('are named in %s, and find nothing wrong there', (path) => {
    const text = read(`templates/${path}`)
    const name = /^# yaml-language-server: \$schema=((?:\.\.\/)+)schemas\/([a-z-]+)\.schema\.json\n/.exec(text)
    expect(name?.[1]).toBe('../'.repeat(path.split('/').length))
    expect(name?.[2]).toBe(path.split('/')[0]?.replace('.yaml', ''))
    expect(found(name?.[2] ?? '', parse(text))).toEqual([])
  })

  it('find nothing wrong in the front matter of the sample mails', () => {
    const texts = mails.map(({ text }) => parse(text.split(/^---$/m)[1] ?? ''))
    expect(texts.flatMap((one) => found('email', one))).toEqual([])
  })

  it('find nothing wrong in the plan of the planner’s page', () => {
    const written = /^```yaml templates\/plan\.yaml\n(.*?)^```/ms.exec(read('docs/planner.md'))?.[1] ?? ''
    expect(written).toContain('goal:')
    expect(found('plan', parse(written))).toEqual([])
    expect(found('plan', { ...parse(written), goal: { revenue: 'much' }, budget: 1 })).not.toEqual([])
  })

  const step = { id: 'one', send: 'welcome' }
  it.each([
    ['a key that is not there', 'sequences', { id: 'x', topic: 'news', steps: [{ ...step, delay: '3d' }] }],
    ['a missing key', 'sequences', { id: 'x', steps: [step] }],
    ['a duration in words', 'sequences', { id: 'x', topic: 'news', steps: [{ id: 'one', wait: '3 days' }] }],
    [
      'an operator that there is not',
      'sequences',
      { id: 'x', topic: 'n', steps: [step], exit: [{ when: { a: { like: 'b' } } }] },
    ],
    [
      'an unknown type of field',
      'forms',
      {
        id: 'x',
        title: 'x',
        button: 'x',
        thanks: { title: 'x', text: 'x' },
        fields: [{ id: 'a', type: 'e-mail', label: 'x' }],
      },
    ],
    [
      'points in words',
      'scoring-models',
      { id: 'x', fit: [{ when: { a: 'b' }, points: 'many' }], engagement: [], mql: {}, qualify: {} },
    ],
    [
      'a duty of nobody',
      'sla-policies',
      { id: 'x', calendar: {}, routes: [], duties: [{ id: 'a', who: 'boss', what: 'call', within: '1h' }] },
    ],
    [
      'a stage that there is not',
      'funnel',
      { id: 'funnel', stages: [{ stage: 'suspect', words: 'x', criteria: ['x'] }] },
    ],
    ['a mail without a subject', 'email', { preheader: 'x' }],
    ['a colour by name', 'brand', { colors: { accent: 'red' } }],
    ['a mail of no class', 'email', { subject: 'x', class: 'spam' }],
  ])('find %s', (_, name, value) => {
    expect(found(name, value)).not.toEqual([])
  })

  it.each(Object.entries(schemas))('of %s have words for every key', (_, schema) => {
    expect(schema.description).toMatch(/\.$/)
    expect(withoutWords(schema, '')).toEqual([])
  })

  it('say how to write what a pattern wants', () => {
    const per = schemas['sequences.schema.json']?.properties?.cap?.properties?.per
    expect(per?.patternErrorMessage).toBe(
      'write a duration as a whole number over 0 and one of s, m, h, d, w, for example "3d"',
    )
  })
})

function withoutWords(schema: JsonSchema, path: string): string[] {
  const inside = Object.entries(schema.properties ?? {}).flatMap(([key, one]) => [
    ...(one.description ? [] : [`${path}.${key}`]),
    ...withoutWords(one, `${path}.${key}`),
  ])
  const others = [
    ...(schema.items ? [schema.items] : []),
    ...(schema.anyOf ?? []),
    ...Object.values(schema.definitions ?? {}),
  ]
  return [...inside, ...others.flatMap((one) => withoutWords(one, path))]
}
