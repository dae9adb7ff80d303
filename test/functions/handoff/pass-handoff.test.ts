import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { compileEmail } from '../../../core/content/compile-email.ts'
import { answerHandoff } from '../../../core/handoff/answer.ts'
import type { AskedFindings } from '../../../core/handoff/finding.ts'
import { toInstant } from '../../../core/names.ts'
import { routes } from '../../../core/routes.ts'
import { accountKey } from '../../../functions/aws/keys.ts'
import { putItem } from '../../../functions/aws/table.ts'
import { changeHandoff } from '../../../functions/handoff/change-handoff.ts'
import { handler as pass } from '../../../functions/handoff/pass-handoff.http.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aFact } from '../../fixtures/a-fact.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { ask } from '../../fixtures/ask.ts'
import { folderFiles } from '../../templates/sample-folder.ts'
import { aHandoffWorld, type HandoffWorld, hoursOn } from './handoff-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

let world: HandoffWorld
let leadId: string
let handoffId: string

const legs = {
  routes: [{ team: 'developers', by: 'round-robin', 'passes-to': { team: 'inside-sales', by: 'round-robin' } }],
  marketing: 'mia',
  duties: [
    { id: 'take', who: 'sales-development', what: 'answer', within: '1h', warn: '30m' },
    { id: 'qualify', who: 'sales-development', what: 'call', within: '4h', proof: ['call', 'email'] },
    { id: 'pass-on', who: 'sales-development', what: 'pass', within: '1d' },
    { id: 'accept', who: 'sales', what: 'answer', within: '2h', warn: '1h' },
    { id: 'meet', who: 'sales', what: 'meeting', within: '3d' },
    { id: 'brief', who: 'marketing', what: 'email', within: '1h', warn: '30m', proof: ['case-study-sent'] },
  ],
  breach: [
    { after: '3h', notify: 'manager' },
    { after: '2d', reassign: 'next' },
  ],
}

beforeEach(async () => {
  world = await aHandoffWorld()
  await world.policy(legs)
  await world.staff(
    { userId: 'dev', team: 'developers', groups: ['sales-development'], manager: 'mark' },
    { userId: 'anna', manager: 'mark' },
    { userId: 'boris' },
    { userId: 'mark', team: 'heads' },
    { userId: 'mia', team: 'marketing', groups: ['marketing'] },
  )
  leadId = await world.lead()
  handoffId = `${leadId}.1`
  await world.hand(world.qualified(leadId))
  await world.until(hoursOn(0.1))
})
afterEach(() => world.stop())

const mailed = () => world.mails.map(({ to, template }) => `${template.replace('handoff-', '')} ${to.split('@')[0]}`)
const due = async () =>
  Object.fromEntries((await world.read(handoffId)).duties.map((one) => [one.id, one.due.slice(5, 16)]))

async function accepts(by: string, asks?: AskedFindings): Promise<void> {
  await changeHandoff(handoffId, (read) => {
    const answered = answerHandoff(read, { kind: 'accepted', by, asks }, clock.ms)
    return answered.result === 'first'
      ? { handoff: answered.handoff, causes: ['accepted'], facts: [answered.fact] }
      : undefined
  })
  await world.drain()
}
async function passes(body: Record<string, unknown> = {}) {
  const said = await ask(pass, routes.passHandoff, { params: { handoffId }, body, groups: ['sales-development'] })
  await world.drain()
  return said
}

describe('a lead that sales development qualifies', () => {
  it('starts with its duties alone, and is no SQL when they take it', async () => {
    expect(await due()).toEqual({
      take: '11-24T10:00',
      qualify: '11-24T13:00',
      'pass-on': '11-25T09:00',
      brief: '11-24T10:00',
    })
    await accepts('dev')
    expect((await world.leadNow(leadId)).profile).toMatchObject({ stage: 'mql', status: 'with-sales' })
    expect((await world.items()).some(({ type }) => type === 'handoff-taken')).toBe(true)
  })

  it('is qualified by any of what the policy takes as proof', async () => {
    await accepts('dev')
    await world.hand(world.observed(aFact({ leadId, type: 'email', at: toInstant(hoursOn(0.1)) })))
    await world.drain()
    expect((await world.read(handoffId)).duties.find(({ id }) => id === 'qualify')).toHaveProperty('metAt')
  })

  it('passes on to sales with clocks of its own, and what was is kept', async () => {
    await accepts('dev')
    await world.until(hoursOn(3.5))
    expect(await passes({ note: 'Wants it in spring' })).toMatchObject({
      status: 200,
      json: {
        state: 'open',
        owner: 'anna',
        team: 'inside-sales',
        routedBy: 'passed on by dev; round robin in inside-sales, 2 there',
      },
    })
    expect(await due()).toEqual({ accept: '11-24T14:30', meet: '11-27T12:30', brief: '11-24T10:00' })
    const { legs: kept, passesTo, answer, escalations } = await world.read(handoffId)
    expect({ passesTo, answer, escalations }).toEqual({ passesTo: undefined, answer: undefined, escalations: [] })
    expect(kept).toMatchObject([
      { owner: 'dev', team: 'developers', note: 'Wants it in spring', answer: { by: 'dev' } },
    ])
    expect(kept?.[0]?.duties.find(({ id }) => id === 'pass-on')).toHaveProperty('metAt')
    await world.until(hoursOn(3.6))
    expect(mailed().at(-1)).toBe('opened anna')
    // The lead is warned of, breached and told of anew; then sales takes it.
    await world.until(hoursOn(6.6))
    expect(mailed().slice(-2)).toEqual(['warning anna', 'escalated mark'])
    await accepts('anna')
    expect((await world.leadNow(leadId)).profile).toMatchObject({ stage: 'sql', status: 'with-sales' })
    expect(world.machines.running).toHaveLength(1)
  })

  it('goes once: of two who pass it at once the second is told who has it', async () => {
    await accepts('dev')
    const [one, other] = await Promise.all([passes(), passes()])
    expect([one?.status, other?.status].sort()).toEqual([200, 409])
    expect((await passes()).json).toMatchObject({ detail: 'This hand-off was passed on already.', owner: 'anna' })
    expect((await world.items()).filter(({ type }) => type === 'handoff-passed')).toHaveLength(1)
  })

  it('goes to whom they name, if that is one of sales', async () => {
    await accepts('dev')
    for (const to of ['mia', 'nobody'])
      expect(await passes({ to })).toMatchObject({ status: 422, json: { errors: [{ pointer: '/to' }] } })
    expect(await passes({ to: 'boris' })).toMatchObject({ status: 200, json: { owner: 'boris' } })
  })

  it('is accepted first', async () => {
    expect(await passes()).toMatchObject({ status: 409, json: { state: 'open', owner: 'dev' } })
  })

  describe('where the funnel asks for need and authority', () => {
    const asks = { findings: ['need', 'authority'] as const, funnelVersion: 2 }
    const findings = { need: 'one view of <all> stores', authority: 'signs herself' }

    it('is refused without them, and takes no turn of the team', async () => {
      await accepts('dev', asks)
      for (const body of [{}, { findings: { need: 'x' } }, { to: 'boris' }])
        expect(await passes(body)).toMatchObject({ status: 422, json: { detail: expect.stringContaining('/qualify') } })
      expect((await passes({ findings: { ...findings, mood: 'good' } })).status).toBe(422)
      expect((await world.items()).some(({ type }) => type === 'handoff-passed')).toBe(false)
      expect(await passes({ findings })).toMatchObject({ status: 200, json: { owner: 'anna' } })
    })

    it('makes an SQL by the pass that says them, and stays one; a repeat is told who has it', async () => {
      await accepts('dev', asks)
      expect(await passes({ findings })).toMatchObject({
        status: 200,
        json: { state: 'open', findings: { by: 'anna' } },
      })
      expect((await world.leadNow(leadId)).profile.stage).toBe('sql')
      expect((await passes({ findings })).status).toBe(409)
      expect((await world.items()).filter(({ type }) => type === 'handoff-qualified')).toHaveLength(1)
      await accepts('anna', asks)
      expect((await world.read(handoffId)).state).toBe('accepted')
      expect((await world.leadNow(leadId)).profile.stage).toBe('sql')
    })

    it.each([
      ['en', 'What sales found out', 'Who decides'],
      ['ru', 'Что уже выяснили продажи', 'Кто решает'],
      ['fa', 'آنچه فروش دریافته است', 'تصمیم‌گیرنده'],
    ] as const)('whoever gets it reads what was found, in %s', async (locale, heading, label) => {
      const file = `emails/handoff-opened/${locale}.md`
      const source = { file, locale, format: 'md' as const, text: folderFiles[file] ?? '', shared: folderFiles }
      const { email } = await compileEmail(source)
      if (!email) throw new Error('the sample is broken')
      await world.email('handoff-opened', email)
      await world.staff({ userId: 'anna', manager: 'mark', locale })
      await accepts('dev', asks)
      await passes({ findings })
      await world.until(clock.ms + 60_000)
      const letter = world.mails.at(-1)
      expect(letter?.to).toContain('anna')
      for (const held of [heading, label, 'one view of', 'signs herself']) expect(letter?.text).toContain(held)
      expect(letter?.html).not.toContain('<all>')
    })
  })

  it('wakes a clock that had nothing left to ring for', async () => {
    await accepts('dev')
    for (const type of ['call', 'case-study-sent'])
      await world.hand(world.observed(aFact({ leadId, id: `${type}-fact`, type, at: toInstant(clock.ms) })))
    await world.drain()
    // As if passing it on were no duty.
    await changeHandoff(handoffId, (read) => ({
      handoff: { ...read, due: undefined, duties: read.duties.filter(({ id }) => id !== 'pass-on') },
    }))
    await world.until(hoursOn(2))
    expect(world.machines.running).toHaveLength(0)
    await passes()
    await world.until(hoursOn(3.1))
    expect(mailed().slice(-2)).toEqual(['opened anna', 'warning anna'])
  })

  it('is with sales at once where a colleague is', async () => {
    const other = 'z'.repeat(32)
    await world.handoff(aHandoff({ leadId: other, state: 'accepted', owner: 'boris' }))
    await putItem(accountKey(`${other}.1`), { box: 'ACCOUNT#shop.de', boxOrder: '2026-11-02T09:00:00.000Z' })
    const next = await world.lead({ leadId: 'y'.repeat(32), email: 'igor@shop.de' })
    await world.hand(world.qualified(next))
    expect(await world.read(`${next}.1`)).toMatchObject({
      owner: 'boris',
      team: 'inside-sales',
      account: { domain: 'shop.de', with: `${other}.1` },
      duties: [{ id: 'take' }, { id: 'qualify' }, { id: 'accept' }, { id: 'meet' }, { id: 'brief' }],
    })
  })
})

describe('a duty of marketing', () => {
  it('warns and tells marketing, takes the lead from nobody, and is no line in the inbox of sales', async () => {
    await accepts('dev')
    await world.hand(world.observed(aFact({ leadId, type: 'call', at: toInstant(hoursOn(0.1)) })))
    await world.until(hoursOn(1))
    expect(mailed().slice(1)).toEqual(['warning mia', 'escalated mia'])
    expect(await world.read(handoffId)).toMatchObject({ owner: 'dev', escalations: [] })
  })

  it('is met by what it is about', async () => {
    await accepts('dev')
    await world.hand(world.observed(aFact({ leadId, type: 'case-study-sent', at: toInstant(hoursOn(0.1)) })))
    await world.until(hoursOn(1))
    expect(mailed().filter((mail) => mail.endsWith('mia'))).toEqual([])
  })
})
