import './virtual-clock.ts'
import { expect, it } from 'vitest'
import { toInstant } from '../../core/names.ts'
import { routes } from '../../core/routes.ts'
import { seeded } from '../../core/seeded.ts'
import { handler as withdrawConsent } from '../../functions/consent/withdraw-consent.http.ts'
import { handler as makeApiKey } from '../../functions/sources/make-api-key.http.ts'
import { handler as postLead } from '../../functions/sources/post-lead.http.ts'
import { clock } from '../fixtures/a-clock.ts'
import { readLeads, type StoredItem } from '../history/lead-history.ts'
import { brokenIn } from './guarantees.ts'
import { timeout } from './how-many.ts'
import { tokenIn } from './lead.ts'
import type { Plan } from './plan.ts'
import { startMs } from './virtual-clock.ts'
import { World } from './world.ts'

const hour = 3_600_000
const week = 7 * 24

/** What an ad network posts each hour of those three who left their address there: word for word, with the time of the export, and under another id. */
function rows(nowMs: number, nth: number) {
  const consent = { topic: 'product-education', basis: 'opt-in', evidence: 'Ticked in the ad', at: toInstant(startMs) }
  const row = { fields: { jobTitle: 'Director' }, source: { name: 'ads', origin: 'inbound' }, consent: [consent] }
  return [
    { ...row, email: 'anna@one.example' },
    { ...row, email: 'bert@two.example', consent: [{ ...consent, at: toInstant(nowMs) }] },
    { ...row, email: 'cara@three.example', externalId: `row-${nth}` },
  ]
}

/** Three days in, Anna has unsubscribed; the feed goes on for a week. */
async function aWeek(plan: Plan, delayMs: () => number) {
  const world = new World({ way: 'feed', plan, delayMs })
  const stood = new Map<number, string>()
  let apiKey = ''
  const asked = { body: { name: 'ads', scopes: ['leads:write'] }, groups: ['admin'] }
  world.asks('make-api-key.http', makeApiKey, routes.makeApiKey, asked, ({ json }) => {
    apiKey = json.apiKey
  })
  await world.timeline.until(startMs + hour / 2)
  let taken = 0
  for (let nth = 1; nth <= week; nth += 1) {
    for (const body of rows(clock.ms, nth)) {
      const headers = { authorization: `Bearer ${apiKey}` }
      world.asks('post-lead.http', postLead, routes.postLead, { body, headers }, ({ status }) => {
        if (status === 202) taken += 1
      })
    }
    if (nth === 48) {
      const token = tokenIn(world.mails.find(({ to }) => to.startsWith('anna'))?.text ?? '')
      const leaves = { params: { token }, body: 'List-Unsubscribe=One-Click' }
      world.asks('withdraw-consent.http', withdrawConsent, routes.withdrawConsent, leaves, () => {})
    }
    await world.timeline.until(startMs + (nth + 0.5) * hour)
    // That a key is in use is noted beside it.
    stood.set(nth, JSON.stringify(world.table.everything().filter(({ pk }) => pk !== 'APIKEYS')))
  }
  world.stop()
  const leads = [...readLeads(world.table.everything() as StoredItem[]).values()]
  const result = {
    taken,
    broken: brokenIn(world, []),
    mails: world.mails.map(({ to, tags }) => `${tags.template} to ${to.split('@')[0]}`).sort(),
    leads: leads
      .map(({ profile, mailbox, activities, enrolments }) => ({
        who: profile?.email?.split('@')[0],
        score: profile?.score?.total,
        consent: mailbox?.consent['product-education']?.state,
        imported: activities.filter(({ type }) => type === 'list-imported').length,
        enrolments: enrolments.map(({ enrolmentId, state }) => `${enrolmentId} ${state}`),
      }))
      .sort((a, b) => String(a.who).localeCompare(String(b.who))),
  }
  return { result, stood, calls: world.faults.calls.length, hits: world.faults.hits.length }
}

const inNoOrder = (seed: number) => {
  const random = seeded(seed)
  return { random, delayMs: () => Math.floor(random() * 3_000) }
}

it('a feed that repeats itself each hour for a week makes three leads once: no second fact, sequence, mail or point, and brings back no consent', {
  timeout,
}, async () => {
  const { result, stood, calls } = await aWeek(new Map(), () => 200)
  const once = { score: 30, imported: 1 }
  expect(result).toEqual({
    taken: 3 * week,
    broken: [],
    mails: ['second to bert', 'second to cara', 'welcome to anna', 'welcome to bert', 'welcome to cara'],
    leads: [
      { who: 'anna', ...once, consent: 'withdrawn', enrolments: ['feed.1 exited'] },
      { who: 'bert', ...once, consent: 'granted', enrolments: ['feed.1 finished'] },
      { who: 'cara', ...once, consent: 'granted', enrolments: ['feed.1 finished'] },
    ],
  })
  // From one thing that is due to the next the feed leaves nothing behind.
  expect(stood.get(47)).toBe(stood.get(3))
  expect(stood.get(week)).toBe(stood.get(80))

  for (const seed of [1, 2, 3]) {
    const { random, delayMs } = inNoOrder(seed)
    // The first hour, in which everything is made, and as many all over the week.
    const among = (below: number): [number, number] => [Math.floor(random() * below), Math.floor(random() * 1_000)]
    const plan = new Map([
      ...Array.from({ length: 3 }, () => among(300)),
      ...Array.from({ length: 40 }, () => among(calls)),
    ])
    const { result: disturbed, hits } = await aWeek(plan, delayMs)
    expect(hits).toBeGreaterThan(30)
    // Whom no mail reached has no link to leave by.
    const known = disturbed.mails.includes('welcome to anna') ? 0 : 1
    expect(disturbed.leads.slice(known)).toEqual(result.leads.slice(known))
    expect([disturbed.taken, disturbed.broken]).toEqual([result.taken, []])
    const mails = disturbed.mails.filter((mail) => known === 0 || !mail.endsWith('anna'))
    for (const mail of mails) expect(result.mails).toContain(mail)
    expect(new Set(disturbed.mails).size).toBe(disturbed.mails.length)
  }
})
