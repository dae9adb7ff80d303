import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { contentFile } from '../../core/content/content-files.ts'
import type { ContentType } from '../../core/content/content-type.ts'
import type { ApiCaller } from '../http/api-caller.ts'

/** What is published first is there for what names it. */
const order = ['funnel', 'emails', 'forms', 'scoring-models', 'sla-policies', 'sequences'] as const
/** Drafts and publications of one type at the same time: compiling mails is work for one thread. */
const atOnce = 4

interface Content {
  readonly type: ContentType
  readonly id: string
  readonly files: Record<string, string>
}

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
  admin: ApiCaller
}): Promise<Published> {
  const problems: string[] = []
  const contents = contentsOf(options.folder)
  let published = 0
  for (const type of order) {
    const ofType = contents.filter((content) => content.type === type)
    await each(ofType, async (content) => {
      const problem = await publish(options.marketing, content)
      if (problem) problems.push(problem)
      else published += 1
    })
  }
  const staff = await addStaff(options.admin, problems)
  return { contents: published, staff, problems }
}

function contentsOf(folder: string): Content[] {
  const contents = new Map<string, Content>()
  if (!existsSync(folder)) return []
  for (const path of globSync('**/*.{md,mjml,yaml}', { cwd: folder }).sort()) {
    const file = path.replaceAll('\\', '/')
    const meant = contentFile(file)
    if (!meant) continue
    const { type, id } = meant
    const content = contents.get(`${type}/${id}`) ?? { type, id, files: {} }
    content.files[file] = readFileSync(join(folder, path), 'utf8')
    contents.set(`${type}/${id}`, content)
  }
  return [...contents.values()]
}

async function publish(call: ApiCaller, { type, id, files }: Content): Promise<string | undefined> {
  const path = `/content/${type}/${id}`
  const draft = await call('PUT', path, { files })
  if (draft.status !== 200) return `${type}/${id} was not stored: ${inWords(draft)}`
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
