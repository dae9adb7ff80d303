import { expect } from 'vitest'
import { entersBy, leadOf, leadWhen, linkWith, mailNamed, pathOf } from '../people.ts'
import { publish } from '../publish.ts'
import { aMail } from '../story-content.ts'
import { asStaff, pass, type Story, type Target } from '../target.ts'

const topic = 'personal-news'
const browser = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }

const form = `id: story-personal
title: Tell us more
button: Send
fields:
  - { id: email, type: email, required: true, label: Email }
  - { id: firstName, type: text, required: true, label: First name }
  - { id: role, type: select, label: Role, progressive: true, options: [ { value: buyer, label: Buyer }, { value: it, label: IT } ] }
  - { id: software, type: text, label: Software, progressive: true }
  - { id: problem, type: text, label: Problem, progressive: true }
consent:
  - { topic: ${topic}, text: I would like to get your mail. }
thanks: { title: Thank you, text: Please look into your inbox. }
confirmation: story-confirm
`

const aboutStock = `---
subject: What dead stock costs
preheader: One number that says it all, and where to find it
topic: ${topic}
stage: lead
problem: dead-stock
---
Read it: [the number](https://www.example.com/dead-stock).

**[Tell us more]({{ forms.story-personal }})**
`

/** Links to its form, and so is published by the story itself, after that. */
const sequence = `id: story-personal
topic: ${topic}
trigger: { form: story-personal }
steps:
  - { id: stock, send: story-about-stock }
  - { id: read, wait: { for: 2d, until: { clicked: story-about-stock } } }
  - id: choose
    send: { template: story-for-all, variants: [ { when: { role: buyer, main-interest: dead-stock }, template: story-for-buyers } ] }
`

/** Names of the inputs on a page, of these. */
const inputs = (html: string, names: readonly string[]) =>
  [...html.matchAll(/ name="([\w.]+)"/g)].flatMap(([, name = '']) => (names.includes(name) ? [name] : []))

const asked = ['email', 'firstName', 'role', 'software', 'problem']

async function page(target: Target, path: string): Promise<string> {
  return (await target.call(path, { headers: { accept: 'text/html' } })).text()
}

export const personal: Story = {
  name: 'who says and reads what they care for gets the mail for just that, is asked nothing twice, and moves with the score',
  content: {
    'forms/story-personal.yaml': form,
    'emails/story-for-buyers/en.md': aMail('For buyers with dead stock', topic),
    'emails/story-for-all/en.md': aMail('For everybody', topic),
    'emails/story-quiet-1/en.md': aMail('Quiet, one', topic),
    'emails/story-quiet-2/en.md': aMail('Quiet, two', topic),
    'emails/story-warm-1/en.md': aMail('Warm, one', topic),
    'sequences/story-quiet.yaml': `id: story-quiet
topic: ${topic}
trigger: { idle: { score-below: 25 } }
steps:
  - { id: rest, wait: 1d }
  - { id: one, send: story-quiet-1 }
  - { id: gap, wait: 20d }
  - { id: two, send: story-quiet-2 }
  - { id: last, wait: 20d }
`,
    'sequences/story-warm.yaml': `id: story-warm
topic: ${topic}
trigger: { idle: { score-from: 25 } }
steps:
  - { id: one, send: story-warm-1 }
  - { id: gap, wait: 60d }
`,
  },
  async play(target) {
    await publish(target, 'emails', 'story-about-stock', { 'emails/story-about-stock/en.md': aboutStock })
    await publish(target, 'sequences', 'story-personal', { 'sequences/story-personal.yaml': sequence })
    const email = 'buyer@personal.example'
    await entersBy(target, 'story-personal', { email, firstName: 'Bea' }, topic)
    const first = await mailNamed(target, email, 'What dead stock costs')
    const path = pathOf(target, linkWith(first, '/forms/'))
    expect(inputs(await page(target, path), asked)).toEqual(['role', 'software'])
    expect(inputs(await page(target, '/forms/story-personal'), asked)).toEqual(asked.slice(0, 4))
    const told = await target.call(path, { method: 'POST', redirect: 'manual', headers: browser, body: 'role=buyer' })
    expect(told.status).toBe(303)
    await leadWhen(target, email, 'the role', ({ fields }) => fields.role === 'buyer')
    expect(inputs(await page(target, path), asked)).toEqual(['software', 'problem'])

    const choices = pathOf(target, linkWith(first, '/preferences/'))
    expect(await page(target, choices)).toContain('<option value="buyer" selected>')
    await pass(target, '1m')
    await target.report(first, { type: 'click', link: 'https://www.example.com/dead-stock' })
    await mailNamed(target, email, 'For buyers with dead stock')
    expect(await leadOf(target, email)).toMatchObject({ interests: { 'dead-stock': { days: [expect.any(String)] } } })

    const body = `shown=${topic}&topic.${topic}=on&field.role=it&field.software=sheets&shownInterest=dead-stock`
    const saved = await target.call(choices, { method: 'POST', headers: browser, body })
    expect(await saved.text()).toContain('<option value="it" selected>')
    const lead = await leadWhen(target, email, 'the edit', ({ fields }) => fields.software === 'sheets')
    expect(lead.fields).toMatchObject({ firstName: 'Bea', role: 'it' })

    // By the link in a mail to the first another address is given: nobody merges them, and somebody may.
    const another = new URLSearchParams({
      email: 'bea@other-job.example',
      firstName: 'Bea',
      [`consent.${topic}`]: 'on',
    })
    const form = { method: 'POST', redirect: 'manual', headers: browser, body: another.toString() } as const
    expect((await target.call(path, form)).status).toBe(303)
    await target.until('the proposal', async () => {
      const { body } = await asStaff(target, 'marketing', 'GET', '/merges?state=proposed')
      return (body.items as { email?: string; signs?: string[] }[]).some(
        (one) => one.email === email && one.signs?.join() === 'mail-link',
      )
    })
    expect((await leadOf(target, email)).leadId).toBe(lead.leadId)

    const quiet = 'quiet@personal.example'
    await entersBy(target, 'story-personal', { email: quiet, firstName: 'Quinn' }, topic)
    await mailNamed(target, quiet, 'What dead stock costs')
    await pass(target, '4d')
    const one = await mailNamed(target, quiet, 'Quiet, one')
    await pass(target, '1h')
    await target.report(one, { type: 'click' })
    await mailNamed(target, quiet, 'Warm, one')
    const warm = await leadWhen(target, quiet, 'the warm band', ({ enrolments }) =>
      enrolments.some(({ sequence, state }) => sequence === 'story-warm' && state === 'active'),
    )
    expect(warm.enrolments).toContainEqual(
      expect.objectContaining({ sequence: 'story-quiet', reason: 'exit: its score moved it to story-warm' }),
    )
    // The click fades: by night the lead is under the band again, and goes on where nothing comes twice.
    await pass(target, '50d')
    await mailNamed(target, quiet, 'Quiet, two')
    const subjects = (await target.mails(quiet)).map(({ subject }) => subject)
    expect(subjects).toEqual([...new Set(subjects)])
  },
}
