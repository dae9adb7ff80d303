import { expect } from 'vitest'
import { referenceToFile, storedFile } from '../../../core/files/file-bytes.ts'
import { entersBy, leadOf, linkWith, mailNamed, mailNumber, pathOf } from '../people.ts'
import { publish } from '../publish.ts'
import { aForm } from '../story-content.ts'
import { asStaff, pass, type Story, type StoryMail, type Target } from '../target.ts'

const paper = Buffer.from('%PDF-1.7\nthe paper\n%%EOF\n')
const herBrowser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }
const scanner = { 'user-agent': 'Mozilla/5.0 (compatible; Barracuda Sentinel (EE); bot)' }

/** Content that needs the file to be there: published by the story itself, after the bytes are stored. */
const mail = `---
subject: 'The paper, {{ firstName }}'
preheader: What you asked for, in a file of your own language
topic: product-education
variables: { firstName: friend }
---
Here it is.

**[Read it]({{ files.story-guide }}#page=2)**
`
const sequence = `id: story-file
topic: product-education
trigger: { form: story-file }
steps:
  - { id: paper, send: story-file-paper }
  - { id: read-it, wait: { for: 60d, until: { event: content-downloaded } } }
  - { id: next, send: story-second }
`

interface Fact {
  readonly type?: string
  readonly data?: Readonly<Record<string, unknown>>
}

async function downloads(target: Target, leadId: string): Promise<Fact[]> {
  const { body } = await asStaff(target, 'marketing', 'GET', `/leads/${leadId}/timeline?limit=100`)
  return (body.items as Fact[]).filter(({ type }) => type === 'content-downloaded')
}

async function publishesFile(target: Target): Promise<void> {
  const path = 'files/story-guide/en.pdf'
  const reference = referenceToFile(paper)
  const name = storedFile(path, reference)
  const stored = await asStaff(target, 'marketing', 'PUT', `/content/file-bytes/${name}`, {
    base64: paper.toString('base64'),
  })
  expect(stored.status).toBe(200)
  const yaml =
    'id: story-guide\ntitle: { en: "The guide: stock & shelves" }\nfiles: { en: en.pdf }\nlink: 2h\ntags: [inventory]\n'
  await publish(target, 'files', 'story-guide', { 'files/story-guide/file.yaml': yaml, [path]: reference })
  await publish(target, 'emails', 'story-file-paper', { 'emails/story-file-paper/en.md': mail })
  await publish(target, 'sequences', 'story-file', { 'sequences/story-file.yaml': sequence })
}

const filePath = (target: Target, sent: StoryMail) => pathOf(target, linkWith(sent, '/files/')).replace(/#.*$/, '')

export const gatedFile: Story = {
  name: 'a gated file is given to who has a link, told as a fact once, and a link that ran out brings a fresh one',
  content: {
    'forms/story-file.yaml': aForm('story-file'),
    'emails/file-link/en.md': `---
subject: 'A fresh link to {{ fileTitle }}'
preheader: The old one had run out, and here is another one
class: transactional
variables: { fileUrl: null, fileTitle: null }
---
**[Open it]({{ fileUrl }})**
`,
  },
  async play(target) {
    await publishesFile(target)
    const email = 'reader@files.example'
    await entersBy(target, 'story-file', { email, firstName: 'Rita', company: 'Files' })
    const path = filePath(target, await mailNamed(target, email, 'The paper, Rita'))
    const { leadId } = await leadOf(target, email)
    // Long after the delivery: within seconds of it nobody reads.
    await pass(target, '5m')

    // A scanner comes first: it gets what it asks for, and is marked.
    expect((await target.call(path, { headers: scanner })).status).toBe(200)
    expect((await target.call(path, { method: 'HEAD', headers: herBrowser })).status).toBe(200)
    await target.until('the mark', async () => (await downloads(target, leadId)).length === 1)
    await pass(target, '1m')
    expect(await target.mails(email)).toHaveLength(2)
    const read = await target.call(path, { headers: herBrowser })
    expect(read.status).toBe(200)
    expect(Buffer.from(await read.arrayBuffer())).toEqual(paper)
    expect(Object.fromEntries(read.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="story-guide.pdf"; filename*=UTF-8''The%20guide%20stock%20%26%20shelves.pdf`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    })
    // The rest of it in pieces, and once more: the same download.
    expect((await target.call(path, { headers: { ...herBrowser, range: 'bytes=10-' } })).status).toBe(200)
    expect((await target.call(path, { headers: herBrowser })).status).toBe(200)
    await mailNumber(target, email, 3)
    const facts = await downloads(target, leadId)
    expect(facts.map(({ data }) => data?.machine ?? false).sort()).toEqual([false, true])
    expect(facts.find(({ data }) => !data?.machine)?.data).toMatchObject({
      file: 'story-guide',
      path: '/files/story-guide',
      title: 'The guide: stock & shelves',
      tags: ['inventory'],
      template: 'story-file-paper',
      sequence: 'story-file',
      step: 'paper',
    })

    // Two hours later the link has run out: a page with a button, which mails a fresh one to her and nobody else, once.
    await pass(target, '2h')
    const gone = await target.call(path, { headers: { ...herBrowser, accept: 'text/html' } })
    expect([gone.status, await gone.text()]).toEqual([410, expect.stringContaining('<form method="post">')])
    const presses = () => target.call(path, { method: 'POST', headers: { accept: 'text/html' } })
    expect((await presses()).status).toBe(200)
    expect((await presses()).status).toBe(200)
    const fresh = await mailNamed(target, email, 'A fresh link to The guide: stock & shelves')
    expect((await target.call(filePath(target, fresh), { headers: herBrowser })).status).toBe(200)
    await target.until('the second download', async () => (await downloads(target, leadId)).length === 3)
    expect((await target.mails(email)).filter(({ subject }) => subject.startsWith('A fresh link'))).toHaveLength(1)

    expect((await target.call(`${path}x`, { headers: herBrowser })).status).toBe(404)
    expect((await asStaff(target, 'admin', 'DELETE', `/leads/${leadId}`)).status).toBe(204)
    await pass(target, '15s')
    expect((await target.call(filePath(target, fresh), { headers: herBrowser })).status).toBe(404)
    expect((await presses()).status).toBe(404)
  },
}
