import { afterEach, describe, expect, it } from 'vitest'
import { accountsCommand } from '../../cli/commands/accounts.ts'
import { funnelCommand } from '../../cli/commands/funnel.ts'
import { holdOutCommand } from '../../cli/commands/hold-out.ts'
import type { Counts } from '../../core/insight/funnel/counts.ts'
import type { FunnelCell, Stays } from '../../core/insight/funnel/funnel-cells.ts'
import { funnelView, rowsIn } from '../../core/insight/funnel/funnel-view.ts'
import type { Journey } from '../../core/insight/funnel/journey.ts'
import type { MailCell } from '../../core/insight/funnel/mail-cells.ts'
import { mailView } from '../../core/insight/funnel/mail-view.ts'
import { cellsOf } from '../../core/insight/funnel/read-model.ts'
import { visitorDifference, visitorRows, visitorsSplit } from '../../core/insight/funnel/visitors.ts'
import { dayOf } from '../../core/insight/iso-week.ts'
import { anApi, callRipen } from './an-api.ts'

let api: Awaited<ReturnType<typeof anApi>>
afterEach(() => api.stop())

const lead = (source: string, mql?: string): Journey => ({
  reached: { lead: '2026-09-01T10:00:00.000Z', ...(mql && { mql }) },
  came: { at: '2026-09-01T10:00:00.000Z', source },
  sequences: [],
  mails: {
    'paper/welcome': { topic: 'news', delivered: '2026-09-01T10:05:00.000Z', clicked: '2026-09-02T10:05:00.000Z' },
  },
  won: {},
})
const cells = cellsOf([lead('google', '2026-09-11T10:00:00.000Z'), lead('google'), lead('نمایشگاه')], 'Europe/Berlin')
const months = (split: string) =>
  [...cells].flatMap(([key, counts]) => {
    const [, own, ...rest] = key.split('/')
    if (own !== split) return []
    return Object.entries(counts).map(([month, cell]) => ({ month, value: rest.join('/'), cell: cell as FunnelCell }))
  })
const stays = (split: string) =>
  [...cells].flatMap(([key, counts]) => {
    const [month = '', kind, own, ...rest] = key.split('/')
    return kind === 'stays' && own === split ? [{ month, value: rest.join('/'), cell: counts as unknown as Stays }] : []
  })
const head = { from: '2026-09', to: '2026-10', zone: 'Europe/Berlin', countedAt: '2026-10-24T09:00:00.000Z' }
const qualified = { '2026-09': { inbound: 1 } }
const view = (by: 'all' | 'source', withTimes: boolean) => {
  const asked = { from: '2026-09', to: '2026-10', by, byMonth: false }
  const stayed = withTimes ? stays(by) : undefined
  return funnelView(asked, rowsIn(asked, months(by)), stayed, qualified, dayOf('2026-10-24'), '2026-10')
}

describe('ripen funnel', () => {
  it('shows where leads came from, and asks for just what is said', async () => {
    api = await anApi(() => ({ body: { ...head, by: 'source', ...view('source', false) } }))
    const { text } = await callRipen(api.url, funnelCommand(), '--by', 'source', '--from', '2026-09')
    expect(api.calls[0]?.path).toBe('/insight/funnel?by=source&from=2026-09')
    expect(text).toContain('google')
    expect(text).toContain('50.0 % (9.5–90.5)')
    expect(text).toContain('نمایشگاه')
    expect(text).toContain('not over')
    expect(text).not.toContain('TO MQL')
  })

  it('says how long each row took where that is asked for', async () => {
    api = await anApi(() => ({ body: { ...head, by: 'source', ...view('source', true) } }))
    const { text } = await callRipen(api.url, funnelCommand(), '--by', 'source', '--times')
    expect(api.calls[0]?.path).toBe('/insight/funnel?by=source&timeInStage=true')
    expect(text).toContain('TO MQL')
    expect(text).toMatch(/google.*10 d/)
  })

  it('shows one row stage by stage, with the time it took', async () => {
    api = await anApi(() => ({ body: { ...head, by: 'all', countingAnew: true, ...view('all', true) } }))
    const { text } = await callRipen(api.url, funnelCommand())
    expect(text).toMatch(/leads → MQL\s+1 of 3/)
    expect(text).toContain('10 d')
    expect(text).toContain('It is being counted')
  })

  it('shows visitors by where they came from, and what became of them', async () => {
    const browser = (source: string, more = {}) => ({
      after: { month: '2026-09', named: false, source, campaign: 'none', ...more },
    })
    const changes = [
      browser('google'),
      browser('google', { named: true, stage: 'mql' }),
      browser('none', { named: true, stage: 'customer', already: true }),
    ]
    const asked = { from: '2026-09', to: '2026-10', by: 'source', byMonth: false } as const
    const counted = [...visitorDifference(changes)].flatMap(([key, counts]) => {
      const [, split, value = ''] = key.split('/')
      return split === visitorsSplit('source')
        ? Object.entries(counts).map(([month, cell]) => ({ month, value, cell: cell as Counts }))
        : []
    })
    const shown = visitorRows(asked, counted)
    api = await anApi(() => ({ body: { ...head, by: 'source', ...shown, ...view('source', false) } }))
    const { text } = await callRipen(api.url, funnelCommand(), '--by', 'source')
    expect(text).toMatch(/google +2 +1 {2}50\.0 % \(9\.5–90\.5\) +1 {2}50\.0 %/)
    expect(text).toMatch(/none +1 +1 {2}100\.0 % \(20\.7–100\.0\) +1 +0 +0/)
    expect(text).toContain('whose person was no lead before')
  })

  it('shows mails by step, and says what is not there', async () => {
    const items = mailView(
      [...cells]
        .filter(([key]) => key === '2026-09/mail/paper')
        .map(([, counts]) => ({ value: 'paper', cell: counts as MailCell })),
    )
    api = await anApi(({ path }) => ({ body: { ...head, items: path.includes('none') ? [] : items } }))
    const mails = await callRipen(api.url, funnelCommand(), '--mails')
    expect(mails.text).toMatch(/paper\s+welcome\s+3\s+3 {2}100\.0 %/)
    const none = await callRipen(api.url, funnelCommand(), '--mails', '--sequence', 'none')
    expect(none.text).toContain('No mail of a sequence')
  })
})

it('ripen hold-out says what a sequence brought, and of what nothing can be told', async () => {
  const arm = { leads: 1_200, mql: 240, sql: 60, customer: 12, buyers: 12, revenue: 24_000 }
  api = await anApi(() => ({
    body: {
      sequence: 'paper',
      share: '10 %',
      within: '90d',
      arms: { nurtured: arm, 'held-out': { ...arm, mql: 100 } },
      waiting: 40,
      otherTime: 0,
      costPerSql: { cost: 80, low: 60 },
      says: ['20 % of those nurtured became MQLs, 8.3 % of those held out.'],
    },
  }))
  const { text } = await callRipen(api.url, holdOutCommand(), 'paper', '--cost', '1200')
  expect(api.calls[0]?.path).toBe('/content/sequences/paper/hold-out?cost=1200')
  expect(text).toContain('1,200')
  expect(text).toContain('40 did not have their time yet')
  expect(text).toContain('One SQL more cost 80 (from 60 up')
})

it('ripen accounts lists companies, and shows one with its people', async () => {
  const brandt = {
    domain: 'brandt.example',
    people: 2,
    engaged: 2,
    fit: 30,
    interest: 32,
    total: 62,
    roles: { decides: 1, uses: 0 },
    stage: 'mql',
    lastActivityAt: '2026-11-20T09:00:00.000Z',
    qualifiedAt: '2026-11-21T09:00:00.000Z',
  }
  const nora = {
    email: 'nora@brandt.example',
    fields: { jobTitle: 'Director' },
    stage: 'mql',
    fit: 30,
    interest: 20,
    roles: ['decides'],
  }
  api = await anApi(({ path }) => ({
    body: path.startsWith('/accounts?') ? { items: [brandt] } : { ...brandt, missing: ['uses'], mostEngaged: [nora] },
  }))
  const list = await callRipen(api.url, accountsCommand(), '--qualified')
  expect(api.calls[0]?.path).toContain('state=qualified')
  expect(list.text).toMatch(/brandt\.example\s+62\s+30\s+32/)
  const one = await callRipen(api.url, accountsCommand(), 'Brandt.example')
  expect(one.text).toContain('nobody yet: uses')
  expect(one.text).toMatch(/nora@brandt\.example\s+Director/)
})
