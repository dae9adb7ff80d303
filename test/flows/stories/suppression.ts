import { expect } from 'vitest'
import { confirms, entersBy, leadWhen, mailNamed, mailNumber, postsForm } from '../people.ts'
import { aForm, aMail } from '../story-content.ts'
import { asStaff, pass, type Story } from '../target.ts'

export const bounced: Story = {
  name: 'a permanent bounce ends all mail to the address',
  async play(target) {
    const email = 'gone@bounces.example'
    await entersBy(target, 'story-paper', { email, firstName: 'Gone' })
    await target.report(await mailNumber(target, email, 2), { type: 'bounce', bounceType: 'Permanent' })
    const lead = await leadWhen(target, email, 'the suppression', ({ parked }) => parked?.reason === 'suppressed')
    expect(lead).toMatchObject({ suppressed: 'bounced', status: 'parked', parked: { reason: 'suppressed' } })
    await leadWhen(target, email, 'the end of the sequence', ({ enrolments }) => enrolments[0]?.state === 'exited')
    // Asking again changes nothing: there is nobody to ask.
    await postsForm(target, 'story-paper', { email, firstName: 'Again', 'consent.product-education': 'on' })
    await pass(target, '15s')
    expect(await target.mails(email)).toHaveLength(2)
  },
}

export const complained: Story = {
  name: 'a complaint ends all mail and withdraws the topic, also when the suppression is lifted',
  async play(target) {
    const email = 'angry@complaints.example'
    await entersBy(target, 'story-paper', { email, firstName: 'Angry' })
    await target.report(await mailNumber(target, email, 2), { type: 'complaint' })
    const lead = await leadWhen(target, email, 'the suppression', ({ suppressed }) => suppressed === 'complained')
    expect(lead).toMatchObject({ mailable: false, consents: [{ state: 'withdrawn' }] })

    const lifted = await asStaff(target, 'admin', 'POST', `/leads/${lead.leadId}/unsuppress`, { reason: 'she called' })
    expect(lifted.status).toBe(200)
    await leadWhen(target, email, 'no suppression', ({ suppressed, parked }) => !suppressed && parked !== undefined)
    const after = await leadWhen(
      target,
      email,
      'parked without consent',
      ({ parked }) => parked?.reason === 'no-consent',
    )
    expect(after).toMatchObject({ mailable: false, consents: [{ state: 'withdrawn' }] })
    await pass(target, '15s')
    expect(await target.mails(email)).toHaveLength(2)
  },
}

const softMails = [1, 2, 3, 4, 5].map((n) => `Note ${n}`)

export const softBounced: Story = {
  name: 'five soft bounces in a row without a delivery end all mail, a delivery between them begins the row anew',
  content: {
    ...Object.fromEntries(softMails.map((subject, n) => [`emails/story-soft-${n + 1}/en.md`, aMail(subject)])),
    'emails/story-soft-6/en.md': aMail('Note 6'),
    'forms/story-soft.yaml': aForm('story-soft'),
    'sequences/story-soft.yaml': `id: story-soft
topic: product-education
trigger: { form: story-soft }
steps:
${[1, 2, 3, 4, 5].map((n) => `  - { id: note-${n}, send: story-soft-${n} }\n  - { id: rest-${n}, wait: 1s }`).join('\n')}
  - { id: long-rest, wait: 90s }
  - { id: note-6, send: story-soft-6 }
`,
  },
  async play(target) {
    const [full, lucky] = ['full@soft.example', 'lucky@soft.example']
    await target.deliveries?.(false)
    try {
      await entersBy(target, 'story-soft', { email: full })
      await entersBy(target, 'story-soft', { email: lucky })
      for (const subject of softMails) {
        for (const email of [full, lucky]) {
          const mail = await mailNamed(target, email, subject)
          if (email === lucky && subject === 'Note 3') {
            await target.report(mail, { type: 'delivery' })
            await pass(target, '1s')
          } else await target.report(mail, { type: 'bounce', bounceType: 'Transient' })
        }
      }
      const lead = await leadWhen(target, full, 'the suppression', ({ mailable }) => !mailable)
      expect(lead.suppressed).toBe('soft-bounces')
      await pass(target, '90s')
      await mailNamed(target, lucky, 'Note 6')
      expect((await target.mails(full)).map(({ subject }) => subject)).not.toContain('Note 6')
    } finally {
      await target.deliveries?.(true)
    }
  },
}

export const byHand: Story = {
  name: 'an admin suppresses with a reason, and a lead without consent gets nothing by lifting it',
  async play(target) {
    const email = 'asked@hand.example'
    await postsForm(target, 'story-paper', { email, 'consent.product-education': 'on' })
    const asked = await mailNumber(target, email, 1)
    const { leadId } = await leadWhen(target, email, 'the lead', () => true)
    const suppress = { reason: 'asked us on the phone' }
    expect((await asStaff(target, 'marketing', 'POST', `/leads/${leadId}/suppress`, suppress)).status).toBe(403)
    expect((await asStaff(target, 'admin', 'POST', `/leads/${leadId}/suppress`, suppress)).status).toBe(200)
    await confirms(target, asked)
    const lead = await leadWhen(target, email, 'consent', ({ consents }) => consents[0]?.state === 'granted')
    expect(lead).toMatchObject({ mailable: false, parked: { reason: 'suppressed' } })
    await pass(target, '15s')
    expect(await target.mails(email)).toHaveLength(1)
  },
}
