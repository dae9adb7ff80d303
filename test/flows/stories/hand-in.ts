import { expect } from 'vitest'
import { leadOf, leadWhen, postsForm } from '../people.ts'
import { asStaff, type Story } from '../target.ts'

export const handedIn: Story = {
  name: 'sales hands in a lead that no score would bring, and has it',
  async play(target) {
    const email = 'nadia@fair.example'
    await postsForm(target, 'story-paper', { email, firstName: 'Nadia' })
    const { leadId } = await leadOf(target, email)
    const body = { leadId, reason: 'Met at the fair, wants an offer' }
    const taken = await asStaff(target, 'sales', 'POST', '/handoffs', { ...body, for: 'team' })
    expect(taken).toMatchObject({ status: 202, body: { handoffId: expect.stringMatching(`^${leadId}\\.\\d+$`) } })
    await leadWhen(target, email, 'with sales', ({ status }) => status === 'with-sales')

    const { handoffId } = taken.body as { handoffId: string }
    const shown = await asStaff(target, 'sales', 'GET', `/handoffs/${handoffId}`)
    expect(shown.body).toMatchObject({
      state: 'open',
      timeline: expect.arrayContaining([expect.objectContaining({ type: 'handed-in' })]),
    })
    const { owner } = shown.body as { owner: string }
    await target.until('its owner is told', async () =>
      (await target.mails(`${owner}@company.example`)).some(({ subject }) => subject.includes('Nadia')),
    )

    expect(await asStaff(target, 'sales', 'POST', `/handoffs/${handoffId}/accept`)).toMatchObject({ status: 200 })
    expect(await asStaff(target, 'sales', 'POST', '/handoffs', { ...body, for: 'team' })).toMatchObject({
      status: 409,
      body: { handoffId, owner, state: 'accepted' },
    })
  },
}
