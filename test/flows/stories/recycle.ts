import { expect } from 'vitest'
import { asksForDemo, leadWhen, mailNamed } from '../people.ts'
import { aMail } from '../story-content.ts'
import { asStaff, pass, type Story } from '../target.ts'

const content = {
  'emails/story-again/en.md': aMail('Shall we try again?'),
  'sequences/story-again.yaml': `id: story-again
topic: product-education
trigger: { idle: { after: [recycled] }, when: { company: [Again Ltd, Later Ltd] } }
steps:
  - { id: rest, wait: 5s }
  - { id: again, send: story-again }
`,
}

export const recycled: Story = {
  name: 'a recycled lead is nurtured on',
  content,
  async play(target) {
    const email = 'irina@again.example'
    const { handoffId } = await asksForDemo(target, { email, company: 'Again Ltd' })
    const answer = await asStaff(target, 'sales', 'POST', `/handoffs/${handoffId}/recycle`, { reason: 'no budget yet' })
    expect(answer.status).toBe(200)
    const lead = await leadWhen(target, email, 'nurtured on', ({ status }) => status === 'nurturing')
    expect(lead.enrolments).toMatchObject([{ sequence: 'story-again', state: 'active' }])
    await mailNamed(target, email, 'Shall we try again?')
    expect(lead.handoff).toMatchObject({ state: 'recycled' })
  },
}

/** Plays over weeks: for targets with a virtual clock. */
export const recycledUntil: Story = {
  name: 'a lead that sales parks until a date comes back on that date, and not before',
  content,
  async play(target) {
    const email = 'leonid@later.example'
    const { handoffId, openedAt } = await asksForDemo(target, { email, company: 'Later Ltd' })
    const parkUntil = new Date(Date.parse(openedAt) + 30 * 86_400_000).toISOString()
    const recycle = (until: string) =>
      asStaff(target, 'sales', 'POST', `/handoffs/${handoffId}/recycle`, { reason: 'next quarter', parkUntil: until })
    expect((await recycle('2020-01-01T00:00:00Z')).status).toBe(422)
    expect((await recycle(parkUntil)).status).toBe(200)
    const parked = await leadWhen(target, email, 'parked', ({ status }) => status === 'parked')
    expect(parked.parked).toEqual({ reason: 'recycled', until: parkUntil })
    const mailsBefore = (await target.mails(email)).length
    await pass(target, '29d')
    expect(await leadWhen(target, email, 'the lead', () => true)).toMatchObject({ status: 'parked' })
    expect(await target.mails(email)).toHaveLength(mailsBefore)
    await pass(target, '2d')
    await mailNamed(target, email, 'Shall we try again?')
  },
}
