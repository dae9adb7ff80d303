import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { toInstant } from '../../../core/names.ts'
import { routes } from '../../../core/routes.ts'
import { handler as accept } from '../../../functions/handoff/accept-handoff.http.ts'
import { answerUrl } from '../../../functions/handoff/answer-links.ts'
import { handler as list } from '../../../functions/handoff/list-handoffs.http.ts'
import { handler as reject } from '../../../functions/handoff/reject-handoff.http.ts'
import { handler as showPage } from '../../../functions/handoff/show-answer.http.ts'
import { handler as show } from '../../../functions/handoff/show-handoff.http.ts'
import { staffLetter } from '../../../functions/handoff/staff-letter.ts'
import { storyValues } from '../../../functions/handoff/story-values.ts'
import { mergeLead, unmergeLead } from '../../../functions/leads/merge-lead.ts'
import { settleMerge } from '../../../functions/leads/settle-merge.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aFact } from '../../fixtures/a-fact.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'
import { browser } from '../../fixtures/a-request.ts'
import { aUser } from '../../fixtures/a-user.ts'
import { ask } from '../../fixtures/ask.ts'
import { aHandoffWorld, type HandoffWorld, hoursOn } from './handoff-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const [from, into] = [aLeadId(1), aLeadId(2)]
const [oldAddress, newAddress] = ['jana@old-job.example', 'jana@new-job.example']
let world: HandoffWorld

beforeEach(async () => {
  world = await aHandoffWorld()
  await world.policy()
  await world.staff({ userId: 'anna', manager: 'mark' }, { userId: 'mark', team: 'heads' })
  const fields = { firstName: 'Jana', lastName: 'Berg', jobTitle: 'Director' }
  await world.lead({ leadId: from, email: oldAddress, fields: { ...fields, company: 'Old Job' } })
  await world.lead({ leadId: into, email: newAddress, fields: { ...fields, company: 'New Job' } })
})
afterEach(() => world.stop())

/** Sales gets one of the two, and then they are merged. */
async function mergedWhileSalesHas(leadId: string): Promise<string> {
  await world.hand(world.qualified(leadId))
  await world.until(hoursOn(0.1))
  await mergeLead(from, into, { by: 'mia', reason: 'moved' })
  await settleMerge(from, into)
  return `${leadId}.1`
}
async function undoes(): Promise<void> {
  clock.ms += 60_000
  await unmergeLead(from, { by: 'mia', reason: 'two people' })
  await settleMerge(from, into)
}
const sales = { groups: ['sales'], username: 'anna' } as const
const shown = async (handoffId: string) =>
  (await ask(show, routes.showHandoff, { params: { handoffId }, ...sales })).json
const inbox = async () => (await ask(list, routes.listHandoffs, sales)).json.items
async function page(handoffId: string, userId = 'anna'): Promise<string> {
  const token = (await answerUrl({ handoffId, userId })).split('/answer/')[1] ?? ''
  return (await ask(showPage, routes.showAnswer, { params: { token }, headers: browser })).text
}

describe('sales has the lead that is merged away', () => {
  it('and reads of the person by the address that is used now; the hand-off stays with its owner', async () => {
    const handoffId = await mergedWhileSalesHas(from)
    const samePerson = [{ leadId: from, email: oldAddress, mergedAt: expect.any(String) }]
    const story = await shown(handoffId)
    expect(story).toMatchObject({
      handoffId,
      leadId: from,
      owner: 'anna',
      lead: { leadId: into, email: newAddress },
      samePerson,
    })
    expect(story.lead.fields.company).toBe('New Job')
    expect(await inbox()).toMatchObject([{ handoffId, leadId: from, mergedInto: into, lead: { company: 'New Job' } }])
    const html = await page(handoffId)
    expect(html).toContain(newAddress)
    expect(html).toMatch(
      /known before as[\s\S]*jana@old-job\.example[\s\S]*don’t write to it any more[\s\S]*stays with/,
    )

    // Later mails of its clock name the person, too.
    const { profile } = await world.leadNow(from)
    expect(profile.parked?.reason).toBe('merged')
    const handoff = await world.read(handoffId)
    const tell = { key: 'k', to: 'anna', template: 'handoff-opened' as const }
    const letter = await staffLetter(
      handoff,
      tell as never,
      await world.leadNow(from),
      aUser({ userId: 'anna' }),
      undefined,
    )
    expect(letter.text).toContain('New Job')

    expect((await ask(accept, routes.acceptHandoff, { params: { handoffId }, ...sales })).status).toBe(200)
    await world.drain()
    expect((await world.read(handoffId)).state).toBe('accepted')
    expect((await world.leadNow(into)).profile.status).toBe('with-sales')

    await undoes()
    expect(await shown(handoffId)).toMatchObject({ lead: { email: oldAddress }, samePerson: [] })
    expect(await page(handoffId)).not.toContain('known before as')
  })
})

describe('what sales does with a hand-off of a lead that is merged away', () => {
  it('meets its duties by what is reported of the person', async () => {
    const handoffId = await mergedWhileSalesHas(from)
    await ask(accept, routes.acceptHandoff, { params: { handoffId }, ...sales })
    clock.ms += 60_000
    await world.hand(world.observed(aFact({ leadId: into, type: 'call', at: toInstant(clock.ms), id: 'called-01' })))
    await world.drain()
    const call = (await world.read(handoffId)).duties.find(({ what }) => what === 'call')
    expect(call?.metAt).toBe(toInstant(clock.ms))
  })

  it('parks the person with the lead; an undo takes that from the one that sales never had', async () => {
    const handoffId = await mergedWhileSalesHas(from)
    const body = { reason: 'not interested' }
    expect((await ask(reject, routes.rejectHandoff, { params: { handoffId }, body, ...sales })).status).toBe(200)
    await world.drain()
    expect((await world.leadNow(into)).profile).toMatchObject({ status: 'parked', parked: { reason: 'rejected' } })
    await undoes()
    expect((await world.leadNow(into)).profile.parked?.reason).not.toBe('rejected')
    expect((await world.leadNow(from)).profile.parked).toEqual({ reason: 'rejected' })
  })
})

describe('sales has the lead that another is merged into', () => {
  it('and is told of the other address on the page and in the mail, in the reader’s language', async () => {
    const handoffId = await mergedWhileSalesHas(into)
    expect(await shown(handoffId)).toMatchObject({ lead: { email: newAddress }, samePerson: [{ email: oldAddress }] })
    expect(await inbox()).toMatchObject([{ handoffId, leadId: into }])
    expect((await inbox())[0]).not.toHaveProperty('mergedInto')
    expect(await page(handoffId)).not.toContain('stays with')
    const handoff = await world.read(handoffId)
    for (const [locale, words] of [
      ['en', 'don’t write to it'],
      ['ru', 'больше не пишите'],
      ['fa', 'دیگر به آن ننویسید'],
    ] as const) {
      const { samePerson } = await storyValues(
        handoff,
        await world.leadNow(into),
        aUser({ userId: 'anna', locale }),
        undefined,
      )
      expect(samePerson).toHaveLength(1)
      expect(samePerson[0], locale).toContain(words)
      expect(samePerson[0]).toContain(oldAddress)
    }
  })
})
