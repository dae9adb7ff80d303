import { expect } from 'vitest'
import { entersBy, leadOf } from '../people.ts'
import { aForm } from '../story-content.ts'
import { asStaff, pass, type Story } from '../target.ts'

/** Accounts are folded each minute: for targets with a virtual clock. */
export const accounts: Story = {
  name: 'two people of one company make an account, neighbours at a mail provider none, and who is erased leaves it',
  content: { 'forms/story-account.yaml': aForm('story-account', { topic: 'account-news' }) },
  async play(target) {
    const posts = (email: string, jobTitle: string) =>
      entersBy(target, 'story-account', { email, jobTitle, company: 'Duo' }, 'account-news')
    await posts('dora@duo.example', 'Director of Stores')
    await posts('paul@duo.example', 'Planner')
    await posts('neighbour@gmail.com', 'Planner')
    await pass(target, '2m')

    const shown = await asStaff(target, 'sales', 'GET', '/accounts/duo.example')
    expect(shown).toMatchObject({ status: 200, body: { domain: 'duo.example', people: 2, stage: 'lead' } })
    const { fit, interest, total, mostEngaged } = shown.body as Record<string, number> & {
      mostEngaged: { email: string }[]
    }
    expect(total).toBe(Number(fit) + Number(interest))
    expect(mostEngaged.map(({ email }) => email)).toEqual(['dora@duo.example', 'paul@duo.example'])
    const listed = async () => {
      const { body } = await asStaff(target, 'marketing', 'GET', '/accounts?limit=100')
      return (body.items as { domain: string; people: number }[]).filter(({ domain }) =>
        /^(duo\.example|gmail)/.test(domain),
      )
    }
    expect(await listed()).toMatchObject([{ domain: 'duo.example', people: 2, total }])
    expect((await asStaff(target, 'sales', 'GET', '/accounts/gmail.com')).status).toBe(404)
    expect((await asStaff(target, 'sales', 'GET', '/accounts/nobody-works-here.example')).status).toBe(404)

    const paul = await leadOf(target, 'paul@duo.example')
    expect((await asStaff(target, 'admin', 'DELETE', `/leads/${paul.leadId}`)).status).toBe(204)
    expect((await asStaff(target, 'sales', 'GET', '/accounts/duo.example')).body).toMatchObject({ people: 1 })
    await pass(target, '2m')
    expect(await listed()).toMatchObject([{ people: 1 }])
  },
}
