import { expect } from 'vitest'
import { asksForDemo, found, headerOf, leadWhen, mailNamed } from '../people.ts'
import { aMail } from '../story-content.ts'
import { asStaff, type Story } from '../target.ts'

export const withSales: Story = {
  name: 'while sales has a lead ordinary sequences hold, one made for that time mails it, and its answer goes to the owner',
  content: {
    'emails/story-beside/en.md': aMail('While you talk with us'),
    'emails/story-ordinary/en.md': aMail('What everybody gets'),
    'sequences/story-with-sales.yaml': `id: story-with-sales
topic: product-education
audience: with-sales
trigger: { stage: sql, when: { company: Beside Ltd } }
exit: [{ stage: opportunity }]
steps:
  - { id: settle, wait: 1s }
  - { id: beside, send: story-beside }
  - { id: rest, wait: 600s }
  - { id: more, send: story-beside }
`,
    'sequences/story-ordinary.yaml': `id: story-ordinary
topic: product-education
trigger: { stage: sql, when: { company: Beside Ltd } }
steps:
  - { id: ordinary, send: story-ordinary }
`,
  },
  async play(target) {
    const email = 'wera@beside.example'
    const { handoffId } = await asksForDemo(target, { email, company: 'Beside Ltd' })
    const sales = (verb: string, body?: object) =>
      asStaff(target, 'sales', 'POST', `/handoffs/${handoffId}/${verb}`, body)
    expect((await sales('accept')).status).toBe(200)
    expect((await sales('qualify', found)).status).toBe(200)

    const mail = await mailNamed(target, email, 'While you talk with us')
    const owner = 'anna@company.example'
    if (target.reply) {
      await target.reply(mail, { text: 'Can we do Thursday?' })
      const forwarded = await target.until('the answer to the owner', async () =>
        (await target.mails(owner)).find((one) => headerOf(one, 'reply-to') === email),
      )
      expect(forwarded.text).toContain('Can we do Thursday?')
    } else if (Object.keys(mail.headers).length > 0) {
      // The emulator keeps no headers.
      expect(headerOf(mail, 'reply-to')).toContain(owner)
    }
    const lead = await leadWhen(target, email, 'both sequences', ({ enrolments }) => enrolments.length === 2)
    expect(lead.enrolments).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ sequence: 'story-ordinary', held: expect.stringContaining('sales') }),
        expect.objectContaining({ sequence: 'story-with-sales', state: 'active', step: 'rest' }),
      ]),
    )
    expect((await target.mails(email)).map(({ subject }) => subject)).not.toContain('What everybody gets')

    expect((await sales('outcome', { result: 'opportunity' })).status).toBe(200)
    const after = await leadWhen(target, email, 'the end of the sequence', ({ enrolments }) =>
      enrolments.some(({ sequence, state }) => sequence === 'story-with-sales' && state === 'exited'),
    )
    expect(after.stage).toBe('opportunity')
  },
}
