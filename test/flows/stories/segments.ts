import { expect } from 'vitest'
import { entersBy, leadWhen, mailNumber } from '../people.ts'
import { aForm, aMail } from '../story-content.ts'
import { asStaff, pass, type Story } from '../target.ts'

/** Plays over a month: for targets with a virtual clock. */
export const segments: Story = {
  name: 'who does nothing for ten days enters by one segment, and leaves by another with the next click',
  content: {
    'forms/story-rest.yaml': aForm('story-rest', { topic: 'rest-news' }),
    'emails/story-rest-first/en.md': aMail('We have not heard of you', 'rest-news'),
    'emails/story-rest-second/en.md': aMail('Still nothing', 'rest-news'),
    'segments/story-at-rest.yaml': `id: story-at-rest
when:
  activity: { any: { not-within: 10d, within: 60d } }
  none: [ { segment: story-active-again } ]
`,
    'segments/story-active-again.yaml': 'id: story-active-again\nwhen: { activity: { any: { within: 2d } } }\n',
    'sequences/story-rest.yaml': `id: story-rest
topic: rest-news
trigger: { segment: story-at-rest }
exit: [ { segment: story-active-again } ]
steps:
  - { id: first, send: story-rest-first }
  - { id: wait, wait: 15d }
  - { id: second, send: story-rest-second }
`,
  },
  async play(target) {
    const email = 'rests@segments.example'
    await entersBy(target, 'story-rest', { email, firstName: 'Rests' }, 'rest-news')
    await pass(target, '9d')
    expect(await target.mails(email)).toHaveLength(1)
    // No event tells of it: the lead is looked at in the night.
    await pass(target, '2d')
    const mail = await mailNumber(target, email, 2)
    expect(mail.subject).toBe('We have not heard of you')
    const inside = await leadWhen(target, email, 'the sequence', ({ enrolments }) => enrolments.length > 0)
    expect(inside).toMatchObject({ status: 'nurturing', enrolments: [{ sequence: 'story-rest', step: 'wait' }] })

    const uses = await asStaff(target, 'marketing', 'GET', '/content/segments/story-active-again/uses')
    expect(uses.body).toEqual({
      items: [
        {
          type: 'sequences',
          id: 'story-rest',
          version: 1,
          live: true,
          places: ['/exit/0/segment', 'segment story-at-rest'],
          leadsBefore: 1,
        },
      ],
    })

    await pass(target, '1h')
    await target.report(mail, { type: 'click' })
    const left = await leadWhen(target, email, 'the exit', ({ enrolments }) => enrolments[0]?.state === 'exited')
    expect(left).toMatchObject({ enrolments: [{ reason: 'exit: segment story-active-again' }] })
    expect(left).toMatchObject({ activity: { 'email-clicked': { days: expect.any(Object) } } })
    await pass(target, '16d')
    expect(await target.mails(email)).toHaveLength(2)
  },
}
