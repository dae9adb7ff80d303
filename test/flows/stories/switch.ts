import { expect } from 'vitest'
import { entersBy, leadWhen, mailNumber } from '../people.ts'
import { asStaff, pass, type Story } from '../target.ts'

/** Plays over a quarter of an hour: for targets with a virtual clock. */
export const switchedOff: Story = {
  name: 'the switch stops all marketing mail and no confirmation, and lets go within 15 minutes',
  async play(target) {
    const turn = (on: boolean) =>
      asStaff(target, 'admin', 'PUT', '/switches/marketing-mail', { on, reason: `turned ${on ? 'on' : 'off'}` })
    const refused = await asStaff(target, 'marketing', 'PUT', '/switches/marketing-mail', { on: false, reason: 'no' })
    expect(refused.status).toBe(403)
    expect((await turn(false)).status).toBe(200)
    try {
      // Whoever read it before sees it within ten seconds.
      await pass(target, '11s')
      const email = 'held@switch.example'
      await entersBy(target, 'story-paper', { email, firstName: 'Held' })
      const lead = await leadWhen(target, email, 'the held step', ({ enrolments }) => Boolean(enrolments[0]?.held))
      expect(lead).toMatchObject({
        status: 'nurturing',
        enrolments: [{ step: 'welcome', held: 'marketing mail is stopped by the switch' }],
      })
      await pass(target, '16m')
      expect(await target.mails(email)).toHaveLength(1)

      expect((await turn(true)).status).toBe(200)
      await pass(target, '15m')
      expect((await mailNumber(target, email, 2)).subject).toBe('Your white paper, Held')
    } finally {
      await turn(true)
    }
    const { body } = await asStaff(target, 'marketing', 'GET', '/switches')
    const [{ on, history }] = body.items as [{ on: boolean; history: { reason: string; by: string }[] }]
    expect(on).toBe(true)
    expect(history.map(({ reason }) => reason)).toEqual(expect.arrayContaining(['turned off', 'turned on']))
  },
}
