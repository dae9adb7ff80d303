import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { inFlightCommand, planCommand } from '../../cli/commands/in-flight.ts'
import { leadCheckCommand } from '../../cli/commands/lead-check.ts'
import { showLeadCommand } from '../../cli/commands/leads.ts'
import { previewCommand } from '../../cli/commands/preview.ts'
import { rollBackCommand } from '../../cli/commands/roll-back.ts'
import { sequenceCommand } from '../../cli/commands/sequence.ts'
import { simulateCommand } from '../../cli/commands/simulate.ts'
import { versionsCommand } from '../../cli/commands/versions.ts'
import { ownZone } from '../../cli/own-zone.ts'
import { momentInWords } from '../../cli/when.ts'
import { anApi, callRipen } from './an-api.ts'

const at = '2026-11-24T21:30:00.000Z'
const mine = momentInWords(at, ownZone())

/** An API that gives one answer to all that is asked. */
async function answering(body: unknown) {
  const api = await anApi(() => ({ body }))
  onTestFinished(() => api.stop())
  return api
}

const leadId = 'a'.repeat(32)
const today = new Date().toISOString().slice(0, 10)
const lead = {
  leadId,
  email: 'jana@example.com',
  stage: 'lead',
  status: 'parked',
  parked: { reason: 'recycled', until: at },
  mailable: true,
  zone: 'Asia/Tehran',
  imported: { at, source: 'spring-fair', origin: 'outbound', controllable: true, basis: ['opt-in'] },
  firstTouch: { at: '2026-12-01T10:00:00.000Z', source: 'google', campaign: 'spring' },
  interests: { stock: { days: [today] }, pricing: { days: ['2020-01-01'] } },
  consents: [{ topic: 'news', state: 'granted', decidedAt: at }],
  enrolments: [{ enrolmentId: 'greet.1', state: 'active', step: 'one', due: at }],
  handoff: { state: 'open', owner: 'anna', routedBy: 'all', duties: [{ id: 'accept', due: at, metAt: at }] },
}

describe('what is looked at', () => {
  it.each([
    ['versions', versionsCommand, ['emails', 'welcome'], { items: [{ version: 2, at, by: 'anna', live: true }] }],
    [
      'what came of those inside',
      inFlightCommand,
      ['greet'],
      {
        items: [
          { version: 2, choice: 'move', state: 'done', settled: 2, left: 0, failed: 0, leads: [], startedAt: at },
        ],
      },
    ],
    [
      'whether a sequence goes on',
      sequenceCommand,
      ['show', 'greet'],
      {
        sequence: 'greet',
        paused: true,
        by: 'anna',
        reason: 'wrong date',
        at,
        history: [{ paused: true, by: 'anna', reason: 'wrong date', at }],
      },
    ],
    [
      'where the leads stand',
      leadCheckCommand,
      [],
      {
        last: {
          startedAt: at,
          finishedAt: at,
          checked: 1234,
          failed: 1,
          repaired: 102,
          places: { 'with-sales': 3, nurturing: 1231 },
          repairs: [{ leadId, wrong: ['was parked without the date of the next look'] }],
        },
        running: { startedAt: at, checked: 1, failed: 0, repaired: 0, places: {}, repairs: [] },
      },
    ],
  ])('%s has times of the reader’s own clock, and says so', async (_, command, words, body) => {
    const { text } = await callRipen((await answering(body)).url, command(), ...words)
    expect(text).toContain(mine)
    expect(text).toMatch(new RegExp(`\\nTimes in ${ownZone()}\\.$`))
    expect(text).not.toMatch(/\dT\d\d:/)
  })

  it('where the leads stand is said in sentences, the fullest place first', async () => {
    const before = await callRipen((await answering({})).url, leadCheckCommand())
    expect(before.text).toBe('No check has run yet: the first comes in the night.')
    const calm = { startedAt: at, finishedAt: at, checked: 3, failed: 0, repaired: 0, repairs: [] }
    const places = { customer: 1, 'parked: new': 2 }
    const { text } = await callRipen((await answering({ last: { ...calm, places } })).url, leadCheckCommand())
    expect(text.split('\n').map((line) => line.trimEnd())).toEqual([
      `The check of ${mine}: 3 leads.`,
      '',
      'PLACE        LEADS',
      'parked: new  2',
      'customer     1',
      '',
      'Each has a place; none had to be repaired.',
      `Times in ${ownZone()}.`,
    ])
  })

  it('a lead has times of its own clock', async () => {
    const api = await anApi(({ path }) => ({
      body: path.includes('timeline')
        ? {
            items: [
              { at, kind: 'activity', type: 'page-visited' },
              {
                at,
                kind: 'send',
                template: 'hi',
                state: 'SENT',
                because: `consent of ${at}, evidence abc; under the cap`,
              },
            ],
          }
        : lead,
    }))
    onTestFinished(() => api.stop())
    const { text, error } = await callRipen(api.url, showLeadCommand(), leadId)
    expect(error).toBeUndefined()
    expect(text.split('Wed 25 Nov 2026 01:00')).toHaveLength(9)
    expect(text).toContain('consent of Wed 25 Nov 2026 01:00; under the cap')
    expect(text).toContain('Came from\n  spring-fair (outbound, controllable, opt-in)\n')
    expect(text).toContain('Interests\n  stock (1.0)\n')
    expect(text).toMatch(/\nTimes in Asia\/Tehran\.$/)
    expect(text).not.toMatch(/\dT\d\d:/)
  })

  it('tells of a lead when it clicks, and why a mail waits for such an hour or for none', async () => {
    const due = '2026-11-25T11:40:00.000Z'
    const sendTime = { step: 'one', from: at, at: due, by: 'habit' }
    const inside = { sequence: 'greet', state: 'active', step: 'one', due }
    const api = await answering({
      ...lead,
      zone: 'Asia/Tehran',
      clickHours: ['2026-11-17T11', '2026-11-18T11', '2026-11-19T05'],
      enrolments: [
        { ...inside, enrolmentId: 'greet.1', held: 'habit', sendTime },
        { ...inside, enrolmentId: 'greet.2', sendTime: { ...sendTime, by: 'none' } },
      ],
      items: [],
    })
    const { text, error } = await callRipen(api.url, showLeadCommand(), leadId)
    expect(error).toBeUndefined()
    expect(text).toContain('Reads at\n  15:00 (2 of 3 clicks), 09:00 (1 of 3 clicks)\n')
    expect(text).toMatch(/greet\.1: active, at one, due .*, held: it waits for the hour at which this lead reads/)
    expect(text).toMatch(/greet\.2: .*; when it reads is not known, of it or of enough others: nothing is waited for/)
  })

  it.each([
    ['plan', planCommand, ['greet', '--version', 'abc']],
    ['plan', planCommand, ['greet', '--version', '0']],
    ['roll-back', rollBackCommand, ['emails', 'welcome', 'latest']],
  ])('%s asks for the number of a version, and calls nobody without', async (_, command, words) => {
    const api = await answering({})
    const { error } = await callRipen(api.url, command(), ...words)
    expect(error).toContain('Give the number of a version; "ripen versions" lists them.')
    expect(api.calls).toEqual([])
  })

  it.each([
    ['en, fa', ['en', 'fa']],
    [' fa ', ['fa']],
    ['all', '*'],
    ['*', '*'],
  ])('a preview of what is published takes the languages "%s"', async (typed, asked) => {
    const api = await answering({ items: [], version: 1 })
    await callRipen(api.url, previewCommand(), 'welcome', '--published', '--locale', typed)
    expect(api.calls[0]?.body).toEqual({ locale: asked })
  })

  it('a preview of a step says that its sequence can’t be read, and simulates nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ripen-broken-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    mkdirSync(join(folder, 'sequences'))
    writeFileSync(join(folder, 'sequences/greet.yaml'), 'id: greet\ntopic: news\nsteps: [ { id: one } ]\n')
    const { error } = await callRipen('', previewCommand(), 'greet/one', '--folder', folder)
    expect(error).toMatch(/^the sequence greet can't be read:\n/)
  })

  it('a simulation of what is published passes on the zone and leaves out the score', async () => {
    const ended = { at, state: 'finished', reason: 'finished', says: 'it was through' }
    const api = await answering({
      runs: [{ items: [], ended, story: [], notes: [] }],
      version: 1,
      zone: 'Asia/Tehran',
    })
    const words = ['greet', '--published', '--zone', 'Asia/Tehran', '--no-score']
    const { text } = await callRipen(api.url, simulateCommand(), ...words)
    expect(api.calls[0]?.body).toMatchObject({ zone: 'Asia/Tehran', score: false })
    expect(text).toContain('times in Asia/Tehran')
    await callRipen(api.url, simulateCommand(), 'greet', '--published')
    expect(api.calls.find(({ path }, n) => n > 0 && path.endsWith('/simulate'))?.body).toMatchObject({ score: true })
  })
})
