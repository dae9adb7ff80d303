import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { isAgreedOn } from '../../core/content/approvals.ts'
import { type ContentPart, contentParts } from '../../core/content/content-parts.ts'
import { endings } from '../../core/files/file-bytes.ts'
import { placesOf, referenceFor } from '../../core/files/stored-bytes.ts'
import type { ApiCaller } from '../http/api-caller.ts'

/** What is published first is there for what names it. */
const order = ['funnel', 'sites', 'files', 'emails', 'forms', 'scoring-models', 'sla-policies', 'sequences'] as const
/** Drafts and publications of one type at the same time: compiling mails is work for one thread. */
const atOnce = 4

/** What came of publishing: contents and staff, and what could not be published, each in one line. */
export interface Published {
  readonly contents: number
  readonly staff: number
  readonly problems: readonly string[]
}

/** Publishes what lies in `templates/` through the API, and adds the sample staff of `local/samples/staff.yaml`. */
export async function publishSamples(options: {
  folder: string
  marketing: ApiCaller
  sales: ApiCaller
  admin: ApiCaller
}): Promise<Published> {
  const problems: string[] = []
  // First, so that what both sides have to agree to is approved by somebody who is there.
  const staff = await addStaff(options.admin, problems)
  const contents = contentsOf(options.folder)
  let published = 0
  for (const type of order) {
    const ofType = contents.filter((content) => content.type === type)
    await each(ofType, async (content) => {
      const missing = await storeBytes(options.marketing, options.folder, content)
      if (missing) problems.push(missing)
      const problem = await publish(options, content)
      if (problem) problems.push(problem)
      else published += 1
    })
  }
  return { contents: published, staff, problems }
}

function contentsOf(folder: string): readonly ContentPart[] {
  if (!existsSync(folder)) return []
  const paths = globSync(`**/*.{md,mjml,liquid,yaml,png,jpg,jpeg,gif,webp,${endings.join()}}`, { cwd: folder })
  return contentParts(Object.fromEntries(paths.map((path) => textOf(folder, path.replaceAll('\\', '/')))))
}

/** A path with its text; an image or a gated file with what stands for it. */
function textOf(folder: string, path: string): [string, string] {
  const bytes = readFileSync(join(folder, path))
  return [path, referenceFor(path, bytes) ?? bytes.toString('utf8')]
}

async function storeBytes(call: ApiCaller, folder: string, { files }: ContentPart): Promise<string | undefined> {
  for (const [file, text] of Object.entries(files)) {
    const places = placesOf(file, text)
    if (!places) continue
    const base64 = readFileSync(join(folder, file)).toString('base64')
    const stored = await call('PUT', places.put, { base64 })
    if (stored.status !== 200) return `${file} was not stored: ${inWords(stored)}`
  }
  return undefined
}

async function publish(
  { marketing: call, sales }: { marketing: ApiCaller; sales: ApiCaller },
  { type, id, files }: ContentPart,
): Promise<string | undefined> {
  const path = `/content/${type}/${id}`
  const draft = await call('PUT', path, { files })
  if (draft.status !== 200) return `${type}/${id} was not stored: ${inWords(draft)}`
  // Both sides agree on the samples: sample staff of each approves what needs it.
  for (const approve of isAgreedOn(type) ? [call, sales] : []) {
    const agreed = await approve('POST', `${path}/approve`, {}, etagOf(draft))
    if (agreed.status !== 200) return `${type}/${id} was not approved: ${inWords(agreed)}`
  }
  const made = await call('POST', `${path}/publish`, {}, etagOf(draft))
  return made.status === 200 ? undefined : `${type}/${id} was not published: ${inWords(made)}`
}

function etagOf({ headers }: { headers: Readonly<Record<string, string | string[]>> }): Record<string, string> {
  return typeof headers.etag === 'string' ? { 'if-match': headers.etag } : {}
}

interface SampleUser {
  readonly userId: string
}

async function addStaff(call: ApiCaller, problems: string[]): Promise<number> {
  const users = parse(readFileSync(join(import.meta.dirname, 'staff.yaml'), 'utf8')) as SampleUser[]
  let added = 0
  for (const { userId, ...user } of users) {
    const answer = await call('PUT', `/users/${userId}`, user)
    if (answer.status === 200) added += 1
    else problems.push(`the user ${userId} was not added: ${inWords(answer)}`)
  }
  return added
}

function inWords({ status, body }: { status: number; body: unknown }): string {
  return `${status} ${JSON.stringify(body).slice(0, 600)}`
}

async function each<Item>(items: readonly Item[], act: (item: Item) => Promise<void>): Promise<void> {
  const left = [...items]
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await act(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
