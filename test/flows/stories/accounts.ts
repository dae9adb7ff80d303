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

/** Who changed jobs, and who mistyped an address, are one person each: no account counts them twice. */
export const mergedAccounts: Story = {
  name: 'a company counts who is merged once, who changed jobs counts for the new company, and an undo gives back both',
  async play(target) {
    const comes = async (email: string) => {
      await entersBy(target, 'story-account', { email, jobTitle: 'Director of Stores', company: 'Uno' }, 'account-news')
      return (await leadOf(target, email)).leadId
    }
    const [twice, once] = [await comes('lea.m@uno-ltd.example'), await comes('lea@uno-ltd.example')]
    const [old, fresh] = [await comes('max@uno-ltd.example'), await comes('max@due-ltd.example')]
    const says = (leadId: string, what: string, body: object) =>
      asStaff(target, 'marketing', 'POST', `/leads/${leadId}/${what}`, { reason: 'one person', ...body })
    const shown = async (domain: string) => {
      const { body } = await asStaff(target, 'sales', 'GET', `/accounts/${domain}`)
      return body as { people: number; interest: number; mostEngaged: { email: string; interest: number }[] }
    }
    const listed = async () => {
      const { body } = await asStaff(target, 'marketing', 'GET', '/accounts?limit=100')
      const items = body.items as { domain: string; people: number; interest: number }[]
      const ours = items
        .filter(({ domain }) => /^(uno|due)-ltd/.test(domain))
        .sort((a, b) => (a.domain < b.domain ? -1 : 1))
      return ours.map(({ people, interest }) => [people, interest])
    }
    await pass(target, '2m')
    const before = await listed()
    expect(before.map(([people]) => people)).toEqual([1, 3])

    expect((await says(twice, 'merge', { into: once })).status).toBe(200)
    expect((await says(old, 'merge', { into: fresh })).status).toBe(200)
    await pass(target, '2m')
    const [uno, due] = [await shown('uno-ltd.example'), await shown('due-ltd.example')]
    expect(uno.mostEngaged.map(({ email }) => email)).toEqual(['lea@uno-ltd.example'])
    expect(due.mostEngaged.map(({ email }) => email)).toEqual(['max@due-ltd.example'])
    for (const one of [uno, due]) expect(one.interest).toBe(one.mostEngaged[0]?.interest)
    expect(await listed()).toEqual([
      [1, due.interest],
      [1, uno.interest],
    ])

    for (const leadId of [twice, old]) expect((await says(leadId, 'unmerge', {})).status).toBe(200)
    await pass(target, '2m')
    expect(await listed()).toEqual(before)
  },
}
