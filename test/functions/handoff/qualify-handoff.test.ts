import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { routes } from '../../../core/routes.ts'
import { handler as accept } from '../../../functions/handoff/accept-handoff.http.ts'
import { handler as meeting } from '../../../functions/handoff/agree-on-meeting.http.ts'
import { handler as answerLink } from '../../../functions/handoff/answer-handoff.http.ts'
import { answerUrl } from '../../../functions/handoff/answer-links.ts'
import { handler as qualify } from '../../../functions/handoff/qualify-handoff.http.ts'
import { handler as outcome } from '../../../functions/handoff/report-outcome.http.ts'
import { handler as show } from '../../../functions/handoff/show-handoff.http.ts'
import { log } from '../../../functions/runtime/log.ts'
import { storeOutcome } from '../../../functions/webhooks/store-outcome.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { browser } from '../../fixtures/a-request.ts'
import { ask } from '../../fixtures/ask.ts'
import { aHandoffWorld, type HandoffWorld, hoursOn } from './handoff-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

let world: HandoffWorld
let leadId: string
let handoffId: string

const both = { need: 'one view of the stock', authority: 'signs herself' }
const groups = ['sales']
const toAsk = () => ({ params: { handoffId }, groups })
const doAccept = () => ask(accept, routes.acceptHandoff, toAsk())
const doQualify = async (body: Record<string, unknown>) => {
  const said = await ask(qualify, routes.qualifyHandoff, { ...toAsk(), body })
  await world.drain()
  return said
}
const report = (body: Record<string, unknown>) => ask(outcome, routes.reportOutcome, { ...toAsk(), body })
const stage = async () => (await world.leadNow(leadId)).profile.stage
const factsOf = async (type: string) => (await world.items()).filter((item) => item.type === type)

async function begin() {
  world = await aHandoffWorld()
  await world.policy()
  await world.staff({ userId: 'anna', manager: 'mark' }, { userId: 'boris' }, { userId: 'mark', team: 'heads' })
  leadId = await world.lead()
  handoffId = `${leadId}.1`
  await world.hand(world.qualified(leadId))
  await world.until(hoursOn(0.1))
}
beforeEach(begin)
afterEach(() => world.stop())

describe('where the funnel asks for need and authority', () => {
  let version: number
  beforeEach(async () => {
    version = await world.funnel(['need', 'authority'])
  })

  it('accepting leaves the stage as it was, and says what is to be found', async () => {
    expect(await doAccept()).toMatchObject({ status: 200, json: { state: 'accepted', missing: ['need', 'authority'] } })
    await world.drain()
    expect(await world.leadNow(leadId)).toMatchObject({ profile: { stage: 'mql', status: 'with-sales' } })
    expect(await factsOf('handoff-accepted')).toMatchObject([{ data: { awaits: ['need', 'authority'] } }])
  })

  it('so does agreeing on a meeting', async () => {
    const on = '2026-11-26T10:00:00Z'
    const agreed = await ask(meeting, routes.agreeOnMeeting, { ...toAsk(), body: { on } })
    expect(agreed).toMatchObject({ status: 200, json: { state: 'accepted', missing: ['need', 'authority'] } })
    await world.drain()
    expect(await stage()).toBe('mql')
  })

  it('what sales found makes it an SQL at once, by the funnel’s version, told and written down once', async () => {
    await doAccept()
    clock.ms += 60_000
    const said = await ask(qualify, routes.qualifyHandoff, { ...toAsk(), body: { ...both, budget: '20k' } })
    expect(said).toMatchObject({
      status: 200,
      json: { state: 'accepted', findings: { found: { ...both, budget: '20k' }, by: 'anna' } },
    })
    expect(said.json).not.toHaveProperty('missing')
    // Before anybody hears of it.
    expect(await stage()).toBe('sql')
    await world.drain()
    expect(await factsOf('handoff-qualified')).toMatchObject([
      { data: { by: 'anna', to: 'sql', criterion: 'sql', funnelVersion: version, ...both, budget: '20k' } },
    ])
    const told = world.told.filter(({ detail }) => detail.cause === 'qualified')
    expect(told.map(({ detail }) => detail)).toMatchObject([{ handoffId, state: 'accepted', owner: 'anna' }])
  })

  it('the same again is one; what is said later corrects it and is a fact of its own', async () => {
    await doAccept()
    for (let time = 0; time < 2; time += 1) expect((await doQualify(both)).status).toBe(200)
    expect(await factsOf('handoff-qualified')).toHaveLength(1)
    expect(await doQualify({ authority: 'her board' })).toMatchObject({
      status: 200,
      json: { findings: { found: { need: both.need, authority: 'her board' } } },
    })
    expect(await factsOf('handoff-qualified')).toHaveLength(2)
  })

  it.each([
    [{ need: 'stock' }, ['/authority']],
    [{ budget: '20k' }, ['/need', '/authority']],
    [{}, ['/need', '/authority']],
    [{ need: '  ', authority: 'x' }, ['/need']],
    [{ need: 'x', authority: 'y'.repeat(501) }, ['/authority']],
    [{ ...both, mood: 'good' }, ['/']],
    [{ need: 4, authority: 'x' }, ['/need']],
  ])('%j is refused, with what is wrong', async (body, pointers) => {
    await doAccept()
    const said = await doQualify(body)
    expect(said.status).toBe(422)
    const { errors } = said.json as { errors: { pointer: string }[] }
    expect(errors.map(({ pointer }) => pointer || '/')).toEqual(pointers)
    expect(JSON.stringify(said.json)).not.toMatch(/stock|yyy/)
    expect(await stage()).toBe('mql')
  })

  it('is said of an accepted lead alone', async () => {
    expect(await doQualify(both)).toMatchObject({ status: 409, json: { state: 'open' } })
    await doAccept()
    await report({ result: 'lost', reason: 'price' })
    expect(await doQualify(both)).toMatchObject({ status: 409, json: { state: 'lost' } })
    const nobodys = { params: { handoffId: `${leadId}.9` }, groups, body: both }
    expect((await ask(qualify, routes.qualifyHandoff, nobodys)).status).toBe(404)
    expect((await ask(qualify, routes.qualifyHandoff, { ...toAsk(), groups: ['marketing'], body: both })).status).toBe(
      403,
    )
  })

  it.each(['opportunity', 'won'])('%s needs it: before, or with it', async (result) => {
    await doAccept()
    expect(await report({ result })).toMatchObject({
      status: 422,
      json: {
        detail: expect.stringContaining('/qualify'),
        errors: [{ pointer: '/findings/need' }, { pointer: '/findings/authority' }],
      },
    })
    expect(await report({ result, findings: { need: 'x' } })).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/findings/authority' }] },
    })
    expect((await world.read(handoffId)).state).toBe('accepted')
    expect(await report({ result, findings: both })).toMatchObject({
      status: 200,
      json: { state: result, findings: { found: both } },
    })
    await world.drain()
    expect(await factsOf('handoff-qualified')).toHaveLength(1)
    expect(await stage()).toBe(result === 'won' ? 'customer' : 'opportunity')
  })

  it('an opportunity has a stage that the funnel knows, where it names some', async () => {
    await doAccept()
    const opportunity = { result: 'opportunity', stage: 'foo', findings: both }
    expect(await report(opportunity)).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/stage', detail: 'give one of: discovery, proposal' }] },
    })
    expect((await report({ ...opportunity, stage: 'proposal' })).status).toBe(200)
  })

  it('a deal that was lost needs none', async () => {
    await doAccept()
    expect(await report({ result: 'lost', findings: both })).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/findings' }] },
    })
    expect((await report({ result: 'lost', reason: 'price' })).status).toBe(200)
  })

  it('is asked on the page behind the mail, and not to accept', async () => {
    const token = new URL(await answerUrl({ handoffId, userId: 'anna' })).pathname.split('/').at(-1) ?? ''
    const posts = (body: Record<string, string>) =>
      ask(answerLink, routes.answerHandoff, {
        params: { token },
        headers: browser,
        body: new URLSearchParams(body).toString(),
      })
    const accepted = await posts({ answer: 'accepted' })
    expect(accepted.status).toBe(200)
    expect(accepted.text).toMatch(/<textarea id="found-need" name="need"[^>]* required/)
    expect(accepted.text).toContain('<textarea id="won-authority"')
    const early = await posts({ answer: 'won', revenue: '1200', need: '' })
    expect(early.status).toBe(422)
    expect(early.text).toContain('Please say what you found out')
    const done = await posts({ answer: 'qualified', ...both, need: 'a <b>bold</b> view' })
    expect(done.status).toBe(200)
    expect(done.text).toContain('a &#60;b&#62;bold&#60;/b&#62; view')
    expect(done.text).not.toContain('id="won-authority"')
    expect((await posts({ answer: 'won', revenue: '1200' })).status).toBe(200)
  })

  it('is read with the hand-off and in the timeline, and nowhere in a log line', async () => {
    const lines: unknown[] = []
    for (const level of ['info', 'warn', 'error'] as const)
      vi.spyOn(log, level).mockImplementation((...said) => void lines.push(said))
    await doAccept()
    await doQualify(both)
    const shown = await ask(show, routes.showHandoff, toAsk())
    expect(shown.json).toMatchObject({ findings: { found: both }, asks: { findings: ['need', 'authority'] } })
    expect((shown.json as { timeline: unknown[] }).timeline).toContainEqual(
      expect.objectContaining({ type: 'handoff-qualified', says: expect.stringContaining('signs herself') }),
    )
    expect(JSON.stringify(lines)).not.toContain('signs')
  })

  it('is asked by what the funnel said when the lead was accepted', async () => {
    await doAccept()
    await world.funnel(['need', 'authority', 'budget'])
    expect((await doQualify(both)).status).toBe(200)
    expect(await stage()).toBe('sql')
  })

  it.each(['opportunity', 'won'] as const)('%s of a CRM counts without, and says so', async (result) => {
    const stored = await storeOutcome({ handoffId, result }, 'crm', clock.ms)
    expect(stored).toMatchObject({ state: 'stored', handoffState: result, missing: ['need', 'authority'] })
    await world.drain()
    expect(await stage()).toBe(result === 'won' ? 'customer' : 'opportunity')
    expect((await ask(show, routes.showHandoff, toAsk())).json).toMatchObject({ missing: ['need', 'authority'] })
    // Of an opportunity sales may still say it.
    expect((await doQualify(both)).status).toBe(result === 'won' ? 409 : 200)
  })

  const saying = async () => {
    await doAccept()
    await world.drain()
    clock.ms += 60_000
  }

  it('is stored once and known to all in the end, whichever call fails and however', async () => {
    await saying()
    const plan = world.break()
    await doQualify(both)
    const { length } = plan.calls
    expect(length).toBeGreaterThan(3)
    for (let call = 0; call < length; call += 1) {
      for (const fault of ['fails', 'answer-lost'] as const) {
        await world.stop()
        await begin()
        await world.funnel(['need', 'authority'])
        await saying()
        world.break([[call, fault]])
        await ask(qualify, routes.qualifyHandoff, { ...toAsk(), body: both }).catch(() => undefined)
        world.break()
        // Whoever got no answer says it again.
        expect((await doQualify(both)).status, `${fault} at call ${call}`).toBe(200)
        await world.sweepOwed()
        expect(await stage(), `${fault} at call ${call}`).toBe('sql')
        expect(await factsOf('handoff-qualified'), `${fault} at call ${call}`).toHaveLength(1)
      }
    }
  }, 60_000)
})

describe('where the funnel asks nothing, or there is none', () => {
  it.each([
    ['none', undefined],
    ['one that asks nothing', []],
  ])('accepting makes an SQL: %s', async (_, published) => {
    if (published) await world.funnel()
    expect((await doAccept()).json).not.toHaveProperty('missing')
    expect(await stage()).toBe('sql')
    expect((await report({ result: 'opportunity' })).status).toBe(200)
  })

  it('what was found may be said all the same', async () => {
    await doAccept()
    expect(await doQualify({ timing: 'in spring' })).toMatchObject({ status: 200, json: { findings: { by: 'anna' } } })
  })
})
