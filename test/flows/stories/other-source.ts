import { expect } from 'vitest'
import { leadOf, leadWhen, mailNamed, type ShownLead } from '../people.ts'
import { aMail } from '../story-content.ts'
import { asStaff, pass, type Story, type Target } from '../target.ts'

const source = { name: 'story-webinar', origin: 'inbound', controllable: true }
const consent = [
  { topic: 'product-education', basis: 'opt-in', evidence: 'Ticked when registering', at: '2026-04-22T10:00:00Z' },
]

/** A program posts a lead with its key. */
async function posts(
  target: Target,
  key: string,
  body: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await target.call('/leads', {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

async function makesKey(target: Target, body: object): Promise<{ keyId: string; apiKey: string }> {
  const made = await asStaff(target, 'admin', 'POST', '/api-keys', { name: 'A webinar', ...body })
  expect(made.status).toBe(201)
  return made.body as { keyId: string; apiKey: string }
}

/** The same lead comes each day for a week by a key that is rotated meanwhile; it is one lead with one mail. */
export const otherSource: Story = {
  name: 'a lead of another source comes in once, however often it is posted',
  content: {
    'emails/story-webinar/en.md': aMail('What the webinar left open'),
    'sequences/story-webinar.yaml': `id: story-webinar
topic: product-education
trigger: { stage: lead, when: { lead-source.name: story-webinar, lead-source.controllable: true, lead-source.basis: opt-in } }
steps:
  - { id: first, send: story-webinar }
`,
  },
  play: async (target) => {
    const email = 'wendy@webinar.example'
    const { keyId, apiKey } = await makesKey(target, { scopes: ['leads:write'], source })
    const lead = { email, fields: { firstName: 'Wendy', company: 'Webinar Ltd' }, consent, externalId: 'r-1' }
    const first = await posts(target, apiKey, lead)
    expect(first).toEqual({ status: 202, body: { postId: expect.stringMatching(/^[a-z2-7]{32}$/) } })
    await mailNamed(target, email, 'What the webinar left open')
    const known = await leadOf(target, email)
    expect(known).toMatchObject({
      stage: 'lead',
      imported: { source: source.name, origin: source.origin, controllable: true, basis: ['opt-in'] },
      fields: { company: 'Webinar Ltd' },
    })

    const rotated = await asStaff(target, 'admin', 'POST', `/api-keys/${keyId}/rotate`, { overlap: '24h' })
    for (const key of [apiKey, String(rotated.body.apiKey)]) expect(await posts(target, key, lead)).toEqual(first)
    // As another export writes it: nothing new is said.
    expect((await posts(target, apiKey, { ...lead, externalId: 'r-2' })).status).toBe(202)
    // Staff may, too.
    expect(await asStaff(target, 'marketing', 'POST', '/leads', { ...lead, source })).toMatchObject(first)
    expect((await asStaff(target, 'sales', 'POST', '/leads', { ...lead, source })).status).toBe(403)
    await pass(target, '20s')
    const again = await leadOf(target, email)
    const { body } = await asStaff(target, 'marketing', 'GET', `/leads/${known.leadId}/timeline`)
    const imports = (body.items as { type?: string }[]).filter(({ type }) => type === 'list-imported')
    expect(imports).toHaveLength(1)
    expect(again.consents).toEqual(known.consents)
    expect(await target.mails(email)).toHaveLength(1)

    expect((await asStaff(target, 'admin', 'DELETE', `/api-keys/${keyId}`)).status).toBe(204)
    expect((await posts(target, apiKey, lead)).status).toBe(401)
  },
}

const fair = { name: 'story-reaction', origin: 'outbound', qualifyBy: 'reaction' }
const [people, clicking] = [12, 3]

/** Directors of a rented list fit as well as can be; sales gets those alone who did something themselves. */
export const byReaction: Story = {
  name: 'leads of a source that qualifies by reaction are forwarded by their own act alone',
  content: {
    'emails/story-reaction/en.md': aMail('Good to have met you'),
    'sequences/story-reaction.yaml': `id: story-reaction
topic: product-education
trigger: { stage: subscriber, when: { imported.source: story-reaction } }
steps:
  - { id: first, send: story-reaction }
`,
  },
  play: async (target) => {
    const { keyId, apiKey } = await makesKey(target, { name: 'A fair', scopes: ['leads:write'], source: fair })
    const emails = Array.from({ length: people }, (_, n) => `visitor${n}@fair.example`)
    for (const email of emails) {
      const fields = { jobTitle: 'Director of Stores', company: 'Fair Ltd' }
      expect((await posts(target, apiKey, { email, fields, consent, source: fair })).status).toBe(202)
    }
    const link = 'https://www.example.com/more'
    const clicks = async (email: string) =>
      target.report(await mailNamed(target, email, 'Good to have met you'), { type: 'click', link })
    // A scanner follows the link as soon as the mail is there.
    for (const email of emails) await clicks(email)
    const handedOff = async () => {
      const leads: ShownLead[] = []
      for (const email of emails) leads.push(await leadOf(target, email))
      return leads.filter(({ handoff }) => handoff).length
    }
    await pass(target, '21s')
    expect(await handedOff()).toBe(0)
    // Fit 30 and two clicks of a person are 70 points.
    for (const email of emails.slice(0, clicking)) await clicks(email)
    await pass(target, '21s')
    for (const email of emails.slice(0, clicking)) {
      await clicks(email)
      await leadWhen(target, email, 'the hand-off', ({ handoff }) => handoff !== undefined)
    }
    expect(await handedOff()).toBe(clicking)
    await asStaff(target, 'admin', 'DELETE', `/api-keys/${keyId}`)
  },
}
