import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runRipen } from './run-ripen.ts'

const model = `id: m
fit: [{ id: decides, when: { title: { contains: head } }, points: 20 }]
engagement: [{ id: clicked, on: email-clicked, points: 10, cap: 20 }]
mql: { score: 10, fit-at-least: 5, interest-at-least: 5 }
qualify: { score: 25, fit-at-least: 10, interest-at-least: 10, drop-below: 20 }
`
const mapping = 'came: came\nlead: id\nfields: { title: title }\noutcome: { at: closed }\n'
/** 60 leads, every third a head of something, of whom most were won. */
const rows = Array.from({ length: 60 }, (_, n) => {
  const isHead = n % 3 === 0
  const isWon = isHead ? n % 4 !== 0 : n % 10 === 1
  const month = String(1 + (n % 6)).padStart(2, '0')
  return `L${n},${isHead ? 'Head of Sales' : 'Buyer'},2025-${month}-03,${isWon ? 'yes' : 'no'},2025-${month}-25`
})
const head = 'id,title,came,won,closed'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ripen-backtest-'))
  write('model.yaml', model)
  write('m.yaml', mapping)
  write('leads.csv', [head, ...rows].join('\n'))
  write('acts.csv', ['lead,type,at', ...rows.map((_, n) => `L${n},email-clicked,2025-0${1 + (n % 6)}-10`)].join('\n'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(file: string, text: string | Buffer): void {
  writeFileSync(join(folder, file), text)
}
function backtest(...more: string[]) {
  const given = ['backtest', 'model.yaml', '--leads', 'leads.csv', '--mapping', 'm.yaml', '--outcome', 'won']
  return runRipen(folder, [...given, '--resample', '100', ...more])
}
const json = (...more: string[]) => JSON.parse(backtest(...more, '--json').stdout)

describe('ripen backtest', () => {
  it('writes a page with every plot, that loads nothing and runs nothing', () => {
    expect(backtest('--activities', 'acts.csv', '--html', 'report.html', '--capacity', '3')).toMatchObject({
      status: 0,
    })
    const page = readFileSync(join(folder, 'report.html'), 'utf8')
    expect(page.match(/<svg class="chart"/g)).toHaveLength(6)
    expect(page).not.toMatch(/<script|https?:\/\/|NaN|undefined|Infinity/)
  })

  it('counts nothing that a lead did on the day of its outcome or later', () => {
    const { figures, activities } = json('--activities', 'acts.csv')
    expect(activities).toMatchObject({ taken: 60, later: 0 })
    expect(figures.models[0].ready.leads).toBe(20)
    write('acts.csv', ['lead,type,at', ...rows.map((_, n) => `L${n},email-clicked,2025-0${1 + (n % 6)}-25`)].join('\n'))
    const later = json('--activities', 'acts.csv')
    expect(later.activities).toMatchObject({ taken: 0, later: 60 })
    expect(later.figures.models[0].ready.leads).toBe(0)
  })

  it('compares two models that differ by their files’ names alone', () => {
    write('draft.yaml', model.replace('points: 20', 'points: 15'))
    const { figures } = json('--compare', 'draft.yaml')
    expect(figures.models.map(({ name }: { name: string }) => name)).toEqual(['model', 'draft'])
    expect(figures.comparison.auc).toMatchObject({ value: 0, low: 0, high: 0 })
  })

  it('warns of late leads that may still be won, and of what the list does not say', () => {
    write('leads.csv', [head, ...rows.map((row) => row.replace(/,no,.*/, ',no,'))].join('\n'))
    write('m.yaml', mapping.replace('fields: { title: title }', 'fields: {}'))
    const { warnings } = json()
    const of = (kind: string) => warnings.find((one: { kind: string }) => one.kind === kind)
    expect(of('unripe')).toMatchObject({
      says: expect.stringContaining('came since 2025-06-03'),
      mend: expect.stringContaining('--until 2025-06-03'),
    })
    expect(of('missing-field').says).toContain('“title”')
    expect(of('never-holds')).toBeUndefined()
    expect(of('no-activities')).toBeDefined()
    write('m.yaml', mapping.replace('outcome: { at: closed }', ''))
    expect(json('--activities', 'acts.csv').warnings.map(({ kind }: { kind: string }) => kind)).toContain(
      'outcome-time',
    )
  })

  it('tells of rules that no lead has', () => {
    write('model.yaml', model.replace('contains: head', 'contains: chief'))
    const { warnings } = json()
    const never = warnings.find(({ kind }: { kind: string }) => kind === 'never-holds')
    expect(never.says).toBe('“decides”: this rule held for nobody.')
    expect(backtest('--capacity', '2').stdout).toContain('let nobody through')
  })

  it('looks only at leads of the time that is asked for', () => {
    const { leads, figures } = json('--from', '2025-02-01', '--until', '2025-04-01')
    expect(leads).toMatchObject({ rows: 60, taken: 20, outside: 40 })
    expect(figures.months.map(({ month }: { month: string }) => month)).toEqual(['2025-02', '2025-03'])
  })

  it('puts aside what it can’t take, with line and reason, and drops nothing silently', () => {
    const wrong = [
      'X1,Buyer,03.01.2025,no,',
      'X2,Buyer,2025-01-03,maybe,',
      'L0,Buyer,2025-01-03,no,',
      'X3,Buyer',
      ',Buyer,2025-01-03,no,',
    ]
    write('leads.csv', [head, ...rows, ...wrong].join('\r\n'))
    write('acts.csv', 'lead,type,at\nL1,email-clicked,2025-02-04\nX9,email-clicked,2025-02-04\nL1,email-clicked,soon\n')
    const { leads, activities, warnings } = json('--activities', 'acts.csv', '--rejects', 'rejects.csv')
    expect(leads).toMatchObject({ rows: 65, taken: 60, rejected: 5, rejects: 'rejects.csv' })
    expect(leads.reasons.map(({ line, reason }: { line: number; reason: string }) => `${line}: ${reason}`)).toEqual([
      '62: Column “came” is no date written like 2026-04-22.',
      '63: Its outcome (column “won”) is neither yes nor no.',
      '64: A lead with its name (column “id”) stands above.',
      '65: It has 2 cells where the header has 5.',
      '66: Its name is missing (column “id”).',
    ])
    expect(readFileSync(join(folder, 'rejects.csv'), 'utf8').split('\r\n')).toHaveLength(7)
    expect(activities).toMatchObject({ rows: 3, taken: 1, ofOthers: 1, rejected: 1, rejects: 'rejects.activities.csv' })
    expect(existsSync(join(folder, 'rejects.activities.csv'))).toBe(true)
    const bare = json('--activities', 'acts.csv', '--rejects', './aside')
    expect(bare.activities).toMatchObject({ rejected: 1, rejects: './aside.activities' })
    expect(existsSync(join(folder, 'aside.activities'))).toBe(true)
    expect(warnings.map(({ kind }: { kind: string }) => kind)).toContain('rejected')
  })

  it.each<[string, () => void, string[], string]>([
    ['no such list', () => {}, ['--leads', 'none.csv'], 'none.csv: there is no such file'],
    ['an empty list', () => write('leads.csv', ''), [], 'leads.csv: there is nothing in it'],
    ['a column that is not there', () => {}, ['--outcome', 'converted'], 'leads.csv:1: it has no column “converted”'],
    [
      'one outcome alone',
      () => write('leads.csv', `${head}\n${rows.join('\n').replaceAll('yes', 'no')}`),
      [],
      'it takes leads that were won and leads that were lost',
    ],
    [
      'words that nobody named',
      () => write('leads.csv', `${head}\n${rows.join('\n').replaceAll('yes', 'sold')}`),
      [],
      'is neither yes nor no',
    ],
    [
      'letters that can’t be told',
      () => write('leads.csv', Buffer.concat([Buffer.from(`${head}\n`), Buffer.from([0x4d, 0xfc, 0x6c, 0x6c])])),
      [],
      'it is not UTF-8',
    ],
    [
      'a quote in the middle',
      () => write('leads.csv', `${head}\nL1,Bu"yer,2025-01-03,no,\n`),
      [],
      'a quote stands in the middle of a cell',
    ],
    [
      'activities without a name of leads',
      () => write('m.yaml', mapping.replace('lead: id\n', '')),
      ['--activities', 'acts.csv'],
      'lead: <column>',
    ],
    [
      'activities without a time',
      () => write('acts.csv', 'lead,type\nL1,call\n'),
      ['--activities', 'acts.csv'],
      'acts.csv:1: it has no column “at”',
    ],
    ['a length that is none', () => {}, ['--judge-after', '30'], '--judge-after is a whole number'],
    ['a day that is none', () => {}, ['--until', '2025-02-30'], '--until is a day of the calendar like 2025-01-01'],
    ['no leads in that time', () => {}, ['--from', '2030-01-01'], '60 of another time'],
    ['room for nobody', () => {}, ['--capacity', '0'], '--capacity is a whole number from 1'],
    ['no such model', () => {}, ['--compare', 'none.yaml'], 'there is no file none.yaml'],
  ])('refuses %s', (_, prepare, options, why) => {
    prepare()
    const { status, stderr, stdout } = backtest(...options)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain(why)
  })

  it('tells what is wrong with a model or mapping as the check does', () => {
    write('model.yaml', model.replace('drop-below: 20', 'drop-below: 30').replace('cap: 20', 'cap: 0'))
    write('m.yaml', `${mapping}consent: []\n`)
    const { status, stdout } = backtest()
    expect(status).toBe(1)
    expect(stdout).toContain('model.yaml:3:')
    expect(stdout).toContain('m.yaml:5:1')
    expect(stdout).toContain('Nothing was tested.')
  })

  it('finds the bar that nobody can reach, and says so without a test', () => {
    write('model.yaml', model.replace('interest-at-least: 10, drop', 'interest-at-least: 50, drop'))
    expect(backtest().stdout).toContain('nobody can reach 50')
  })
})
