import { expect } from 'vitest'
import { entersBy, leadOf, leadWhen, mailNamed, type ShownLead } from '../people.ts'
import { aForm, aMail } from '../story-content.ts'
import { asStaff, pass, type Story } from '../target.ts'

const topic = 'habit-news'

interface Waiting {
  readonly held?: string
  readonly due: string
  readonly sendTime?: { readonly by: string; readonly from: string; readonly at: string }
}

export const byHabit: Story = {
  name: 'a mail waits for the hour at which its reader clicks, says so, and goes then; who never clicked waits for nothing, and who is erased leaves no habit',
  content: {
    'forms/story-habit.yaml': aForm('story-habit', { topic }),
    'emails/story-habit-1/en.md': aMail('Habit, one', topic),
    'emails/story-habit-2/en.md': aMail('Habit, two', topic),
    'sequences/story-habit.yaml': `id: story-habit
topic: ${topic}
trigger: { form: story-habit }
send-time: habit
steps:
  - { id: one, send: story-habit-1 }
  - { id: gap, wait: 2d }
  - { id: two, send: story-habit-2 }
  - { id: last, wait: 20d }
`,
  },
  async play(target) {
    const [reader, other] = ['reader@habit.example', 'other@habit.example']
    await entersBy(target, 'story-habit', { email: reader }, topic)
    await entersBy(target, 'story-habit', { email: other }, topic)
    const first = await mailNamed(target, reader, 'Habit, one')
    await mailNamed(target, other, 'Habit, one')

    await pass(target, '5h')
    await target.report(first, { type: 'click' })
    const hoursOf = (lead: ShownLead) => (lead as ShownLead & { clickHours?: string[] }).clickHours
    const clickHours = hoursOf(await leadWhen(target, reader, 'the click', (lead) => hoursOf(lead) !== undefined))
    const [clicked = ''] = clickHours ?? []

    await pass(target, '44h')
    await mailNamed(target, other, 'Habit, two')
    expect((await target.mails(reader)).map(({ subject }) => subject)).not.toContain('Habit, two')
    const { leadId, enrolments } = await leadOf(target, reader)
    const [waiting] = enrolments as unknown as Waiting[]
    expect(waiting).toMatchObject({ held: 'habit', sendTime: { by: 'habit', at: waiting?.due } })
    const { from = '', at = '' } = waiting?.sendTime ?? {}
    expect(at.slice(11, 13)).toBe(clicked.slice(11, 13))
    expect(Date.parse(at)).toBeLessThan(Date.parse(from) + 86_400_000)

    await pass(target, '5h')
    await mailNamed(target, reader, 'Habit, two')

    const { body } = await asStaff(target, 'admin', 'GET', `/leads/${leadId}/export`)
    const profile = (body.items as { kind: string }[]).find(({ kind }) => kind === 'profile')
    expect(profile).toMatchObject({ clickHours })
    await asStaff(target, 'admin', 'DELETE', `/leads/${leadId}`)
    await target.until('an export without a habit', async () => {
      const { body: left } = await asStaff(target, 'admin', 'GET', `/leads/${leadId}/export`)
      return !JSON.stringify(left).includes(clicked)
    })
  },
}
