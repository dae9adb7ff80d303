import { expect } from 'vitest'
import { asksForDemo, found, leadWhen } from '../people.ts'
import { asStaff, type Story } from '../target.ts'

export const passedOn: Story = {
  name: 'sales development qualifies a lead and passes it on to sales, which has a clock of its own',
  async play(target) {
    const dan = { name: 'Dan', email: 'dan@company.example', groups: ['sales-development'], team: 'developers' }
    expect((await asStaff(target, 'admin', 'PUT', '/users/dan', dan)).status).toBe(200)
    const email = 'petra@passing.example'
    const { handoffId } = await asksForDemo(target, { email, company: 'Passing Ltd' })
    const path = `/handoffs/${handoffId}`
    const first = await asStaff(target, 'sales', 'GET', path)
    expect(first.body).toMatchObject({ owner: 'dan', team: 'developers', state: 'open', duties: [{ id: 'pass-on' }] })
    expect(String((first.body as { priorityBecause: unknown }).priorityBecause)).toMatch(/^score 80, grade /)
    await target.until('dan is told', async () => (await target.mails('dan@company.example')).length > 0)

    expect((await asStaff(target, 'sales-development', 'POST', `${path}/pass`, {})).status).toBe(409)
    expect((await asStaff(target, 'sales-development', 'POST', `${path}/accept`)).status).toBe(200)
    // Sales development says what it found, before or now.
    const early = await asStaff(target, 'sales-development', 'POST', `${path}/pass`, { note: 'Wants it in spring' })
    expect(early).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/findings/need' }, { pointer: '/findings/authority' }] },
    })
    const passed = await asStaff(target, 'sales-development', 'POST', `${path}/pass`, {
      note: 'Wants it in spring',
      findings: { ...found, timing: 'in spring' },
    })
    expect(passed).toMatchObject({
      status: 200,
      body: {
        owner: 'anna',
        state: 'open',
        duties: [{ id: 'accept' }],
        routedBy: expect.stringContaining('round robin in inside-sales'),
      },
    })
    expect((await asStaff(target, 'sales-development', 'POST', `${path}/pass`, {})).status).toBe(409)
    await leadWhen(target, email, 'an SQL', ({ stage }) => stage === 'sql')

    const line = await asStaff(target, 'sales', 'GET', '/handoffs?owner=anna')
    expect(line.body).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ handoffId })]) })
    expect((await asStaff(target, 'sales', 'POST', `${path}/accept`)).status).toBe(200)
    const lead = await leadWhen(target, email, 'with sales', ({ handoff }) => handoff?.state === 'accepted')
    expect(lead).toMatchObject({
      stage: 'sql',
      status: 'with-sales',
      handoff: { owner: expect.stringMatching(/anna|sales/) },
    })
  },
}
