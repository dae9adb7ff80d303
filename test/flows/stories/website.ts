import { expect } from 'vitest'
import { entersBy, leadOf, leadWhen, mailNamed, mailNumber, postsForm } from '../people.ts'
import { aForm, aMail } from '../story-content.ts'
import { asStaff, pass, type Story, type Target } from '../target.ts'

const origin = 'https://www.story.example'
const consentedAt = '2026-01-01T09:00:00.000Z'
const hers = 'a'.repeat(32)
const his = 'b'.repeat(32)
const site = {
  'sites/story-site.yaml': `id: story-site\norigins: [${origin}]\npages: [{ path: /pri*, interests: [pricing] }]\n`,
}

const batch = (visitor: string, ...events: object[]) => ({ visitor, consentedAt, events })
const page = (path: string, ago = 0) => ({ type: 'page-visited', path, ago })

async function sends(target: Target, body: object, headers: Record<string, string> = { origin }) {
  const response = await target.call('/events', {
    method: 'POST',
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...headers },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as object }
}

async function pathsOf(target: Target, leadId: string): Promise<unknown[]> {
  const { body } = await asStaff(target, 'marketing', 'GET', `/leads/${leadId}/timeline?limit=100`)
  const entries = body.items as { type?: string; data?: { path?: string } }[]
  return entries.flatMap(({ type, data }) => (type === 'page-visited' ? [data?.path] : [])).sort()
}

export const website: Story = {
  name: 'what a visitor does on the website is the lead’s once a form says who it is, and of nobody else',
  content: site,
  async play(target) {
    const email = 'visitor@website.example'
    expect(await sends(target, batch(hers, page('/stock', 5_000), page('/prices')))).toEqual({
      status: 202,
      body: { taken: 2 },
    })
    // Without consent, and against the browser's own wish, nothing is kept; other websites are refused.
    const { consentedAt: _, ...unasked } = batch(hers, page('/unasked'))
    expect((await sends(target, unasked)).body).toEqual({ taken: 0, why: 'no-consent' })
    const private_ = await sends(target, batch(hers, page('/private')), { origin, 'sec-gpc': '1' })
    expect(private_.body).toEqual({ taken: 0, why: 'global-privacy-control' })
    expect((await sends(target, batch(hers, page('/x')), { origin: 'https://evil.example' })).status).toBe(403)
    expect((await sends(target, batch(hers, page('/x')), {})).status).toBe(403)

    await entersBy(target, 'story-paper', { email, firstName: 'Vera', company: 'Website', visitor: hers })
    const { leadId } = await leadOf(target, email)
    await target.until('what she did before', async () => (await pathsOf(target, leadId)).length === 2)
    expect(await pathsOf(target, leadId)).toEqual(['/prices', '/stock'])
    // What she looked at before is what she shows interest in, and not what is under no path of the site's.
    expect((await leadOf(target, email)).interests).toEqual({ pricing: { days: [], visited: [expect.any(String)] } })
    expect((await sends(target, batch(hers, page('/after')))).status).toBe(202)
    await target.until('what she did after', async () => (await pathsOf(target, leadId)).length === 3)

    // Her colleague at the same machine: what she did is not his, nor is what he does hers.
    const other = 'colleague@website.example'
    await postsForm(target, 'story-paper', { email: other, firstName: 'Viktor', visitor: hers })
    await postsForm(target, 'story-paper', { email: other, firstName: 'Viktor', visitor: his })
    await sends(target, batch(his, page('/his')))
    const { leadId: otherId } = await leadOf(target, other)
    await target.until('what he did', async () => (await pathsOf(target, otherId)).length > 0)
    expect(await pathsOf(target, otherId)).toEqual(['/his'])
    expect(await pathsOf(target, leadId)).toEqual(['/after', '/prices', '/stock'])

    const exported = await asStaff(target, 'admin', 'GET', `/leads/${leadId}/export`)
    expect(JSON.stringify(exported.body)).toContain(hers)
    expect((await asStaff(target, 'admin', 'DELETE', `/leads/${leadId}`)).status).toBe(204)
    await pass(target, '15s')
    expect((await sends(target, batch(hers, page('/again')))).status).toBe(202)
    await entersBy(target, 'story-paper', { email: 'third@website.example', firstName: 'Third', visitor: hers })
    const third = await leadWhen(target, 'third@website.example', 'the third', ({ mailable }) => mailable)
    // The browser was forgotten with her: what it did since is whoever's says so now.
    expect(await pathsOf(target, third.leadId)).toEqual(['/again'])
    expect(await mailNumber(target, email, 1)).toBeDefined()
  },
}

const veras = 'c'.repeat(32)
const ottos = 'd'.repeat(32)
const nobodys = 'e'.repeat(32)
const [welcome, news, prices] = ['Your white paper', 'What is new in the shop', 'What it costs']

/** Both wait for a month, unless a visit wakes them. */
export const visitsWake: Story = {
  name: 'a visit wakes who waits for one and chooses the way on; of other pages, without consent or by other browsers it does not',
  content: {
    ...site,
    'forms/story-visits.yaml': aForm('story-visits'),
    'emails/story-visit-news/en.md': aMail(news),
    'emails/story-visit-prices/en.md': aMail(prices),
    'sequences/story-visits.yaml': `id: story-visits
topic: product-education
trigger: { form: story-visits }
steps:
  - { id: welcome, send: story-welcome }
  - { id: looks, wait: { for: 30d, until: { event: page-visited } } }
  - { id: which, branch: [{ when: { interests: pricing }, go: prices }], otherwise: news }
  - { id: news, send: story-visit-news }
  - { id: compares, wait: { for: 30d, until: { interests: pricing } } }
  - { id: prices, send: story-visit-prices }
`,
  },
  async play(target) {
    const [vera, otto] = ['vera@visits.example', 'otto@visits.example']
    const enters = async (email: string, firstName: string, visitor: string) => {
      await entersBy(target, 'story-visits', { email, firstName, company: 'Visits', visitor })
      await mailNamed(target, email, `${welcome}, ${firstName}`)
    }
    const visits = async (visitor: string, path: string) =>
      expect(await sends(target, batch(visitor, page(path)))).toEqual({ status: 202, body: { taken: 1 } })
    /** Nothing comes of what was just done: the lead waits at the same step. */
    const sleepsAt = async (email: string, step: string, mails: number) => {
      await pass(target, '15s')
      expect(await target.mails(email)).toHaveLength(mails)
      const { enrolments } = await leadOf(target, email)
      expect(enrolments).toEqual([expect.objectContaining({ sequence: 'story-visits', state: 'active', step })])
    }

    await enters(vera, 'Vera', veras)
    const { consentedAt: _, ...unasked } = batch(veras, page('/prices'))
    expect((await sends(target, unasked)).body).toEqual({ taken: 0, why: 'no-consent' })
    const wished = await sends(target, batch(veras, page('/prices')), { origin, dnt: '1' })
    expect(wished.body).toEqual({ taken: 0, why: 'do-not-track' })
    await visits(nobodys, '/prices')
    await sleepsAt(vera, 'looks', 2)

    await visits(veras, '/stock')
    await mailNamed(target, vera, news)
    await visits(veras, '/stock/shelves')
    await sleepsAt(vera, 'compares', 3)
    await visits(veras, '/prices/stores')
    await mailNamed(target, vera, prices)

    // He looks at the prices first, and skips what is new.
    await enters(otto, 'Otto', ottos)
    await visits(ottos, '/prices')
    await mailNamed(target, otto, prices)
    expect((await target.mails(otto)).map(({ subject }) => subject)).not.toContain(news)

    // Sales reads what she looked at.
    await postsForm(target, 'story-demo', { email: vera, firstName: 'Vera', jobTitle: 'Director of Stores' })
    const { handoff } = await leadWhen(target, vera, 'the hand-off', (lead) => lead.handoff !== undefined)
    const { body } = await asStaff(target, 'sales', 'GET', `/handoffs/${handoff?.handoffId}`)
    const seen = (body.seen as { kind: string; what: string }[]).filter(({ kind }) => kind === 'page')
    expect(seen.map(({ what }) => what).sort()).toEqual(['/prices/stores', '/stock', '/stock/shelves'])
  },
}
