import { expect } from 'vitest'
import { entersBy, leadWhen, mailNumber } from '../people.ts'
import { asStaff, pass, type Story } from '../target.ts'

const paper = '/sequences/story-paper'

/** Plays over a quarter of an hour: for targets with a virtual clock. */
export const pausedSequence: Story = {
  name: 'a paused sequence holds its mail, says so, and goes on within 15 minutes, each mail once',
  async play(target) {
    const turn = (what: 'pause' | 'resume') =>
      asStaff(target, 'marketing', 'POST', `${paper}/${what}`, { reason: `${what} for a while` })
    expect((await asStaff(target, 'sales', 'POST', `${paper}/pause`, { reason: 'no' })).status).toBe(403)
    expect((await turn('pause')).status).toBe(200)
    const email = 'held@pause.example'
    try {
      // Whoever read it before sees it within ten seconds.
      await pass(target, '11s')
      await entersBy(target, 'story-paper', { email, firstName: 'Held' })
      const lead = await leadWhen(target, email, 'the held step', ({ enrolments }) => Boolean(enrolments[0]?.held))
      expect(lead).toMatchObject({ status: 'nurturing', enrolments: [{ step: 'welcome', held: 'sequence paused' }] })
      await pass(target, '16m')
      expect(await target.mails(email)).toHaveLength(1)
    } finally {
      expect((await turn('resume')).status).toBe(200)
    }
    await pass(target, '15m')
    expect((await mailNumber(target, email, 2)).subject).toBe('Your white paper, Held')
    await pass(target, '1m')
    expect(await target.mails(email)).toHaveLength(2)
    const { body } = await asStaff(target, 'sales', 'GET', paper)
    expect(body).toMatchObject({ paused: false, history: [{ paused: false }, { paused: true }] })
  },
}
