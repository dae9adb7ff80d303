import type { Context } from 'aws-lambda'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { armOf } from '../../../core/nurture/hold-out.ts'
import { routes } from '../../../core/routes.ts'
import { handler as count } from '../../../functions/insight/count-funnel.schedule.ts'
import { handler as show } from '../../../functions/insight/show-hold-out.http.ts'
import { handler as enrolByHand } from '../../../functions/nurture/enrol-lead.http.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { request } from '../../fixtures/a-request.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { aNurtureWorld, type NurtureWorld } from '../nurture/nurture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const day = 86_400_000
let world: NurtureWorld
beforeEach(async () => {
  world = await aNurtureWorld()
})
afterEach(() => world.stop())

const holds = aSequence({ trigger: { form: 'white-paper' }, 'hold-out': { share: '50 %', within: '10d' } })
const shown = async (query: Record<string, string> = {}) => {
  const answered = await request(show, routes.showHoldOut, { params: { id: holds.id }, query, groups: ['sales'] })
  return { status: answered.status, body: JSON.parse(answered.body) }
}

describe('the hold-out of a sequence', () => {
  it('gets no mail of it, whatever happens and however it is asked, and is counted beside those who do', async () => {
    await world.publish(holds)
    const arms: string[] = []
    for (let leads = 0; leads < 8; leads += 1) {
      const leadId = await world.lead()
      await world.posts(leadId)
      await world.posts(leadId)
      await world.until(clock.ms)
      const arm = String(armOf(holds, leadId))
      arms.push(arm)
      expect(world.mails.some((mail) => mail.leadId === leadId)).toBe(arm === 'nurtured')
      if (arm === 'nurtured') continue
      const body = { sequence: holds.id }
      const byHand = await request(enrolByHand, routes.enrolLead, { params: { leadId }, body, groups: ['marketing'] })
      expect(byHand.status).toBe(409)
      expect(JSON.parse(byHand.body).reason).toContain('held out')
    }
    expect(new Set(arms).size).toBe(2)
    await count({}, {} as Context)
    expect((await shown()).body).toMatchObject({ waiting: 8, arms: { nurtured: { leads: 0 } } })
    clock.ms += 12 * day
    const { body } = await shown({ cost: '500' })
    const many = (arm: string) => arms.filter((one) => one === arm).length
    expect(body).toMatchObject({
      sequence: holds.id,
      share: '50 %',
      waiting: 0,
      arms: { nurtured: { leads: many('nurtured'), mql: 0 }, 'held-out': { leads: many('held-out') } },
    })
    expect(body.says[0]).toContain('MQLs')
  })

  it('of a sequence that holds nobody out there is none', async () => {
    await world.publish(aSequence())
    expect((await shown()).status).toBe(404)
  })
})
