import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CompiledEmail } from '../../../core/content/compiled-email.ts'
import type { Handoff, Tell } from '../../../core/handoff/handoff.ts'
import { toInstant } from '../../../core/names.ts'
import { scoreKey } from '../../../functions/aws/keys.ts'
import { putItem } from '../../../functions/aws/table.ts'
import { staffMailsOf } from '../../../functions/handoff/staff-mails.ts'
import { tellStaff } from '../../../functions/handoff/tell-staff.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aHandoffWorld, type HandoffWorld, hoursOn, morning } from './handoff-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

let world: HandoffWorld
let handoff: Handoff

const opened: Tell = { key: 'opened-anna', to: 'anna', template: 'handoff-opened', at: toInstant(morning) }
const template: CompiledEmail = {
  class: 'staff',
  locale: 'en',
  subject: 'New lead: {{ leadName }}, {{ company }}',
  preheader: '',
  html: '<p>{{ ownerName }}: {{ leadName }} of {{ company }}, {{ jobTitle }}, {{ country }}, {{ score }}; {{ why }}; by {{ dueAt }}; {{ brand.company }}</p><a href="{{ openUrl }}">Open</a>',
  text: '{{ ownerName }} {{ dueAt }} {{ why }} {{ openUrl }}',
  variables: {
    leadName: 'no name given',
    company: 'company not known',
    why: '',
    jobTitle: 'not known',
    country: 'not known',
    score: '?',
    ownerName: 'there',
    dueAt: '',
    openUrl: null,
  },
}

beforeEach(async () => {
  world = await aHandoffWorld()
  await world.staff({ userId: 'anna', name: 'Anna Ivanova', zone: 'Europe/Moscow', locale: 'en-GB' })
  const leadId = await world.lead()
  handoff = await world.handoff(
    aHandoff({
      leadId,
      owner: 'anna',
      duties: [
        { id: 'first-call', who: 'sales', what: 'call', due: toInstant(hoursOn(4)) },
        { id: 'accept', who: 'sales', what: 'answer', due: toInstant(hoursOn(1)) },
      ],
    }),
  )
})

afterEach(() => world.stop())

const tell = async (given: Tell = opened) => tellStaff(handoff, given, await world.leadNow(handoff.leadId))
const records = () => staffMailsOf(handoff)

describe('a mail to staff', () => {
  it('says who the lead is, why, and by when in the reader’s zone, with a link of the reader’s own', async () => {
    await world.email('handoff-opened', template)
    await putItem(scoreKey(handoff.leadId), {
      leadId: handoff.leadId,
      model: 'b2b',
      modelVersion: 1,
      at: toInstant(morning),
      version: 1,
      recorded: {},
      snapshot: { wholeAtVersion: 1, sums: {}, explicit: false },
      score: {
        total: 72,
        fit: 30,
        interest: 42,
        indicators: [],
        explicit: false,
        parts: [
          { rule: 'clicked-mail', kind: 'engagement', points: 20, full: 20, facts: 2 },
          { rule: 'leads-a-team', kind: 'fit', points: 30, full: 30, facts: 0 },
        ],
      },
    })
    expect(await tell()).toBe(true)
    const [mail] = world.mails
    expect(mail).toMatchObject({ to: 'anna@company.example', subject: 'New lead: Olga, Shop' })
    expect(mail?.html).toContain('Anna Ivanova: Olga of Shop, Director, Germany, 72')
    expect(mail?.html).toContain('leads a team (30), clicked mail (20); by 24 Nov 2026, 13:00')
    expect(mail?.html).toMatch(/<a ses:no-track href="https:\/\/api\.example\.com\/answer\/k1\./)
  })

  it('goes without its reasons when the score is of a make that is not known', async () => {
    await putItem(scoreKey(handoff.leadId), { score: 'of an older release' })
    expect(await tell()).toBe(true)
    expect(world.mails).toHaveLength(1)
  })

  it('is no mail to a lead: its tags name nobody but the reader', async () => {
    await tell()
    expect(world.mails[0]?.tags).toEqual({ basis: 'staff', template: 'handoff-opened', staff: 'anna' })
  })

  it('escapes what the lead calls itself, and keeps its subject to one line', async () => {
    await world.email('handoff-opened', template)
    const leadId = await world.lead({
      leadId: 'q'.repeat(32),
      fields: { firstName: '<script>\r\nBcc: x', company: '{{ openUrl }}' },
    })
    handoff = await world.handoff(aHandoff({ leadId, owner: 'anna' }))
    await tell()
    const [mail] = world.mails
    expect(mail?.subject).toBe('New lead: <script> Bcc: x, {{ openUrl }}')
    expect(mail?.html).not.toContain('<script>')
    expect(mail?.html).toContain('{{ openUrl }}')
  })

  it.each([
    ['there is no template', undefined],
    ['the template is of another class', { ...template, class: 'marketing' as const, topic: 'newsletter' }],
    ['the template asks for what is not known', { ...template, html: '{{ shoeSize }}' }],
  ])('goes in plain words when %s', async (_what, email) => {
    if (email) await world.email('handoff-opened', email)
    expect(await tell()).toBe(true)
    const [mail] = world.mails
    expect(mail?.subject).toBe('A new lead for you: Olga, Shop')
    expect(mail?.text).toContain('Answer by: 24 Nov 2026, 13:00')
    expect(mail?.text).toContain('https://api.example.com/answer/')
    expect(mail?.html).toContain('<a ses:no-track href="https://api.example.com/answer/')
  })

  it('is in the reader’s language', async () => {
    await world.staff({ userId: 'anna', locale: 'ru' })
    await tell()
    expect(world.mails[0]?.subject).toBe('Новый лид для вас: Olga, Shop')
  })

  it('names the duty that is due, and the owner to others', async () => {
    await world.staff({ userId: 'mark', team: 'heads' })
    await world.email('handoff-escalated', { ...template, subject: 'Overdue: {{ leadName }}' })
    await tell({
      key: 'step-0-mark',
      to: 'mark',
      template: 'handoff-escalated',
      duty: 'first-call',
      at: toInstant(morning),
    })
    const [mail] = world.mails
    expect(mail?.text).toContain('Anna Ivanova')
    expect(mail?.text).toContain('Nov 24, 2026, 2:00 PM a call')
  })
})

describe('at most once', () => {
  it('however often it is asked for, also at the same time', async () => {
    await Promise.all([tell(), tell(), tell()])
    expect(await tell()).toBe(true)
    expect(world.mails).toHaveLength(1)
    expect(await records()).toMatchObject([{ to: 'anna', state: 'SENT', messageId: 'message-1' }])
  })

  it.each([
    ['refused', 'MessageRejected', true, 'REFUSED'],
    ['without an answer', 'TimeoutError', true, 'UNKNOWN'],
    ['throttled', 'TooManyRequestsException', false, 'PUT_OFF'],
    ['paused', 'SendingPausedException', false, 'PUT_OFF'],
  ])('when SES is %s', async (_what, name, settled, state) => {
    const took = world.ses
    world.ses = async () => {
      throw Object.assign(new Error(name), { name })
    }
    expect(await tell()).toBe(settled)
    expect(await records()).toMatchObject([{ state, reason: expect.any(String) }])
    world.ses = took
    expect(await tell()).toBe(true)
    expect(world.mails).toHaveLength(settled ? 0 : 1)
    if (!settled) expect(await records()).toMatchObject([{ state: 'SENT' }])
  })

  it('a mail whose sender died after its claim is not sent again, and can be seen', async () => {
    world.break([['UpdateItemCommand#0', 'fails']])
    await expect(tell()).rejects.toThrow()
    world.break()
    expect(await tell()).toBe(true)
    expect(world.mails).toHaveLength(1)
    expect(await records()).toMatchObject([{ state: 'CLAIMED' }])
  })
})

describe('only to configured users', () => {
  it.each([
    ['nobody of this name', { ...opened, to: 'nobody' }],
    ['somebody who left', { ...opened, to: 'gone' }],
  ])('not to %s', async (_who, given) => {
    await world.staff({ userId: 'gone', active: false })
    expect(await tell(given)).toBe(true)
    expect(world.mails).toEqual([])
    expect(await records()).toEqual([])
  })
})
