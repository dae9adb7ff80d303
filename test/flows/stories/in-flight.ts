import { expect } from 'vitest'
import { entersBy, leadOf, leadWhen, mailNamed } from '../people.ts'
import { aForm, aMail } from '../story-content.ts'
import { asStaff, pass, type Story, type Target } from '../target.ts'

const sequence = (second: string) => `id: story-flight
topic: product-education
trigger: { form: story-flight }
steps:
  - { id: first, send: story-flight-1 }
  - { id: between, wait: 60s }
  - { id: second, send: ${second} }
`

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
