import { expect } from 'vitest'
import { asksForDemo, found, leadWhen, linkWith, mailNamed } from '../people.ts'
import { aMail } from '../story-content.ts'
import { asStaff, pass, type Story } from '../target.ts'

/** Plays over weeks: for targets with a virtual clock. */
export const lostAndFound: Story = {
  name: 'a lead is taken from the mail, becomes an opportunity, is lost for a listed reason and is nurtured again on its day',
  content: {
    'emails/story-lost/en.md': aMail('How are things a month later?'),
    'sequences/story-lost.yaml': `id: story-lost
topic: product-education
trigger: { idle: { after: [recycled] }, when: { company: Lost Ltd } }
steps:
  - { id: rest, wait: 5s }
  - { id: again, send: story-lost }
`,
  },
  async play(target) {
    const email = 'lotte@lost.example'
    const { handoffId } = await asksForDemo(target, { email, company: 'Lost Ltd', firstName: 'Lotte' })
    const shown = await asStaff(target, 'sales', 'GET', `/handoffs/${handoffId}`)
    expect(shown.body).toMatchObject({
      nextBest: { act: 'call', why: 'asked', about: 'story-demo' },
      seen: [{ kind: 'form', what: 'story-demo', title: 'A form' }],
      company: { name: 'Lost Ltd' },
    })

    const mail = await target.until('the mail to the owner', async () =>
      (await target.mails('anna@company.example')).findLast(({ subject }) => subject.includes('Lotte')),
    )
    const path = new URL(linkWith(mail, '/answer/')).pathname
    const says = async (fields: Record<string, string>) => {
      const answer = await target.call(path, {
        method: 'POST',
        headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields).toString(),
      })
      return { status: answer.status, text: await answer.text() }
    }
    const looked = await target.call(`${path}?do=accepted`, { headers: { accept: 'text/html' } })
    expect(await looked.text()).toContain('Lotte')
    expect((await asStaff(target, 'sales', 'GET', `/handoffs/${handoffId}`)).body.state).toBe('open')
    expect((await says({ answer: 'won' })).status).toBe(422)
    expect((await says({ answer: 'accepted' })).text).toContain('Accepted. The lead is yours.')
    expect((await says({ answer: 'rejected', reason: 'late' })).status).toBe(409)
    const proposal = { answer: 'opportunity', stage: 'proposal', value: '12 000,50' }
    expect((await says(proposal)).text).toContain('Please say what you found out')
    expect((await says({ answer: 'qualified', ...found })).text).toContain(found.need)
    expect((await says(proposal)).status).toBe(200)
    expect((await says({ answer: 'lost', reason: 'too dear' })).status).toBe(422)
    expect((await says({ answer: 'lost', reason: 'price', note: 'by a third' })).status).toBe(200)

    const { body } = await asStaff(target, 'sales', 'GET', `/handoffs/${handoffId}`)
    const outcome = body.outcome as { at: string; until: string }
    expect(outcome).toMatchObject({
      result: 'lost',
      reason: 'price',
      note: 'by a third',
      stage: 'proposal',
      value: 12_000.5,
    })
    expect(body.late).toMatchObject([{ kind: 'rejected', by: 'anna', reason: 'late' }])
    expect(Date.parse(outcome.until)).toBe(Date.parse(outcome.at) + 30 * 86_400_000)
    await leadWhen(target, email, 'parked', ({ parked }) => parked?.reason === 'lost' && parked.until === outcome.until)
    await pass(target, '29d')
    await leadWhen(target, email, 'parked still', ({ status }) => status === 'parked')
    await pass(target, '2d')
    await mailNamed(target, email, 'How are things a month later?')

    const from = outcome.at.slice(0, 10)
    const sla = await asStaff(target, 'marketing', 'GET', `/insight/sla?from=${from}`)
    expect(sla.status).toBe(200)
    expect((sla.body.sales as { leads: number }).leads).toBeGreaterThan(0)
    expect((await asStaff(target, 'marketing', 'GET', '/insight/sla?from=2030-01-01&to=2029-01-01')).status).toBe(422)
    await target.until('the weekly summary', async () =>
      (await target.mails('mark@company.example')).find(({ subject }) => subject.includes('how we kept our agreement')),
    )
  },
}

export const disputed: Story = {
  name: 'marketing disputes a rejection, and sales says that it was wrong',
  async play(target) {
    const { handoffId } = await asksForDemo(target, { email: 'dora@disputed.example', company: 'Disputed Ltd' })
    const call = (role: 'sales' | 'marketing', verb: string, body: object) =>
      asStaff(target, role, 'POST', `/handoffs/${handoffId}/${verb}`, body)
    expect((await call('marketing', 'dispute', { reason: 'not yet' })).status).toBe(409)
    expect((await call('sales', 'reject', { reason: 'not our kind' })).status).toBe(200)
    expect((await call('sales', 'review', { upheld: true, reason: 'nobody asked' })).status).toBe(409)
    expect((await call('sales', 'dispute', { reason: 'no' })).status).toBe(403)
    expect((await call('marketing', 'dispute', { reason: 'she decides' })).status).toBe(200)
    expect((await call('marketing', 'dispute', { reason: 'again' })).status).toBe(409)
    const reviewed = await call('sales', 'review', { upheld: false, reason: 'true' })
    expect(reviewed.body.dispute).toMatchObject({ reason: 'she decides', review: { upheld: false, reason: 'true' } })
  },
}
