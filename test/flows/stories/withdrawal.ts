import { expect } from 'vitest'
import { entersBy, leadOf, leadWhen, linkWith, mailNumber, pathOf } from '../people.ts'
import { pass, type Story, type StoryMail, type Target } from '../target.ts'

const browser = { accept: 'text/html' }

/** What a mail program posts (RFC 8058), in either of its encodings. */
const oneClick: Record<string, () => RequestInit> = {
  'application/x-www-form-urlencoded': () => ({ body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) }),
  'multipart/form-data': () => {
    const body = new FormData()
    body.set('List-Unsubscribe', 'One-Click')
    return { body }
  },
}

export const oneClickOut: Story = {
  name: 'one click unsubscribes in both encodings of RFC 8058, and again',
  async play(target) {
    for (const [encoding, post] of Object.entries(oneClick)) {
      const email = `${encoding.replace(/\W/g, '-')}@one-click.example`
      const path = await unsubscribePath(target, await welcomeTo(target, email))
      expect((await target.call(path, { headers: browser })).status, encoding).toBe(200)
      expect((await leadOf(target, email)).mailable, encoding).toBe(true)
      for (const time of ['first', 'again']) {
        const answer = await target.call(path, { method: 'POST', redirect: 'manual', ...post() })
        expect(answer.status, `${encoding} ${time}`).toBe(200)
        expect(answer.headers.get('set-cookie'), encoding).toBeNull()
      }
      const lead = await leadWhen(target, email, 'the end', ({ enrolments }) => enrolments[0]?.state === 'exited')
      expect(lead, encoding).toMatchObject({ mailable: false, consents: [{ state: 'withdrawn' }] })
    }
    const nobody = await target.call('/u/not-a-token-of-ours', {
      method: 'POST',
      ...oneClick['multipart/form-data']?.(),
    })
    expect(nobody.status).toBe(404)
  },
}

export const preferences: Story = {
  name: 'the preference page turns a topic off and on again',
  async play(target) {
    const email = 'picky@preferences.example'
    const welcome = await welcomeTo(target, email)
    const path = pathOf(target, linkWith(welcome, '/preferences/'))
    const page = await (await target.call(path, { headers: browser })).text()
    expect(page).toMatch(/name="topic\.product-education"[^>]* checked/)

    const choose = async (fields: Record<string, string>) => {
      const body = new URLSearchParams({ shown: 'product-education', ...fields })
      const answer = await target.call(path, { method: 'POST', headers: browser, body })
      expect(answer.status).toBe(200)
      return answer.text()
    }
    expect(await choose({})).not.toMatch(/ checked/)
    await leadWhen(target, email, 'the end', ({ enrolments }) => enrolments[0]?.state === 'exited')
    // Of two decisions at the same moment the withdrawal wins.
    await pass(target, '1s')
    expect(await choose({ 'topic.product-education': 'on' })).toMatch(/ checked/)
    expect(await leadOf(target, email)).toMatchObject({ mailable: true, consents: [{ state: 'granted' }] })
    expect(await choose({ all: 'off' })).not.toMatch(/ checked/)
    expect((await leadOf(target, email)).mailable).toBe(false)
    await pass(target, '15s')
    expect(await target.mails(email)).toHaveLength(2)
  },
}

async function welcomeTo(target: Target, email: string): Promise<StoryMail> {
  await entersBy(target, 'story-paper', { email, firstName: 'Uma' })
  return mailNumber(target, email, 2)
}

async function unsubscribePath(target: Target, mail: StoryMail): Promise<string> {
  return pathOf(target, linkWith(mail, '/u/'))
}
