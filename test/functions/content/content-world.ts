import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach } from 'vitest'
import { isAgreedOn, type Side, sides } from '../../../core/content/approvals.ts'
import { routes } from '../../../core/routes.ts'
import { handler as approve } from '../../../functions/content/approve-content.http.ts'
import { handler as draft } from '../../../functions/content/draft-content.http.ts'
import { handler as publish } from '../../../functions/content/publish-content.http.ts'
import { handler as show } from '../../../functions/content/show-content.http.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aTable, type TestTable } from '../../fixtures/a-table.ts'
import { ask, type Heard } from '../../fixtures/ask.ts'

/** The bus, which takes whatever it is told. */
export const bus = mockClient(EventBridgeClient)

export function aBus(): void {
  process.env.BUS_NAME = 'bus'
  bus.reset()
  bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: 'event' }] })
}

/** What the bus was told, in order. */
export function told(): { name: string; detail: Record<string, unknown> }[] {
  return bus.commandCalls(PutEventsCommand).flatMap(({ args: [{ input }] }) =>
    (input.Entries ?? []).map(({ DetailType = '', Detail = '{}' }) => ({
      name: DetailType,
      detail: JSON.parse(Detail),
    })),
  )
}

/** For each test a table of its own and a bus, a day after the test before: what functions keep for a minute is stale. `anew` begins so within a test. */
export function aContentWorld(): { readonly table: () => TestTable; readonly anew: () => Promise<void> } {
  let table: TestTable
  const begin = async () => {
    table = await aTable()
    aBus()
    clock.ms += 86_400_000
  }
  beforeEach(begin)
  afterEach(() => table.stop())
  const anew = async () => {
    await table.stop()
    await begin()
  }
  return { table: () => table, anew }
}

const groups = ['marketing']
const match = (etag: string | undefined): Record<string, string> => (etag === undefined ? {} : { 'if-match': etag })

export function putDraft(type: string, id: string, files: Record<string, string>, etag?: string): Promise<Heard> {
  return ask(draft, routes.draftContent, { params: { type, id }, body: { files }, headers: match(etag), groups })
}

export function publishDraft(
  type: string,
  id: string,
  etag?: string,
  body: Record<string, unknown> = {},
): Promise<Heard> {
  return ask(publish, routes.publishContent, { params: { type, id }, body, headers: match(etag), groups })
}

/** Approves a draft as somebody of this side: lena of marketing or mark of sales unless told otherwise. */
export function approveDraft(
  type: string,
  id: string,
  side: Side,
  etag?: string,
  {
    as = side === 'marketing' ? 'lena' : 'mark',
    groups: of = [side],
    body = {},
  }: { as?: string; groups?: readonly string[]; body?: Record<string, unknown> } = {},
): Promise<Heard> {
  const asked = { params: { type, id }, body, headers: match(etag), groups: of, username: as }
  return ask(approve, routes.approveContent, asked)
}

export function showContent(type: string, id: string): Promise<Heard> {
  return ask(show, routes.showContent, { params: { type, id }, groups })
}

/** Drafts and publishes on top of what is there; throws with the answer unless it went live. */
export async function putLive(
  type: string,
  id: string,
  files: Record<string, string>,
  body: Record<string, unknown> = {},
): Promise<{ version: number; etag: string }> {
  const before = await showContent(type, id)
  const drafted = await putDraft(type, id, files, before.status === 200 ? before.headers.etag : undefined)
  if (isAgreedOn(type)) for (const side of sides) await approveDraft(type, id, side, drafted.headers.etag)
  const published = await publishDraft(type, id, drafted.headers.etag, body)
  if (published.status !== 200) throw new Error(`${type}/${id}: ${drafted.text} ${published.text}`)
  return { version: published.json.version, etag: published.headers.etag ?? '' }
}

/** A letter with this text; of the class marketing unless told otherwise. */
export const letter = (text: string, front = 'topic: news') =>
  `---\nsubject: Hello {{ firstName }}\npreheader: x\n${front}\nvariables: { firstName: there }\n---\n${text}`
export const confirmation =
  '---\nsubject: Please confirm\npreheader: x\nclass: confirmation\n---\n**[Yes]({{ confirmUrl }})**'

export const signup = `id: signup
title: Sign up
button: Go
fields: [ { id: email, type: email, label: Email }, { id: country, type: text, label: Country } ]
consent: [ { topic: news, text: Send me news } ]
thanks: { title: Thanks, text: Look into your inbox }
confirmation: confirm
`

export const greet = (steps: string) => `id: greet\ntopic: news\nsteps: [ ${steps} ]\n`
