import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readYaml } from '../../../../core/content/read-yaml.ts'
import { activityReader } from '../../../../core/scoring/backtest/past-activity.ts'
import { readPastLead, whenJudged } from '../../../../core/scoring/backtest/past-lead.ts'
import {
  activityColumns,
  type PastMapping,
  pastColumns,
  pastMapping,
} from '../../../../core/scoring/backtest/past-mapping.ts'

const day = 86_400_000

function mapping(yaml: string): PastMapping {
  const { value, problems } = readYaml(yaml, pastMapping, { file: 'm.yaml' })
  if (!value) throw new Error(problems.map(({ message }) => message).join())
  return value
}

const plain = mapping(`
came: Created
lead: Id
fields: { jobTitle: Title, employees: { column: Staff, as: number }, budget: { column: Budget, set: Asked } }
fixed: { country: DE }
tags: [fair, { column: Tags }]
locale: { column: Language }
outcome: { at: { column: Closed, format: DD.MM.YYYY } }
`)
const row = {
  Id: 'a1',
  Created: '2025-03-01',
  Title: 'Head of Sales',
  Staff: '1 200',
  Budget: 'over-100k',
  Asked: '2025-03-05',
  Tags: 'Hot Lead, retail',
  Language: 'de',
  Won: 'Yes',
  Closed: '02.05.2025',
}
const read = (given: Record<string, string>, by = plain, afterMs = 30 * day) => {
  const cells: Record<string, string> = { ...row, ...given }
  return readPastLead(by, { outcome: 'Won', afterMs }, (column) => cells[column] ?? '')
}

describe('a row of past leads', () => {
  it('tells who the lead was, when it is judged and how it ended', () => {
    expect(read({})).toEqual({
      lead: {
        key: 'a1',
        cameMs: Date.UTC(2025, 2, 1),
        isWon: true,
        decidedMs: Date.UTC(2025, 4, 2),
        judgedMs: Date.UTC(2025, 2, 31),
        facts: {
          country: 'DE',
          jobTitle: 'Head of Sales',
          employees: 1200,
          budget: 'over-100k',
          locale: 'de',
          tags: ['fair', 'hot-lead', 'retail'],
          customer: false,
        },
        late: [],
      },
    })
  })

  it.each<[string, Record<string, string>, string[]]>([
    ['after it was judged', { Asked: '2025-04-01' }, ['budget']],
    ['at its outcome, which was earlier', { Asked: '2025-03-10', Closed: '10.03.2025' }, ['budget']],
    ['before that', { Asked: '2025-03-30' }, []],
    ['nobody knows when', { Asked: '' }, []],
  ])('leaves out what was learnt %s', (_, given, late) => {
    const found = read(given)
    expect(found).toMatchObject({ lead: { late } })
    expect('lead' in found && Object.hasOwn(found.lead.facts, 'budget')).toBe(late.length === 0)
  })

  it.each([
    ['no time', { Created: '' }, 'When it came is missing (column “Created”).'],
    ['a time that is none', { Created: '2025-02-30' }, 'Column “Created” is no date written like 2026-04-22.'],
    ['another way to write times', { Closed: '2025-05-02' }, 'Column “Closed” is no date written like DD.MM.YYYY.'],
    ['no outcome', { Won: '' }, 'Its outcome is missing (column “Won”).'],
    ['an outcome that is neither', { Won: 'perhaps' }, 'Its outcome (column “Won”) is neither yes nor no.'],
    ['an outcome before it came', { Closed: '28.02.2025' }, 'Its outcome is of a time before it came.'],
    ['a number that is none', { Staff: 'many' }, 'Column “Staff” is not a number.'],
    ['an answer learnt at no time', { Asked: 'soon' }, 'Column “Asked” is no date written like 2026-04-22.'],
  ])('is refused with %s', (_, given, wrong) => {
    expect(read(given)).toEqual({ wrong })
  })

  const words = mapping(
    'came: Created\nfields: {}\noutcome: { won: [Customer], lost: [Lost, Junk], open: [In talks, ""] }',
  )
  it.each([
    ['customer', { lead: { isWon: true } }],
    ['LOST', { lead: { isWon: false } }],
    ['in talks', { open: true }],
    ['', { open: true }],
    ['yes', { wrong: 'Its outcome (column “Won”) is none of the words that the mapping names.' }],
  ])('ended as its own words say: %s', (word, ended) => {
    expect(read({ Won: word }, words)).toMatchObject(ended)
  })

  it('never throws, whatever stands in it', () => {
    fc.assert(
      fc.property(
        fc.record({ Created: fc.string(), Won: fc.string(), Staff: fc.string(), Tags: fc.string() }),
        (given) => {
          expect(Object.keys(read(given))).toHaveLength(1)
        },
      ),
    )
  })
})

describe('when a lead is judged', () => {
  it('is never after its outcome, nor later than asked', () => {
    fc.assert(
      fc.property(fc.nat(), fc.option(fc.nat()), fc.nat(), (came, later, after) => {
        const decided = later === null ? undefined : came + later
        const judged = whenJudged(came, decided, after)
        expect(judged).toBeLessThanOrEqual(came + after)
        if (decided !== undefined) expect(judged).toBeLessThanOrEqual(decided)
      }),
    )
  })
})

describe('a mapping of past leads', () => {
  it('names the columns that there must be', () => {
    expect(pastColumns(plain, 'Won')).toEqual([
      'Title',
      'Staff',
      'Budget',
      'Asked',
      'Tags',
      'Language',
      'Id',
      'Created',
      'Closed',
      'Won',
    ])
    expect(activityColumns(plain)).toEqual(['lead', 'type', 'at'])
  })

  it.each([
    ['without a time', 'fields: {}', '"came"'],
    ['with words of one outcome alone', 'came: C\nfields: {}\noutcome: { won: [a] }', 'say the words of both'],
    ['with one word for both', 'came: C\nfields: {}\noutcome: { won: [A], lost: [a] }', 'the same word stands twice'],
    ['with a key of an import', 'came: C\nfields: {}\nconsent: []', 'consent'],
    ['with a format that is none', 'came: { column: C, format: YY }\nfields: {}', 'format'],
  ])('is refused %s', (_, yaml, why) => {
    const { value, problems } = readYaml(yaml, pastMapping, { file: 'm.yaml' })
    expect(value).toBeUndefined()
    expect(JSON.stringify(problems).replaceAll('\\"', '"')).toContain(why)
  })
})

describe('a row of activities', () => {
  const columns = ['lead', 'type', 'at', 'form', 'machine']
  const act = (given: Record<string, string>, by = plain) => {
    const cells: Record<string, string> = { lead: 'a1', type: 'email-clicked', at: '2025-03-02T10:00Z', ...given }
    return activityReader(by, columns)(7, (column) => cells[column] ?? '')
  }

  it('is a fact of its lead, named by its row', () => {
    expect(act({ type: 'Form submitted', form: 'white-paper', machine: 'yes' })).toEqual({
      key: 'a1',
      atMs: Date.UTC(2025, 2, 2, 10),
      fact: {
        id: 'row-00000007',
        type: 'form-submitted',
        at: '2025-03-02T10:00:00.000Z',
        data: { form: 'white-paper', machine: true },
      },
    })
  })

  it('goes by the names and words of the mapping', () => {
    const own = mapping(
      'came: C\nfields: {}\nactivities: { lead: form, types: { "E-Mail: Klick": email-clicked }, data: { path: machine } }',
    )
    expect(act({ form: 'b2', type: 'E-Mail: Klick', machine: '/pricing' }, own)).toMatchObject({
      key: 'b2',
      fact: { type: 'email-clicked', data: { path: '/pricing' } },
    })
  })

  it.each([
    ['no lead', { lead: '' }, 'The lead is missing (column “lead”).'],
    ['no time', { at: '' }, 'When it was is missing (column “at”).'],
    ['a time that is none', { at: 'yesterday' }, 'Column “at” is no date written like 2026-04-22.'],
    ['no type', { type: '' }, 'What was done (column “type”) is missing or no name of an activity.'],
    [
      'a type that can be no name',
      { type: 'E-Mail: Klick' },
      'What was done (column “type”) is missing or no name of an activity.',
    ],
  ])('is refused with %s', (_, given, wrong) => {
    expect(act(given)).toEqual({ wrong })
  })
})
