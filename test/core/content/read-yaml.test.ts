import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emailFrontMatter } from '../../../core/content/email-front-matter.ts'
import { readYaml } from '../../../core/content/read-yaml.ts'
import { contentSchemas } from '../../../core/content/schemas.ts'

const file = 'sequences/hello.yaml'
const read = (text: string) => readYaml(text, contentSchemas.sequences, { file })
const start = 'id: hello\ntopic: news\n'
const steps = 'steps:\n  - { id: one, send: welcome }\n'

describe('reading YAML', () => {
  it('gives the value, and where each part of it stands', () => {
    const made = read(`${start}${steps}`)
    expect(made).toMatchObject({ value: { id: 'hello', topic: 'news' }, problems: [] })
    if (!('locate' in made)) throw new Error('not read')
    expect(made.locate({ path: ['topic'] })).toEqual({ line: 2, column: 8 })
    expect(made.locate({ path: ['steps', 0, 'send'] })).toEqual({ line: 4, column: 22 })
    expect(made.locate({ path: ['steps', 0, 'send'], atKey: true })).toEqual({ line: 4, column: 16 })
    expect(made.locate({ path: ['steps', 7, 'send'] })).toEqual({ line: 3, column: 1 })
  })

  it.each([
    ['an unknown key', `${start}triger: { form: x }\n${steps}`, 3, 1, '/triger', 'there is no "triger" here'],
    ['a duplicate key', `${start}id: again\n${steps}`, 3, 1, undefined, 'this key is there twice'],
    ['a missing key', `id: hello\n${steps}`, 1, 1, '/topic', '"topic" is missing'],
    ['a missing key of a map', `${start}${steps}  - { send: x }\n`, 5, 5, '/steps/1/id', '"id" is missing'],
    [
      'a value out of range',
      `${start}cap: { emails: 51, per: 7d }\n${steps}`,
      3,
      16,
      '/cap/emails',
      'this must be at most 50',
    ],
    ['another type', `${start}newsletter: 1\n${steps}`, 3, 13, '/newsletter', 'this must be true or false'],
    ['no list', `${start}steps: one\n`, 3, 8, '/steps', 'this must be a list'],
    ['an empty list', `${start}steps: []\n`, 3, 8, '/steps', 'the number of its entries must be at least 1'],
    [
      'a word that is not offered',
      `${start}audience: all\n${steps}`,
      3,
      11,
      '/audience',
      'this must be "anyone", "prospects", "customers" or "with-sales"',
    ],
    [
      'a bad name',
      `id: Hello\ntopic: news\n${steps}`,
      1,
      5,
      '/id',
      'use lower-case letters, digits and single hyphens, for example "white-paper"',
    ],
    [
      'none of two kinds',
      `${start}steps:\n  - { id: one, send: 5 }\n`,
      4,
      22,
      '/steps/0/send',
      'this may be text or a map of keys and values',
    ],
    [
      'a wrong part of the likeliest of many kinds',
      `${start}trigger: { form: White }\n${steps}`,
      3,
      18,
      '/trigger/form',
      'use lower-case letters, digits and single hyphens, for example "white-paper"',
    ],
    [
      'a condition without operator',
      `${start}exit: [ { when: { a: {} } } ]\n${steps}`,
      3,
      22,
      '/exit/0/when/a',
      'name at least one operator, for example { contains: [director] }',
    ],
    [
      'two kinds of step in one',
      `${start}steps:\n  - { id: one, send: a, wait: 3d }\n`,
      4,
      5,
      '/steps/0',
      'a step has exactly one of send, task, webhook, wait, branch, split, end',
    ],
    [
      'a second document',
      `${start}${steps}---\nid: two\n`,
      5,
      1,
      undefined,
      'a file holds one document, and here a second begins',
    ],
    ['a key that is no text', `${start}[a]: x\n${steps}`, 3, 1, undefined, 'a key is text: put it into quotes'],
    ['a tag', `id: !!js/function x\ntopic: news\n${steps}`, 1, 5, undefined, 'tags (!name) are not used here'],
    ['no YAML', `${start}steps: [ { id: one }\n`, 4, 1, undefined, expect.stringMatching(/^not readable as YAML: /)],
    [
      'a tab',
      `${start}steps:\n\t- { id: one }\n`,
      4,
      1,
      undefined,
      'not readable as YAML: Tabs are not allowed as indentation',
    ],
    ['text alone', 'hello', 1, 1, '', 'this must be a map of keys and values'],
    ['what is nested too deep', '['.repeat(20_000), 1, 1, undefined, 'it is nested too deep to be read'],
  ])('refuses %s at its place', (_, text, line, column, pointer, message) => {
    const { value, problems } = read(text)
    expect(value).toBeUndefined()
    expect(problems[0]).toEqual(
      expect.objectContaining({
        file,
        line,
        column,
        severity: 'error',
        message,
        ...(pointer !== undefined && { pointer }),
      }),
    )
  })

  it('tells every unknown and missing key by itself', () => {
    const { problems } = read('a: 1\nb: 2\n')
    expect(problems.map(({ pointer }) => pointer).sort()).toEqual(['/a', '/b', '/id', '/steps', '/topic'])
  })

  it('refuses a bomb of aliases and reads a few of them', () => {
    const tens = (name: string, of: string) => `${name}: &${name} [${Array(10).fill(of).join(',')}]\n`
    const bomb = tens('a', '1') + tens('b', '*a') + tens('c', '*b') + tens('d', '*c')
    expect(read(bomb).problems[0]?.message).toBe('its aliases (*name) would make too much of it')
    expect(read(`id: &name hello\ntopic: *name\n${steps}`).value).toMatchObject({ topic: 'hello' })
  })

  it('refuses more than 300,000 characters', () => {
    expect(read(`# ${'x'.repeat(300_000)}\n${start}${steps}`).problems[0]?.message).toContain('300,000')
  })

  it('counts the lines that come before its text', () => {
    const made = readYaml('subject: ""', emailFrontMatter, { file, linesBefore: 1 })
    expect(made.problems[0]).toMatchObject({
      line: 2,
      column: 10,
      pointer: '/subject',
      message: 'a mail needs a subject',
    })
  })

  it('never makes a prototype of what it reads', () => {
    const made = read(`__proto__: { polluted: true }\n${start}${steps}`)
    expect(made.problems[0]).toMatchObject({ line: 1, message: 'there is no "__proto__" here' })
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  const yamlish = fc.array(
    fc.oneof(
      fc.constantFrom(
        'id: ',
        'steps:',
        '- ',
        '{',
        '}',
        '[',
        ']',
        ': ',
        ',',
        '\n',
        '  ',
        '&a ',
        '*a',
        '"',
        "'",
        '|\n',
        '---\n',
        '#',
        '!!map ',
        '? ',
        '<<: ',
      ),
      fc.string({ maxLength: 6 }),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 40 },
  )

  it('gives a value or problems with a place for any text, and never throws', () => {
    fc.assert(
      fc.property(yamlish, fc.constantFrom(...Object.values(contentSchemas)), (pieces, schema) => {
        const { value, problems } = readYaml(pieces.join(''), schema, { file })
        expect(value === undefined).toBe(problems.length > 0)
        for (const { line, column, message } of problems) {
          expect(line).toBeGreaterThanOrEqual(1)
          expect(column).toBeGreaterThanOrEqual(1)
          expect(message).not.toBe('')
        }
      }),
      { numRuns: 1_500 },
    )
  })
})
