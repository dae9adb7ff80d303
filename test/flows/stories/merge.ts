import { expect } from 'vitest'
import { entersBy, leadOf, leadWhen, linkWith, mailNumber, pathOf, postsForm } from '../people.ts'
import { asStaff, pass, type Story, type Target } from '../target.ts'

/** What of a lead must be as before once a merge was undone. */
function comparable(lead: Record<string, unknown>) {
  const { score, activity, ...rest } = lead
  const { status, parked, enrolments, scoredAt, ...same } = rest
  return JSON.parse(JSON.stringify({ ...same, activity, total: (score as { total?: number } | undefined)?.total }))
}

async function byId(target: Target, leadId: string) {
  return (await asStaff(target, 'marketing', 'GET', `/leads/${leadId}`)).body
}

async function merges(target: Target, from: string, into: string) {
  return asStaff(target, 'marketing', 'POST', `/leads/${from}/merge`, { into, reason: 'one person' })
}

export const mergedAndUndone: Story = {
  name: 'two leads of one person are merged by hand, an old address posts again, and all of it is undone',
  async play(target) {
    const [old, fresh] = ['ida@old-job.example', 'ida@new-job.example']
    await entersBy(target, 'story-paper', { email: old, firstName: 'Ida', company: 'Old Job' })
    await mailNumber(target, old, 2)
    await pass(target, '2s')
    await entersBy(target, 'story-paper', { email: fresh, firstName: 'Ida' })
    await mailNumber(target, fresh, 2)
    const before = { from: await leadOf(target, old), into: await leadOf(target, fresh) }
    const [from, into] = [before.from.leadId, before.into.leadId]

    expect((await merges(target, from, from)).status).toBe(422)
    expect((await merges(target, from, 'a'.repeat(32))).status).toBe(404)
    const merged = await merges(target, from, into)
    expect(merged).toMatchObject({ status: 200, body: { leadId: from, into } })
    expect((await merges(target, from, into)).body).toEqual(merged.body)
    expect((await merges(target, into, from)).status).toBe(422)

    // Whoever looks for the old address finds the person, with what they told by it.
    const one = await leadWhen(target, old, 'the facts of both', ({ fields }) => fields.company === 'Old Job')
    expect(one).toMatchObject({ leadId: into, email: fresh })
    expect(await byId(target, from)).toMatchObject({ leadId: into, mergedFrom: [{ leadId: from }] })
    const sequenceEnds = async () => {
      const { body } = await asStaff(target, 'admin', 'GET', `/leads/${into}/export`)
      const items = body.items as { kind: string; leadId?: string; state?: string; reason?: string }[]
      return items.find((item) => item.kind === 'enrolment' && item.leadId === from && item.reason === 'merged')
    }
    await target.until('the end of its enrolment', sequenceEnds)

    // The old address posts once more: it is told of the new lead, and no mail goes to it.
    const mails = (await target.mails(old)).length
    await pass(target, '2s')
    expect((await postsForm(target, 'story-paper', { email: old, firstName: 'Ida Maria' })).status).toBe(303)
    await leadWhen(target, old, 'what the old address posted', ({ fields }) => fields.firstName === 'Ida Maria')
    expect(await target.mails(old)).toHaveLength(mails)
    const list = await asStaff(target, 'marketing', 'GET', '/merges')
    expect(list.body.items).toContainEqual(expect.objectContaining({ leadId: from, into, state: 'merged' }))

    const undo = (reason = 'two people') => asStaff(target, 'marketing', 'POST', `/leads/${from}/unmerge`, { reason })
    expect((await undo()).status).toBe(200)
    // Said again it is the same; whoever says anything else is told that nothing is left to undo.
    expect((await undo()).status).toBe(200)
    expect((await undo('really')).status).toBe(409)
    const alone = await leadWhen(target, fresh, 'the new one alone', ({ fields }) => fields.company === undefined)
    await target.until('its score', async () => {
      const now = comparable(await byId(target, into))
      return now.total === comparable(alone as never).total && now
    })
    expect(comparable(await byId(target, into))).toEqual(comparable(before.into as never))
    // What it posted meanwhile is its own.
    const again = await leadWhen(target, old, 'the old one', ({ leadId }) => leadId === from)
    expect(again).toMatchObject({ email: old, fields: { company: 'Old Job', firstName: 'Ida Maria' }, mailable: true })
  },
}

export const leavesByOldMail: Story = {
  name: 'who leaves by a mail to an address that was merged gets no more at the new one either',
  async play(target) {
    const [old, fresh] = ['otto@old-mail.example', 'otto@new-mail.example']
    await entersBy(target, 'story-paper', { email: old, firstName: 'Otto' })
    const mail = await mailNumber(target, old, 2)
    await entersBy(target, 'story-paper', { email: fresh, firstName: 'Otto' })
    await mailNumber(target, fresh, 2)
    const [from, into] = [(await leadOf(target, old)).leadId, (await leadOf(target, fresh)).leadId]
    expect((await merges(target, from, into)).status).toBe(200)
    // An address that nobody has any more says nothing of the new one.
    await target.report(mail, { type: 'bounce', bounceType: 'Permanent' })
    await pass(target, '2s')
    expect(await byId(target, into)).toMatchObject({ mailable: true })

    const left = await target.call(pathOf(target, linkWith(mail, '/u/')), {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    })
    expect(left.status).toBe(200)
    expect((await byId(target, into)).consents).toMatchObject([{ state: 'withdrawn' }])
    const undo = await asStaff(target, 'marketing', 'POST', `/leads/${from}/unmerge`, { reason: 'two people' })
    expect(undo.status).toBe(200)
    for (const leadId of [from, into]) {
      const lead = await target.until('both alone', async () => {
        const shown = await byId(target, leadId)
        return shown.leadId === leadId && shown
      })
      expect(lead.consents, leadId).toMatchObject([{ state: 'withdrawn' }])
    }
    // The person is forgotten as one.
    expect((await merges(target, from, into)).status).toBe(200)
    expect((await asStaff(target, 'admin', 'DELETE', `/leads/${into}`)).status).toBe(204)
    for (const leadId of [from, into]) {
      expect((await asStaff(target, 'admin', 'GET', `/leads/${leadId}`)).status, leadId).toBe(404)
    }
  },
}

export const proposedMerge: Story = {
  name: 'a source tells a new address of somebody it named before; it is proposed, said no to, and not asked again',
  async play(target) {
    const consent = [
      { topic: 'product-education', basis: 'opt-in', evidence: 'Ticked when registering', at: '2026-04-22T10:00:00Z' },
    ]
    const posts = (email: string, more: object = {}) => {
      const body = {
        email,
        externalId: 'contact-17',
        source: { name: 'story-crm', origin: 'inbound' },
        consent,
        ...more,
      }
      return asStaff(target, 'marketing', 'POST', '/leads', body)
    }
    const proposed = async () => {
      const { body } = await asStaff(target, 'marketing', 'GET', '/merges?state=proposed')
      const items = body.items as { leadId: string; email: string; intoEmail: string; signs: string[] }[]
      return items.filter(({ email }) => email.endsWith('@crm-old.example'))
    }
    const [old, fresh] = ['lena@crm-old.example', 'lena@crm-new.example']
    for (const email of [old, fresh]) {
      expect((await posts(email)).status).toBe(202)
      await leadWhen(target, email, 'the lead', ({ stage }) => stage === 'lead')
    }
    const [pair] = await target.until('the proposal', async () => {
      const found = await proposed()
      return found.length > 0 && found
    })
    expect(pair).toMatchObject({ email: old, intoEmail: fresh, signs: ['external-id'] })
    expect((await leadOf(target, old)).leadId).toBe(pair?.leadId)
    const no = await asStaff(target, 'marketing', 'POST', `/leads/${pair?.leadId}/unmerge`, { reason: 'two people' })
    expect(no).toMatchObject({ status: 200, body: { dismissed: 1 } })
    expect((await posts(fresh, { fields: { company: 'Crm Ltd' } })).status).toBe(202)
    await leadWhen(target, fresh, 'what the source told', ({ fields }) => fields.company === 'Crm Ltd')
    expect(await proposed()).toEqual([])
  },
}
