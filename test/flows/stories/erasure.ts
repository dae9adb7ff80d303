import { expect } from 'vitest'
import { confirms, entersBy, leadOf, leadWhen, linkWith, mailNumber, pathOf, postsForm } from '../people.ts'
import { asStaff, pass, type Story } from '../target.ts'

export const erased: Story = {
  name: 'who is erased is exported before, gets nothing more, is read no more, and may come back',
  async play(target) {
    const email = 'erase.me@privacy.example'
    await entersBy(target, 'story-paper', { email, firstName: 'Erna', company: 'Privacy' })
    const welcome = await mailNumber(target, email, 2)
    const { leadId } = await leadOf(target, email)
    const staff = (method: string, path: string) => asStaff(target, 'admin', method, path)

    const exported = await staff('GET', `/leads/${leadId}/export`)
    expect(exported.status).toBe(200)
    const text = JSON.stringify(exported.body)
    for (const held of [email, 'Erna', 'I would like to get mail about the product', 'story-welcome']) {
      expect(text).toContain(held)
    }

    expect((await staff('DELETE', `/leads/${leadId}`)).status).toBe(204)
    expect((await staff('DELETE', `/leads/${leadId}`)).status).toBe(204)
    for (const path of ['', '/timeline', '/export']) {
      expect((await staff('GET', `/leads/${leadId}${path}`)).status, path).toBe(404)
    }
    const search = () => asStaff(target, 'marketing', 'POST', '/leads/search', { email })
    expect((await search()).body.items).toEqual([])
    // A click and an unsubscribe of mails that are out still come: they bring nothing back.
    await target.report(welcome, { type: 'click', link: 'https://www.example.com/white-paper' })
    const left = await target.call(pathOf(target, linkWith(welcome, '/u/')), {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    })
    expect(left.status).toBe(200)
    await pass(target, '15s')
    expect((await search()).body.items).toEqual([])
    expect(await target.mails(email)).toHaveLength(2)

    // A fresh double opt-in lifts it: the form alone does not.
    const posted = { email, firstName: 'Back', 'consent.product-education': 'on' }
    expect((await postsForm(target, 'story-paper', posted)).status).toBe(303)
    const request = await mailNumber(target, email, 3)
    expect(request.subject).toBe('Please confirm your address')
    expect((await search()).body.items).toEqual([])
    await confirms(target, request)
    expect((await mailNumber(target, email, 4)).subject).toBe('Your white paper, Back')
    const back = await leadWhen(target, email, 'the lead again', ({ status }) => status === 'nurturing')
    expect(back).toMatchObject({ leadId, mailable: true, fields: { firstName: 'Back' } })
    expect(JSON.stringify((await staff('GET', `/leads/${leadId}/export`)).body)).not.toMatch(/Erna|Privacy/)
  },
}
