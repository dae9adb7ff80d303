import { expect } from 'vitest'
import { leadOf, mailNumber, postsForm } from '../people.ts'
import { asStaff, type Story, type Target } from '../target.ts'

const json = { accept: 'application/json' }

async function postsJson(target: Target, body: object, headers: Record<string, string> = {}) {
  const response = await target.call('/forms/story-paper', {
    method: 'POST',
    headers: { ...json, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as { submissionId?: string; errors?: object[] } }
}

export const threeEncodings: Story = {
  name: 'a form is taken as JSON, urlencoded and multipart, and refused with pointers',
  async play(target) {
    const of = (name: string) => ({ email: `${name}@encodings.example`, firstName: 'Zoë', company: 'Encodings' })
    const asJson = await postsJson(target, { ...of('json'), consent: { 'product-education': true } })
    expect(asJson).toMatchObject({ status: 202, body: { submissionId: expect.stringMatching(/^\w+$/) } })
    const fields = { ...of('form'), 'consent.product-education': 'on' }
    expect((await postsForm(target, 'story-paper', fields, json)).status).toBe(202)
    const parts = new FormData()
    for (const [name, value] of Object.entries({ ...of('parts'), 'consent.product-education': 'on' })) {
      parts.set(name, value)
    }
    const asParts = await target.call('/forms/story-paper', { method: 'POST', headers: json, body: parts })
    expect(asParts.status).toBe(202)

    for (const name of ['json', 'form', 'parts']) {
      const email = `${name}@encodings.example`
      expect((await mailNumber(target, email, 1)).subject).toBe('Please confirm your address')
      const { fields, consents } = await leadOf(target, email)
      expect({ fields, consents }).toMatchObject({
        fields: { firstName: 'Zoë', company: 'Encodings' },
        consents: [{ topic: 'product-education', state: 'pending' }],
      })
    }

    const refused = await postsJson(target, { email: 'not an address', shoeSize: 39 })
    expect(refused.status).toBe(422)
    expect(refused.body.errors).toMatchObject([{ pointer: '/email' }, { pointer: '/shoeSize' }])
    expect(JSON.stringify(refused.body)).not.toContain('not an address')
  },
}

export const oncePerKey: Story = {
  name: 'the same Idempotency-Key twice is one submission',
  async play(target) {
    const email = 'twice@keys.example'
    const post = (firstName: string) =>
      postsJson(
        target,
        { email, firstName, consent: { 'product-education': true } },
        { 'idempotency-key': 'a-key-of-the-website' },
      )
    const [first, again] = [await post('Ida'), await post('Ida')]
    expect(again).toEqual(first)
    await mailNumber(target, email, 1)
    const { leadId } = await leadOf(target, email)
    const timeline = await asStaff(target, 'marketing', 'GET', `/leads/${leadId}/timeline`)
    const submitted = (timeline.body.items as { type?: string }[]).filter(({ type }) => type === 'form-submitted')
    expect(submitted).toHaveLength(1)
    expect(await target.mails(email)).toHaveLength(1)
    // The key of another content is another post.
    expect((await post('Ada')).body.submissionId).not.toBe(first.body.submissionId)
  },
}

export const quarantined: Story = {
  name: 'a bot’s post looks taken, is listed for a person to judge, and runs once released',
  async play(target) {
    const email = 'trapped@bots.example'
    const post = (more: object) => postsJson(target, { email, consent: { 'product-education': true }, ...more })
    const trapped = await post({ website: 'https://spam.example' })
    expect(trapped.status).toBe(202)
    const held = await target.until('the post in quarantine', async () => {
      const { body } = await asStaff(target, 'marketing', 'GET', '/submissions?state=quarantined')
      const items = body.items as { email: string; submissionId: string; why: string[] }[]
      return items.find((one) => one.email === email)
    })
    expect(held).toMatchObject({ submissionId: trapped.body.submissionId, why: ['honeypot'] })
    const search = () => asStaff(target, 'marketing', 'POST', '/leads/search', { email })
    expect((await search()).body.items).toEqual([])
    expect(await target.mails(email)).toEqual([])

    const release = () => asStaff(target, 'marketing', 'POST', `/submissions/${held.submissionId}/release`)
    expect((await release()).status).toBe(200)
    await mailNumber(target, email, 1)
    expect((await leadOf(target, email)).status).toBe('parked')
    expect((await release()).status).toBe(200)
    await target.pass(2_000)
    expect(await target.mails(email)).toHaveLength(1)
  },
}
