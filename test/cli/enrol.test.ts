import { afterEach, describe, expect, it } from 'vitest'
import { broadcastCommand } from '../../cli/commands/broadcast.ts'
import { enrolCommand, enrolmentCommand } from '../../cli/commands/enrol.ts'
import { enrolRefusal } from '../../cli/enrol-refusals.ts'
import { anApi, callRipen } from './an-api.ts'

const leadId = 'a'.repeat(32)
const active = { enrolmentId: 'white-paper.2', sequence: 'white-paper', state: 'active', step: 'read-it' }
const over = {
  enrolmentId: 'white-paper.1',
  sequence: 'white-paper',
  state: 'exited',
  step: 'read-it',
  reason: 'by staff',
}
let api: Awaited<ReturnType<typeof anApi>>
afterEach(() => api.stop())

/** An API that knows one lead, and answers what changes something as it is told. */
async function given(answer: { status?: number; body: unknown }, enrolments: object[] = [active]) {
  api = await anApi(({ method, path, body }) => {
    if (path === '/leads/search') {
      return { body: { items: (body as { email: string }).email === 'jana@example.com' ? [{ leadId }] : [] } }
    }
    return method === 'GET' ? { body: { leadId, enrolments } } : answer
  })
}
const changes = () => api.calls.filter(({ method, path }) => method === 'POST' && path !== '/leads/search')

describe('ripen enrol', () => {
  it.each(['jana@example.com', leadId])('puts the lead in that is named: %s', async (who) => {
    await given({ status: 201, body: { ...active, step: 'welcome' } })
    const { text, code } = await callRipen(api.url, enrolCommand(), 'white-paper', who)
    expect([text.split('\n')[0], code]).toEqual(['The lead is in white-paper, at welcome.', 0])
    expect(changes()).toEqual([
      { method: 'POST', path: `/leads/${leadId}/enrolments`, body: { sequence: 'white-paper' } },
    ])
  })

  it('says plainly why the lead can’t enter', async () => {
    await given({ status: 409, body: { detail: 'x', reason: 'already inside' } })
    expect(await callRipen(api.url, enrolCommand(), 'white-paper', leadId)).toMatchObject({
      error: "The lead can't enter white-paper: it is inside already.",
      code: 1,
    })
  })

  it.each([
    ['already inside', /it is inside already\.$/],
    ['no-consent', /there is no consent to its topic/],
    ['unsubscribed', /the person unsubscribed from its topic/],
    ['suppressed', /its address is suppressed/],
    ['was inside before, and re-entry is never', /it was inside before, and the sequence says re-entry: never\.$/],
    ['was inside before, and re-entry is after 90d', /re-entry: after 90d\.$/],
    ['exit: for customers only', /it is for customers only\.$/],
    ['exit: only while sales has the lead', /it is for leads that sales has/],
    ['exit: stage sql', /its exit "stage sql" holds/],
    ['exit: condition', /a condition among its exits holds/],
    ['goal reached: event meeting-booked', /its goal "event meeting-booked" is reached already\.$/],
    ['in 20 sequences already', /in 20 sequences already\.$/],
  ])('has words for “%s”', (reason, says) => {
    expect(enrolRefusal('white-paper', reason)).toMatch(says)
  })

  it('says who and what is not there', async () => {
    await given({ status: 404, body: { detail: 'x' } })
    expect((await callRipen(api.url, enrolCommand(), 'nothing', leadId)).error).toMatch(
      /^no sequence nothing is published/,
    )
    expect((await callRipen(api.url, enrolCommand(), 'nothing', 'who@example.com')).error).toBe(
      'there is no lead with this address',
    )
  })
})

describe('ripen enrolment', () => {
  it.each([
    [
      ['end', 'white-paper', leadId, '--reason', 'asked for a call'],
      'exit',
      { reason: 'asked for a call' },
      'exited',
      'The lead is out of white-paper.',
    ],
    [['pause', 'white-paper', leadId], 'pause', {}, 'paused', 'The lead is held in white-paper, at read-it.'],
    [['resume', 'white-paper', leadId], 'resume', {}, 'active', 'The lead goes on in white-paper, at read-it.'],
  ])('does to the one that is not over what it is told: %j', async (words, path, body, state, says) => {
    await given({ body: { ...active, state } }, [over, active])
    expect((await callRipen(api.url, enrolmentCommand(), ...words)).text).toBe(says)
    expect(changes()).toEqual([{ method: 'POST', path: `/leads/${leadId}/enrolments/white-paper.2/${path}`, body }])
  })

  it('says that the lead is not inside, and why not any more', async () => {
    await given({ body: {} }, [over])
    expect((await callRipen(api.url, enrolmentCommand(), 'end', 'white-paper', leadId)).error).toBe(
      'the lead is not in white-paper any more: by staff',
    )
    expect((await callRipen(api.url, enrolmentCommand(), 'end', 'other', leadId)).error).toBe(
      'the lead never was in other',
    )
    expect(changes()).toEqual([])
  })
})

describe('ripen broadcast', () => {
  const broadcast = (...words: string[]) => callRipen(api.url, broadcastCommand(), 'fair', ...words)

  it('counts, and does nothing before somebody says yes', async () => {
    await given({ body: { count: 1200, confirm: 'token' } })
    expect(await broadcast('--dry-run', '--stage', 'mql')).toMatchObject({
      text: '1,200 leads at the stage mql.',
      code: 0,
    })
    expect(await broadcast('--triggered')).toMatchObject({
      text: expect.stringMatching(
        /^The trigger of fair holds for 1,200 leads that may enter it\.\n.*--yes[\s\S]*Nothing was done\.$/,
      ),
      code: 1,
    })
    expect(changes().map(({ body }) => body)).toEqual([
      { stage: 'mql' },
      { triggered: true, estimate: true },
      { triggered: true },
    ])
  })

  it('confirms what it counted, and asks anew where the list has changed', async () => {
    let tries = 0
    api = await anApi(({ body }) => {
      const { confirm } = body as { confirm?: string }
      if (!confirm) return { body: { count: 2, confirm: 'first' } }
      tries += 1
      if (tries === 1) return { status: 409, body: { detail: 'x', count: 3, confirm: 'second' } }
      return { status: 202, body: { broadcastId: 'b', count: 3 } }
    })
    const { text, code } = await broadcast('--yes')
    expect(code).toBe(0)
    expect(text.split('\n')).toEqual([
      '2 leads in all.',
      'In between the list has changed.',
      '3 leads in all.',
      'They enter fair now, at half the pace of sending.',
    ])
    expect(api.calls.map(({ body }) => (body as { confirm?: string }).confirm)).toEqual([undefined, 'first', 'second'])
  })

  it('has nothing to do for nobody, and knows no sequence that is not published', async () => {
    await given({ body: { count: 0, confirm: 'token' } })
    expect((await broadcast('--yes', '--triggered')).text).toBe(
      'The trigger of fair holds for no leads that may enter it: nothing to do.',
    )
    await api.stop()
    await given({ status: 404, body: {} })
    expect((await broadcast('--yes')).error).toMatch(/^no sequence fair is published/)
  })
})
