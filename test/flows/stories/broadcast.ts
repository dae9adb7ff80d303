import { expect } from 'vitest'
import { entersBy, mailNamed } from '../people.ts'
import { aForm, aMail } from '../story-content.ts'
import { asStaff, pass, type Story } from '../target.ts'

export const broadcast: Story = {
  name: 'a list enters a newsletter after somebody confirmed its count, once',
  content: {
    'emails/story-issue/en.md': aMail('This month’s issue', 'newsletter'),
    'forms/story-news.yaml': aForm('story-news', { topic: 'newsletter', makes: 'subscriber' }),
    'sequences/story-issue.yaml': `id: story-issue
topic: newsletter
newsletter: true
steps:
  - { id: issue, send: story-issue }
`,
  },
  async play(target) {
    const readers = ['ann', 'ben', 'cem'].map((name) => `${name}@readers.example`)
    const send = (body: object) =>
      asStaff(target, 'marketing', 'POST', '/sequences/story-issue/broadcast', { stage: 'subscriber', ...body })
    for (const email of readers.slice(0, 2)) await entersBy(target, 'story-news', { email }, 'newsletter')
    const counted = await target.until('a list of two at least', async () => {
      const answer = await send({})
      expect(answer.status).toBe(200)
      return Number(answer.body.count) >= 2 && answer.body
    })
    expect(await target.mails(readers[0] ?? '')).toHaveLength(1)
    expect((await send({ confirm: 'yes' })).status).toBe(422)

    // One more came in since: the count is another, and is to be confirmed anew.
    await entersBy(target, 'story-news', { email: readers[2] ?? '' }, 'newsletter')
    const changed = await target.until('another count', async () => {
      const answer = await send({ confirm: counted.confirm })
      return answer.status === 409 && answer.body
    })
    expect(changed.count).toBe(Number(counted.count) + 1)
    const begun = await send({ confirm: changed.confirm })
    expect(begun).toMatchObject({ status: 202, body: { count: changed.count } })
    for (const email of readers) await mailNamed(target, email, 'This month’s issue')
    expect(await send({ confirm: changed.confirm })).toMatchObject({ status: 202, body: begun.body })
    await pass(target, '15s')
    for (const email of readers) expect(await target.mails(email)).toHaveLength(2)
  },
}
