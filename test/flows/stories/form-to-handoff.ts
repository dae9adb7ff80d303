import { expect } from 'vitest'
import { entersBy, found, headerOf, leadOf, linkWith, mailNumber, pathOf, postsForm } from '../people.ts'
import { publish } from '../publish.ts'
import { storyContent } from '../story-content.ts'
import { asStaff, pass, type Story } from '../target.ts'

const olga = {
  email: 'olga@shop.example',
  firstName: 'Olga',
  jobTitle: 'Director of Retail',
  company: 'Shop',
  country: 'DE',
}

/** The whole way: form, confirmation, two mails, click, re-score, forward, a breach, accept, a changed template, unsubscribe. */
export const formToHandoff: Story = {
  name: 'a visitor becomes a lead of sales',
  async play(target) {
    await entersBy(target, 'story-paper', olga)
    const welcome = await mailNumber(target, olga.email, 2)
    expect(welcome.subject).toBe('Your white paper, Olga')
    // An emulator may keep no headers of mails; where they are kept, one click is offered (RFC 8058).
    if (Object.keys(welcome.headers).length > 0) {
      expect(headerOf(welcome, 'list-unsubscribe')).toBe(`<${linkWith(welcome, '/u/')}>`)
      expect(headerOf(welcome, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
    }
    const known = await leadOf(target, olga.email)
    expect(known.status).toBe('nurturing')

    // A changed template is in the next mail.
    await publish(target, 'emails', 'story-second', {
      'en.md': String(storyContent['emails/story-second/en.md']).replace(
        'subject: A case study',
        'subject: A better case study',
      ),
    })
    // A click wakes the sequence long before its ten minutes are over; one within ten seconds of the delivery would be a scanner's, within twenty count half.
    await pass(target, '21s')
    await target.report(welcome, { type: 'click', link: 'https://www.example.com/white-paper' })
    const second = await mailNumber(target, olga.email, 3)
    expect(second.subject).toBe('A better case study')

    // A click on the next mail makes her ripe: fit 30, asked 10, two clicks 40.
    await pass(target, '21s')
    await target.report(second, { type: 'click', link: 'https://www.example.com/case' })
    const handoff = await target.until('the hand-off in the inbox', async () => {
      const inbox = await asStaff(target, 'sales', 'GET', '/handoffs')
      const items = inbox.body.items as { handoffId: string; leadId: string; owner: string }[] | undefined
      return items?.find(({ leadId }) => leadId === known.leadId)
    })
    const lead = await leadOf(target, olga.email)
    expect(lead).toMatchObject({ leadId: handoff.leadId, status: 'with-sales', stage: 'mql' })
    await target.until('the owner is told', async () => (await target.mails('anna@company.example'))[0])

    // Nobody answers in time: the manager is told, once.
    await pass(target, '25s')
    await target.until('the manager is told', async () => (await target.mails('mark@company.example'))[0])
    const shown = await asStaff(target, 'sales', 'GET', `/handoffs/${handoff.handoffId}`)
    expect(JSON.stringify(shown.body)).toContain('breachedAt')

    const accepted = await asStaff(target, 'sales', 'POST', `/handoffs/${handoff.handoffId}/accept`)
    expect(accepted.status).toBe(200)
    const again = await asStaff(target, 'sales', 'POST', `/handoffs/${handoff.handoffId}/reject`, {
      reason: 'too late',
    })
    expect(again.status).toBe(409)
    // Sales has her, and has still to find out what makes an SQL.
    expect(accepted.body).toMatchObject({ state: 'accepted', missing: ['need', 'authority'] })
    expect((await leadOf(target, olga.email)).stage).toBe('mql')
    const qualify = `/handoffs/${handoff.handoffId}/qualify`
    const half = await asStaff(target, 'sales', 'POST', qualify, { need: found.need })
    expect(half).toMatchObject({ status: 422, body: { errors: [{ pointer: '/authority' }] } })
    for (let time = 0; time < 2; time += 1) {
      expect((await asStaff(target, 'sales', 'POST', qualify, found)).status).toBe(200)
    }
    await target.until('the lead is an SQL', async () => (await leadOf(target, olga.email)).stage === 'sql')

    // While sales has her, marketing holds: no third mail.
    await pass(target, '45s')
    expect(await target.mails(olga.email)).toHaveLength(3)

    // One click in the mail program: POST to the List-Unsubscribe address.
    const unsubscribe = linkWith(second, '/u/')
    const looked = await target.call(pathOf(target, unsubscribe))
    expect(looked.status).toBe(200)
    const left = await target.call(pathOf(target, unsubscribe), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    })
    expect(left.status).toBe(200)
    await target.until('the enrolment ends', async () => {
      const { enrolments } = await leadOf(target, olga.email)
      return enrolments.every(({ state }) => state === 'exited')
    })
  },
}

/** Without a tick in the box there is no mail at all but a record of the post. */
export const noConsentNoMail: Story = {
  name: 'who does not consent gets no marketing mail',
  async play(target) {
    const email = 'no@shop.example'
    const posted = await postsForm(target, 'story-paper', { email, firstName: 'No' })
    expect(posted.status).toBe(303)
    await target.until('the lead is parked', async () => (await leadOf(target, email)).status === 'parked')
    await pass(target, '15s')
    expect(await target.mails(email)).toEqual([])
  },
}
