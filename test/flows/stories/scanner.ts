import { expect } from 'vitest'
import { asksForDemo, entersBy, leadOf, mailNumber, pathOf, postsForm } from '../people.ts'
import { asStaff, type Story, type StoryMail, type Target } from '../target.ts'

/** Security software opens every link of a mail before its reader sees it. */
export const scanned: Story = {
  name: 'a scanner that opens every link of every mail changes nothing',
  async play(target) {
    // Mails of all kinds: a request to confirm, marketing, and one to sales.
    const pending = 'pending@scanner.example'
    await postsForm(target, 'story-paper', { email: pending, 'consent.product-education': 'on' })
    const request = await mailNumber(target, pending, 1)
    const { handoffId } = await asksForDemo(target, { email: 'demo@scanner.example', company: 'Scanned' })
    const staff = await target.until('the mail to the owner', async () =>
      (await target.mails('anna@company.example')).findLast(({ html }) => html.includes('Scanned')),
    )
    const reader = 'reader@scanner.example'
    await entersBy(target, 'story-paper', { email: reader, firstName: 'Rita' })
    const mails = [request, await mailNumber(target, reader, 2), staff]

    const before = await everythingOf(target, [pending, reader], handoffId)
    const opened: string[] = []
    for (const path of mails.flatMap((mail) => ownPaths(target, mail))) {
      for (const headers of [{ accept: 'text/html' }, { accept: '*/*', 'user-agent': 'LinkScanner/1.0' }]) {
        const answer = await target.call(path, { headers, redirect: 'manual' })
        expect(answer.status).toBe(200)
      }
      opened.push(path.split('/')[1] ?? '')
    }
    expect([...new Set(opened)].sort()).toEqual(['answer', 'confirm', 'preferences', 'u'])
    expect(await everythingOf(target, [pending, reader], handoffId)).toEqual(before)
  },
}

/** All that is held of these people, and their hand-off. */
async function everythingOf(target: Target, emails: readonly string[], handoffId: string): Promise<object[]> {
  await target.pass(0)
  const held: object[] = []
  for (const email of emails) {
    const { leadId } = await leadOf(target, email)
    const { body } = await asStaff(target, 'admin', 'GET', `/leads/${leadId}/export`)
    held.push(body.items as object)
  }
  const { body } = await asStaff(target, 'sales', 'GET', `/handoffs/${handoffId}`)
  return [...held, body]
}

/** Paths of all links of a mail that lead to Ripen itself, in its HTML and in its text. */
function ownPaths(target: Target, { html, text }: StoryMail): string[] {
  const inHtml = [...html.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))
  const inText = [...text.matchAll(/https?:\/\/[^\s<>)\]]+/g)].map(([link]) => link)
  const own = [...inHtml, ...inText].filter((link) => /\/(u|preferences|confirm|answer)\//.test(link))
  return [...new Set(own.map((link) => pathOf(target, link)))]
}
