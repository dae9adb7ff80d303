import { expect } from 'vitest'
import { asksForDemo, found, leadOf, leadWhen, mailNamed, postsForm } from '../people.ts'
import { aMail } from '../story-content.ts'
import { asStaff, pass, type Story } from '../target.ts'

export const won: Story = {
  name: 'a lead that is won becomes a customer and is onboarded',
  content: {
    'emails/story-aboard/en.md': aMail('Welcome aboard'),
    'sequences/story-onboarding.yaml': `id: story-onboarding
topic: product-education
audience: customers
trigger: { stage: customer }
steps:
  - { id: aboard, send: story-aboard }
  - { id: rest, wait: 300s }
  - { id: more, send: story-second }
`,
  },
  async play(target) {
    const email = 'bianca@buyer.example'
    const { handoffId } = await asksForDemo(target, { email, company: 'Buyer Ltd' })
    const sales = (verb: string, body?: object) =>
      asStaff(target, 'sales', 'POST', `/handoffs/${handoffId}/${verb}`, body)
    // Nothing is won that nobody accepted.
    expect((await sales('outcome', { result: 'won', revenue: 1 })).status).toBe(409)
    expect((await sales('accept')).status).toBe(200)
    // Nor is one an opportunity of which nobody knows what is needed, and who decides.
    expect((await sales('outcome', { result: 'opportunity' })).status).toBe(422)
    expect((await sales('outcome', { result: 'opportunity', findings: found })).status).toBe(200)
    await leadWhen(target, email, 'an opportunity', ({ stage }) => stage === 'opportunity')
    expect((await sales('outcome', { result: 'won', revenue: 12_000 })).status).toBe(200)
    expect((await sales('outcome', { result: 'lost' })).status).toBe(409)

    await mailNamed(target, email, 'Welcome aboard')
    const customer = await leadWhen(target, email, 'a customer', ({ status }) => status === 'customer')
    expect(customer).toMatchObject({ stage: 'customer', handoff: { state: 'won' } })
    expect(customer.enrolments.find(({ sequence }) => sequence === 'story-onboarding')).toMatchObject({
      state: 'active',
    })
    const shown = await asStaff(target, 'sales', 'GET', `/handoffs/${handoffId}`)
    expect(shown.body.findings).toMatchObject({ found })
    expect(shown.body.outcome).toMatchObject({ result: 'won', revenue: 12_000 })

    // A customer who asks again is with the same person of sales again, and a customer still.
    await pass(target, '1s')
    await postsForm(target, 'story-demo', { email, jobTitle: 'Director of Stores' })
    const again = await leadWhen(target, email, 'with sales again', ({ status }) => status === 'with-sales')
    expect(again).toMatchObject({ stage: 'customer', handoff: { state: 'open', owner: shown.body.owner } })
    expect(again.handoff?.handoffId).not.toBe(handoffId)
    expect((await asStaff(target, 'sales', 'POST', `/handoffs/${again.handoff?.handoffId}/accept`)).status).toBe(200)
    expect(await leadOf(target, email)).toMatchObject({ stage: 'customer', status: 'with-sales' })
  },
}
