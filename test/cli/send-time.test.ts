import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { sendTimeCommand } from '../../cli/commands/send-time.ts'
import type { PastReader } from '../../core/nurture/send-time/backtest.ts'
import { seeded } from '../../core/seeded.ts'
import { anApi, callRipen } from './an-api.ts'

const folder = mkdtempSync(join(tmpdir(), 'ripen-send-time-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let api: Awaited<ReturnType<typeof anApi>> | undefined
afterEach(() => api?.stop())

function called(url: string, ...words: string[]) {
  const command = sendTimeCommand()
  for (const one of command.commands) one.exitOverride().configureOutput({ writeErr: () => {} })
  return callRipen(url, command, ...words)
}

const hour = 3_600_000
const day = 24 * hour
/** Leads who click when a mail comes at their own hour, by the clock of Berlin, and hardly else; winter, so that it is an hour ahead. */
function leadsWithHabits(count: number): PastReader[] {
  const random = seeded(11)
  return Array.from({ length: count }, () => {
    const own = 9 + Math.floor(random() * 10)
    const mails = Array.from({ length: 24 }, (_, index) => {
      const at = 8 + Math.floor(random() * 12)
      const cameMs = Date.parse('2025-11-03T00:00:00Z') + index * 4 * day + (at - 1) * hour
      const clicks = random() < (Math.abs(at - own) <= 1 ? 0.7 : 0.1)
      return { cameMs, ...(clicks && { clickedMs: cameMs + 600_000 }) }
    })
    return { zone: 'Europe/Berlin', mails }
  })
}
const at = (ms: number) => new Date(ms).toISOString()

function csv(name: string, rows: readonly string[]): string {
  const path = join(folder, name)
  writeFileSync(path, rows.join('\n'))
  return path
}

describe('ripen send-time backtest', () => {
  it('says of past mails in a file what habit would have gained, the same for the same seed', async () => {
    const rows = leadsWithHabits(400).flatMap(({ mails }, lead) =>
      mails.map(({ cameMs, clickedMs }) => `${lead};${at(cameMs)};${clickedMs ? at(clickedMs) : ''};Europe/Berlin`),
    )
    const path = csv('past.csv', ['lead;came;clicked;zone', ...rows])
    const asked = ['backtest', '--mails', path, '--resample', '200']
    const { text, error } = await called('http://localhost:9', ...asked)
    expect(error).toBeUndefined()
    expect(text).toContain('Habit gains: turn it on with "send-time: habit".')
    expect(text).toMatch(/a difference of \d+\.\d points \(\d+\.\d to \d+\.\d, at 95 %\)/)
    const again = await called('http://localhost:9', ...asked)
    expect(again.text).toBe(text)
    const json = await called('http://localhost:9', ...asked, '--json', '--hour', '9')
    expect(JSON.parse(json.text)).toMatchObject({ verdict: 'gain', fixedHour: 9, gain: { low: expect.any(Number) } })
  })

  it('asks the API for own mails, page by page, and says where it is too little', async () => {
    const shown = leadsWithHabits(3).map(({ zone, mails }) => ({
      zone,
      mails: mails.map(({ cameMs, clickedMs }) => ({ came: at(cameMs), ...(clickedMs && { clicked: at(clickedMs) }) })),
    }))
    api = await anApi(({ path }) =>
      path.includes('cursor') ? { body: { items: shown } } : { body: { items: shown, next: '1.more' } },
    )
    const { text } = await called(api.url, 'backtest')
    expect(api.calls.map(({ path }) => path)).toEqual([
      '/insight/mail-times?limit=100',
      '/insight/mail-times?limit=100&cursor=1.more',
    ])
    expect(text).toContain('It is too little to tell anything: leave it off.')
    const few = await called(api.url, 'backtest', '--leads', '50')
    expect(few.text).toContain('Only 50 leads were looked at')
  })

  it('says of no mails that there are none, and makes no table of them', async () => {
    api = await anApi(() => ({ body: { items: [{ zone: 'UTC', mails: [] }] } }))
    const { text, error } = await called(api.url, 'backtest')
    expect(error).toBeUndefined()
    expect(text.trim()).toBe('There is no past mail yet, so nothing to compare.')
  })

  it.each([
    [
      'a column that is not there',
      ['lead,came', '1,2026-03-02T09:14:00Z'],
      ':1: it has no column “clicked”, which is needed',
    ],
    ['a time without zone', ['lead,came,clicked', '1,2026-03-02 09:14,'], ':2: column “came” is no time'],
    ['a day that is none', ['lead,came,clicked', '1,2026-02-31T25:14:00Z,'], ':2: column “came” is no time'],
    [
      'a click before its mail',
      ['lead,came,clicked', '1,2026-03-02T09:14:00Z,2026-03-02T09:13:59Z'],
      ':2: the mail was clicked',
    ],
    ['no lead', ['lead,came,clicked', ',2026-03-02T09:14:00Z,'], ':2: the lead is missing'],
    ['another zone', ['lead,came,clicked,zone', '1,2026-03-02T09:14:00Z,,Mars'], ':2: column “zone” is no time zone'],
    [
      'two zones of one lead',
      ['lead,came,clicked,zone', '1,2026-03-02T09:14:00Z,,UTC', '1,2026-03-03T09:14:00Z,,Asia/Tokyo'],
      ':3: the lead has another zone in a row above',
    ],
    ['cells too few', ['lead,came,clicked', '1,2026-03-02T09:14:00Z'], ':2: It has 2 cells'],
  ])('refuses a file with %s, names the line, and tells no figure', async (_, rows, says) => {
    const path = csv('wrong.csv', rows)
    const { error, text } = await called('http://localhost:9', 'backtest', '--mails', path)
    expect(error).toContain(`${path}${says}`)
    expect(error).not.toContain('Mars')
    expect(text).toBe('')
  })

  it.each([
    ['--hour', '24'],
    ['--hour', 'ten'],
    ['--from', '2026-02-30'],
    ['--zone', 'Mars'],
    ['--leads', '0'],
    ['--resample', '5'],
  ])('refuses %s %s', async (option, value) => {
    const { error } = await called('http://localhost:9', 'backtest', option, value)
    expect(error).toContain(option)
  })
})
