import { expect } from 'vitest'
import { asksForDemo, entersBy, headerOf, leadWhen, mailNumber } from '../people.ts'
import { asStaff, pass, type Story, type StoryMail, type Target } from '../target.ts'

const mailbox = 'marketing@example.com'

/** Plays over a week: for targets with a virtual clock that receive mail. */
export const replied: Story = {
  name: 'a reply holds the sequence for a week, and comes to marketing, or to the owner; one of a program does neither',
  async play(target) {
    const email = 'rita@reply-story.example'
    await entersBy(target, 'story-paper', { email, firstName: 'Rita' })
    const welcome = await mailNumber(target, email, 2)
    expect(headerOf(welcome, 'reply-to')).toMatch(/^.+ <[a-z2-7.]{62}@reply\.dev\.example\.com>$/)

    await reply(target, welcome, { text: 'I am away.', headers: { 'Auto-Submitted': 'auto-replied' } })
    await pass(target, '1s')
    expect((await factsOf(target, email)).map(({ data }) => data)).toMatchObject([
      { kind: 'out-of-office', machine: true },
    ])
    expect(await forwardedTo(target, mailbox, email)).toEqual([])

    await reply(target, welcome, { text: 'Does it work with two warehouses?\n\n-- \nRita' })
    const forwarded = await target.until(
      'the forwarded reply',
      async () => (await forwardedTo(target, mailbox, email))[0],
    )
    expect(forwarded.text).toContain('Does it work with two warehouses?')
    expect(forwarded.text).not.toContain('here is the white paper')
    expect(headerOf(forwarded, 'reply-to')).toBe(email)
    expect(headerOf(forwarded, 'auto-submitted')).toBe('auto-generated')
    expect((await factsOf(target, email))[0]?.data).toMatchObject({ kind: 'person', template: 'story-welcome' })

    // The next mail would go after ten minutes.
    await pass(target, '1h')
    const held = await leadWhen(target, email, 'the hold', ({ enrolments }) => enrolments[0]?.held === 'replied')
    expect(held.status).toBe('nurturing')
    expect(await target.mails(email)).toHaveLength(2)
    await pass(target, '7d')
    // Another story may have published a better one meanwhile.
    expect((await mailNumber(target, email, 3)).subject).toMatch(/case study$/)

    await asksForDemo(target, { email })
    await reply(target, welcome, { text: 'Call me on Monday.' })
    const owned = await target.until(
      'the reply to the owner',
      async () => (await forwardedTo(target, 'anna@company.example', email))[0],
    )
    expect(owned.text).toContain('Call me on Monday.')
    expect(await forwardedTo(target, mailbox, email)).toHaveLength(1)
  },
}

export const repliedStop: Story = {
  name: 'a reply that says only stop withdraws, in any language',
  async play(target) {
    for (const [index, text] of ['Unsubscribe, please.', 'отписаться', 'لغو'].entries()) {
      const email = `stop${index}@reply-story.example`
      await entersBy(target, 'story-paper', { email, firstName: 'Stan' })
      await reply(target, await mailNumber(target, email, 2), { text })
      const lead = await leadWhen(target, email, 'the end', ({ enrolments }) => enrolments[0]?.state === 'exited')
      expect(lead).toMatchObject({ mailable: false, consents: [{ state: 'withdrawn' }] })
      expect(await forwardedTo(target, mailbox, email)).toEqual([])
    }
  },
}

function reply(
  target: Target,
  mail: StoryMail,
  what: { text: string; headers?: Record<string, string> },
): Promise<void> {
  if (!target.reply) throw new Error('this target receives no mail')
  return target.reply(mail, what)
}

async function forwardedTo(target: Target, to: string, from: string): Promise<StoryMail[]> {
  return (await target.mails(to)).filter((mail) => mail.subject.startsWith('A reply from') && mail.text.includes(from))
}

/** What a lead replied, newest first. */
async function factsOf(target: Target, email: string): Promise<{ data: Record<string, unknown> }[]> {
  const { body } = await asStaff(target, 'marketing', 'POST', '/leads/search', { email })
  const [{ leadId } = { leadId: '' }] = body.items as { leadId: string }[]
  const timeline = await asStaff(target, 'marketing', 'GET', `/leads/${leadId}/timeline`)
  return (timeline.body.items as { type?: string; data: Record<string, unknown> }[]).filter(
    ({ type }) => type === 'email-replied',
  )
}
