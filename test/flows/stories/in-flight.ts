import { expect } from 'vitest'
import { entersBy, leadOf, leadWhen, mailNamed } from '../people.ts'
import { aForm, aMail } from '../story-content.ts'
import { asStaff, ifMatch, pass, type Story, type Target } from '../target.ts'

const sequence = (second: string) => `id: story-flight
topic: product-education
trigger: { form: story-flight }
steps:
  - { id: first, send: story-flight-1 }
  - { id: between, wait: 60s }
  - { id: second, send: ${second} }
`

const moving = (steps: string) => `id: story-moving
topic: product-education
trigger: { form: story-moving }
steps: [ ${steps} ]
`

export const moves: Story = {
  name: 'who is inside a sequence moves to its new version, which goes live together with its mails, and gets nothing twice',
  content: {
    'emails/story-moving-1/en.md': aMail('The first'),
    'emails/story-moving-2/en.md': aMail('The second'),
    'forms/story-moving.yaml': aForm('story-moving'),
    'sequences/story-moving.yaml': moving(
      '{ id: first, send: story-moving-1 }, { id: between, wait: 30d }, { id: second, send: story-moving-2 }',
    ),
  },
  async play(target) {
    const email = 'moved@flight.example'
    await entersBy(target, 'story-moving', { email })
    await mailNamed(target, email, 'The first')
    await leadWhen(target, email, 'the wait', ({ enrolments }) => enrolments[0]?.step === 'between')

    const drafts = [
      await draftAnew(target, 'sequences', 'story-moving', {
        'story-moving.yaml': moving(
          '{ id: again, send: story-moving-1 }, { id: new, send: story-moving-new }, { id: second, send: story-moving-2 }',
        ),
      }),
      await draftAnew(target, 'emails', 'story-moving-new', { 'en.md': aMail('The new one') }),
    ]
    const [sequence, mail] = drafts
    const items = [{ ...sequence, inFlight: 'move', steps: { between: 'again' } }, mail]
    const said = await asStaff(target, 'marketing', 'POST', '/content/publish', { items })
    expect(said).toMatchObject({
      status: 200,
      body: { items: [{ id: 'story-moving' }, { id: 'story-moving-new', version: 1 }] },
    })

    // Not in thirty days: its clock is started anew.
    await mailNamed(target, email, 'The new one')
    await mailNamed(target, email, 'The second')
    const subjects = (await target.mails(email)).map(({ subject }) => subject)
    expect(subjects.filter((subject) => subject === 'The first')).toHaveLength(1)
    const report = await asStaff(target, 'sales', 'GET', '/content/sequences/story-moving/in-flight')
    expect(report.body).toMatchObject({ items: [{ choice: 'move', settled: 1, left: 0, failed: 0 }] })
  },
}

export const stays: Story = {
  name: 'who is inside a sequence stays on its version when a new one is published',
  content: {
    'emails/story-flight-1/en.md': aMail('First'),
    'emails/story-flight-old/en.md': aMail('Second, as it was'),
    'emails/story-flight-new/en.md': aMail('Second, as it is now'),
    'forms/story-flight.yaml': aForm('story-flight'),
    'sequences/story-flight.yaml': sequence('story-flight-old'),
  },
  async play(target) {
    const [old, fresh] = ['old@flight.example', 'new@flight.example']
    await entersBy(target, 'story-flight', { email: old })
    await mailNamed(target, old, 'First')
    const inside = await leadWhen(target, old, 'the wait', ({ enrolments }) => enrolments[0]?.step === 'between')

    const unsaid = await publishAnew(target, sequence('story-flight-new'), {})
    expect(unsaid.status).toBe(409)
    expect(unsaid.body).toMatchObject({ inFlight: [{ step: 'between', leads: 1 }] })
    const said = await publishAnew(target, sequence('story-flight-new'), { inFlight: 'stay' })
    expect(said).toMatchObject({ status: 200, body: { version: Number(inside.enrolments[0]?.version) + 1 } })

    // What is live is read anew within a minute.
    await pass(target, '61s')
    await mailNamed(target, old, 'Second, as it was')
    await entersBy(target, 'story-flight', { email: fresh })
    await mailNamed(target, fresh, 'First')
    await pass(target, '61s')
    await mailNamed(target, fresh, 'Second, as it is now')
    const versions = await Promise.all(
      [old, fresh].map(async (one) => (await leadOf(target, one)).enrolments[0]?.version),
    )
    expect(versions[1]).toBe(Number(versions[0]) + 1)
    expect((await target.mails(old)).map(({ subject }) => subject)).not.toContain('Second, as it is now')
  },
}

async function publishAnew(target: Target, text: string, body: object) {
  const path = '/content/sequences/story-flight'
  const before = await asStaff(target, 'marketing', 'GET', path)
  const files = { 'story-flight.yaml': text }
  const drafted = await asStaff(target, 'marketing', 'PUT', path, { files }, { 'if-match': String(before.etag) })
  expect(drafted.status).toBe(200)
  return asStaff(target, 'marketing', 'POST', `${path}/publish`, body, { 'if-match': String(drafted.etag) })
}

/** Stores a draft; answers how it is named where several are published together. */
async function draftAnew(target: Target, type: string, id: string, files: Record<string, string>) {
  const path = `/content/${type}/${id}`
  const before = await asStaff(target, 'marketing', 'GET', path)
  const drafted = await asStaff(target, 'marketing', 'PUT', path, { files }, ifMatch(before))
  expect(drafted.status).toBe(200)
  return { type, id, ifMatch: drafted.etag }
}
