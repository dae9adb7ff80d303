import { expect } from 'vitest'
import { asksForDemo, entersBy, found, leadWhen, mailNumber } from '../people.ts'
import { aForm, aMail } from '../story-content.ts'
import { asStaff, pass, type Story } from '../target.ts'

/** What the story looks at of a funnel's row. */
interface Row {
  readonly value: string
  readonly reached: Readonly<Record<string, number>>
  readonly deals: number
  readonly revenue: number
}

const origin = 'https://fair.story.example'
const known = 'f'.repeat(32)
const stranger = 'g'.repeat(32)

/** Deliveries are told by SES alone, and each count comes within a minute or two: for targets with a virtual clock. */
export const funnel: Story = {
  name: 'who comes by a campaign is seen in the funnel, from the first visit and the form to the deal, with the mails of each step, and is gone once erased',
  content: {
    'sites/story-fair.yaml': `id: story-fair\norigins: [${origin}]\n`,
    'forms/story-fair.yaml': aForm('story-fair', { topic: 'fair-news' }),
    'emails/story-fair-hello/en.md': aMail('Nice to have met you', 'fair-news'),
    'sequences/story-fair.yaml': `id: story-fair
topic: fair-news
trigger: { form: story-fair }
steps:
  - { id: hello, send: story-fair-hello }
`,
  },
  async play(target) {
    const came = { utm_source: 'story-fair', utm_campaign: 'stand-7' }
    const visitorsNow = async () => {
      const { body } = await asStaff(target, 'marketing', 'GET', '/insight/funnel')
      return (body.visitors as { came: number; named: number; interval: object }[])[0]
    }
    const before = await visitorsNow()
    for (const visitor of [known, stranger, known]) {
      const events = [{ type: 'page-visited', path: '/fair', referrer: 'partner.story.example' }]
      const consentedAt = '2026-01-01T09:00:00.000Z'
      const body = JSON.stringify({ visitor, consentedAt, events })
      const { status } = await target.call('/events', { method: 'POST', headers: { origin }, body })
      expect(status).toBe(202)
    }
    const { handoffId } = await asksForDemo(target, { email: 'buyer@fair.example', ...came })
    await entersBy(target, 'story-fair', { email: 'visitor@fair.example', visitor: known, ...came }, 'fair-news')
    const hello = await mailNumber(target, 'visitor@fair.example', 2)
    // Who clicks within seconds of the delivery is a machine.
    await pass(target, '5m')
    await target.report(hello, { type: 'click' })
    const sales = (verb: string, body?: object) =>
      asStaff(target, 'sales', 'POST', `/handoffs/${handoffId}/${verb}`, body)
    const rowOf = async (by: string, value: string) => {
      const { status, body } = await asStaff(target, 'marketing', 'GET', `/insight/funnel?by=${by}&value=${value}`)
      expect(status).toBe(200)
      return (body.items as Row[])[0]
    }
    expect((await sales('accept')).status).toBe(200)
    // Accepting counts as no SQL; what sales found does.
    await pass(target, '2m')
    expect(await rowOf('source', 'story-fair')).toMatchObject({ reached: { lead: 2, mql: 1, sql: 0 } })
    const after = await visitorsNow()
    // The buyer never was a visitor.
    expect([after?.came, after?.named]).toEqual([(before?.came ?? 0) + 2, (before?.named ?? 0) + 1])
    const { body: fromFair } = await asStaff(
      target,
      'marketing',
      'GET',
      '/insight/funnel?by=source&value=partner.story.example',
    )
    const [{ conversions, ...row }] = fromFair.visitors as [{ conversions: object[] }]
    expect(row).toMatchObject({ value: 'partner.story.example', came: 2, named: 1 })
    expect(conversions[0]).toMatchObject({ to: 'lead', visitors: 2, reached: 1, rate: 0.5 })
    expect(conversions[1]).toMatchObject({ to: 'mql', visitors: 2, reached: 0 })
    expect((await sales('qualify', found)).status).toBe(200)
    await pass(target, '2m')
    expect(await rowOf('source', 'story-fair')).toMatchObject({ reached: { sql: 1, opportunity: 0 } })
    expect((await sales('outcome', { result: 'won', revenue: 12_000 })).status).toBe(200)
    const buyer = await leadWhen(target, 'buyer@fair.example', 'a customer', ({ stage }) => stage === 'customer')

    await pass(target, '2m')
    const whole = { lead: 2, mql: 1, sql: 1, opportunity: 1, customer: 1 }
    for (const [by, value] of [
      ['source', 'story-fair'],
      ['campaign', 'stand-7'],
    ] as const) {
      expect(await rowOf(by, value)).toMatchObject({ value, reached: whole, deals: 1, revenue: 12_000 })
    }
    const attributed = async (model: string) => {
      const path = `/insight/attribution?by=campaign&model=${model}`
      const { status, body } = await asStaff(target, 'marketing', 'GET', path)
      expect(status).toBe(200)
      return (body.items as { value: string; exact: object }[]).find(({ value }) => value === 'stand-7')?.exact
    }
    const allOfIt = { mql: '1', sql: '1', customer: '1', revenue: '12000' }
    for (const model of ['first', 'last', 'position', 'influenced']) {
      expect(await attributed(model), model).toEqual(allOfIt)
    }
    expect(await rowOf('form', 'story-fair')).toMatchObject({ reached: { lead: 1, mql: 0 } })
    expect(await rowOf('sequence', 'story-fair')).toMatchObject({ reached: { lead: 1 } })
    expect((await rowOf('origin', 'inbound'))?.reached.customer).toBeGreaterThan(0)

    const mails = await asStaff(target, 'marketing', 'GET', '/insight/mails?sequence=story-fair')
    expect(mails.body.items).toMatchObject([
      { step: 'end', delivered: 0, exits: { exited: 0, finished: 1 } },
      { step: 'hello', delivered: 1, clicked: { leads: 1, rate: 1 }, unsubscribed: { leads: 0 } },
    ])

    // Counted anew from all that happened it is the same.
    expect((await asStaff(target, 'admin', 'POST', '/insight/funnel/recount')).status).toBe(202)
    await pass(target, '5m')
    expect(await rowOf('source', 'story-fair')).toMatchObject({ reached: whole, revenue: 12_000 })
    expect(await attributed('position')).toEqual(allOfIt)

    const exported = await asStaff(target, 'admin', 'GET', `/leads/${buyer.leadId}/export`)
    expect(JSON.stringify(exported.body)).toContain(found.need)
    expect((await asStaff(target, 'admin', 'DELETE', `/leads/${buyer.leadId}`)).status).toBe(204)
    await pass(target, '2m')
    expect(await rowOf('source', 'story-fair')).toMatchObject({ reached: { lead: 1, mql: 0, customer: 0 }, revenue: 0 })
    await pass(target, '20m')
  },
}
