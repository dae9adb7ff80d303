import './virtual-clock.ts'
import { marshall } from '@aws-sdk/util-dynamodb'
import { expect, it } from 'vitest'
import { leadRoutes } from '../../core/leads/routes.ts'
import { scoringModel } from '../../core/scoring/model.ts'
import { versionKey } from '../../functions/aws/keys.ts'
import { handler as importLeads } from '../../functions/leads/import-leads.http.ts'
import { aRow } from '../core/lists/a-row.ts'
import { bothAgree } from '../fixtures/both-agree.ts'
import { readLeads, type StoredItem } from '../history/lead-history.ts'
import { brokenIn } from './guarantees.ts'
import { timeout } from './how-many.ts'
import type { Mail } from './ses.ts'
import { startMs } from './virtual-clock.ts'
import { World } from './world.ts'

const minute = 60_000
const [clicking, rowsOfCall] = [30, 100]
const link = 'https://www.example.com/paper'
const visitors = Array.from({ length: 1_000 }, (_, n) => `visitor${n}@fair.example`)
const partners = Array.from({ length: 10 }, (_, n) => `partner${n}@partner.example`)

/** Whoever decides fits as well as can be, and is over every bar once their mail was opened by whatever looks like a person. */
const eager = scoringModel.parse({
  id: 'b2b',
  fit: [{ id: 'decides', when: { jobTitle: { contains: ['director'] } }, points: 80 }],
  engagement: [{ id: 'opened', on: 'email-opened', points: 20, cap: 20 }],
  mql: { score: 60, 'fit-at-least': 20, 'interest-at-least': 15 },
  qualify: { score: 75, 'fit-at-least': 20, 'interest-at-least': 15, 'drop-below': 50 },
})

/** A world with this model, whose qualifying sequence mails whoever stands on a list. Of every second mail a scanner follows the link at once; all are opened later, as if by people. */
function aFair(): { world: World; mails: Map<string, Mail> } {
  const world = new World({ way: 'feed' })
  const live = { ...versionKey('scoring-models', eager.id, world.version), value: eager, approvals: bothAgree }
  world.table.answer('PutItemCommand', { Item: marshall(live, { removeUndefinedValues: true }) })
  const mails = new Map<string, Mail>()
  world.onMail = (mail) => {
    if (mail.tags.template !== 'welcome') return
    mails.set(mail.to, mail)
    if (mails.size % 2 === 0) world.timeline.after(5_000, () => world.reports(mail, 'Click', link))
    world.timeline.after(5 * minute, () => world.reports(mail, 'Open'))
  }
  return { world, mails }
}

/** Marketing imports directors by the API; answers what became of each row, as it is heard. */
function imports(world: World, importId: string, source: object, emails: readonly string[]): string[] {
  const results: string[] = []
  const fields = { jobTitle: 'Director of Stores' }
  for (let from = 0; from < emails.length; from += rowsOfCall) {
    const rows = emails
      .slice(from, from + rowsOfCall)
      .map((email, index) => aRow({ n: from + index + 1, email, fields }))
    const asked = { groups: ['marketing'], body: { importId, source, rows } }
    world.asks('import-leads.http', importLeads, leadRoutes.importLeads, asked, ({ json }) => {
      results.push(...json.rows.map(({ result }: { result: string }) => result))
    })
  }
  return results
}

/** Whom sales has, once for each hand-off. */
function handedOff(world: World): string[] {
  const leads = [...readLeads(world.table.everything() as StoredItem[]).values()]
  return leads.flatMap(({ profile, handoffs }) => handoffs.map(() => String(profile?.email))).sort()
}

it('a thousand directors of a trade show make no hand-off, whatever machines do, and after 30 clicks of their own 30', {
  timeout,
}, async () => {
  const { world, mails } = aFair()
  const fair = { name: 'fair', origin: 'outbound', qualifyBy: 'reaction' }
  const given = [
    imports(world, 'thefairoftwentytwentysix', fair, visitors),
    imports(world, 'thepartnersoftwentysix00', { name: 'partner', origin: 'referral' }, partners),
  ]
  await world.timeline.until(startMs + 4 * minute)
  expect(given.map((results) => results.filter((result) => result === 'new').length)).toEqual([1_000, 10])
  expect(mails.size).toBe(1_010)
  expect(handedOff(world)).toEqual([])
  await world.timeline.until(startMs + 10 * minute)
  // Of a source that asks for no reaction they are forwarded: nothing else keeps the others back.
  expect(handedOff(world)).toEqual(partners)

  const own = visitors.filter((_, n) => n % 33 === 0).slice(0, clicking)
  for (const email of own) await world.reports(mails.get(email) as Mail, 'Click', link)
  // Of one and the same click SES tells twice, and some click again.
  for (const email of own) await world.reports(mails.get(email) as Mail, 'Click', link)
  await world.timeline.until(startMs + 15 * minute)
  for (const email of own.slice(0, 10)) await world.reports(mails.get(email) as Mail, 'Click', link)
  await world.timeline.until(startMs + 20 * minute)
  expect(handedOff(world)).toEqual([...partners, ...own].sort())
  expect(brokenIn(world, [])).toEqual([])
  world.stop()
})
