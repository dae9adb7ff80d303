import './virtual-clock.ts'
import { afterAll, describe, expect, it } from 'vitest'
import { ActivityObserved, FormSubmitted, LeadChanged, LeadQualified } from '../../core/events.ts'
import { toInstant } from '../../core/names.ts'
import { sendIdOf } from '../../core/nurture/send-id.ts'
import { routes } from '../../core/routes.ts'
import { handler as acceptSubmission } from '../../functions/capture/accept-submission.event.ts'
import { readMailbox } from '../../functions/consent/change-mailbox.ts'
import { handler as confirmConsent } from '../../functions/consent/confirm-consent.http.ts'
import { confirmUrl, unsubscribeUrl } from '../../functions/consent/mail-links.ts'
import { handler as recordEmail } from '../../functions/consent/record-email.event.ts'
import { handler as withdrawConsent } from '../../functions/consent/withdraw-consent.http.ts'
import { handler as acceptHandoff } from '../../functions/handoff/accept-handoff.http.ts'
import { handler as forwardLead } from '../../functions/handoff/forward-lead.event.ts'
import { handler as rejectHandoff } from '../../functions/handoff/reject-handoff.http.ts'
import { handler as eraseLead } from '../../functions/leads/erase-lead.http.ts'
import { readLead } from '../../functions/leads/lead-state.ts'
import { handler as recordActivity } from '../../functions/leads/record-activity.event.ts'
import { recordFacts } from '../../functions/leads/record-facts.ts'
import { handler as takeStep } from '../../functions/nurture/take-step.task.ts'
import { handler as wakeEnrolment } from '../../functions/nurture/wake-enrolment.event.ts'
import { handler as rescoreLead } from '../../functions/scoring/rescore-lead.event.ts'
import { deliver } from '../fixtures/a-batch.ts'
import { clock } from '../fixtures/a-clock.ts'
import { aPost } from '../fixtures/a-post.ts'
import { ask } from '../fixtures/ask.ts'
import { brokenIn } from './guarantees.ts'
import { type Covered, inEveryOrder } from './race.ts'
import { aboutToRing, emptyScene, type Scene, sceneAt, worldAt } from './scene.ts'
import type { Raced, Step } from './turns.ts'
import type { World } from './world.ts'

const hour = 3_600_000
const topic = 'product-education'
const covered: Record<string, Covered> = {}
afterAll(() => console.table(covered))

const names: string[] = []
async function race(name: string, prepare: Parameters<typeof inEveryOrder>[0]) {
  const t = Date.now()
  const c = await inEveryOrder(prepare)
  process.stderr.write(name + ' ' + JSON.stringify(c) + ' ' + (Date.now() - t) + 'ms\n')
  covered[name] = { ...c, ms: Date.now() - t } as never
  return c
}

async function quiet(world: World, moments: Parameters<typeof brokenIn>[1] = []) {
  await world.timeline.until(clock.ms + 1.2 * hour)
  expect(brokenIn(world, moments)).toEqual([])
}

const token = (url: string) => url.split('/').at(-1) ?? ''
const withdraws = async (leadId: string, of = topic) => {
  const params = { token: token(await unsubscribeUrl({ leadId, topic: of, sendId: sendIdOf(leadId, 'white-paper.1', 1) })) }
  return () =>
    ask(withdrawConsent, routes.withdrawConsent, { params, body: 'List-Unsubscribe=One-Click' }).then(({ status }) =>
      expect(status).toBe(200),
    )
}
const templates = (world: World) => world.mails.filter(({ tags }) => tags.basis !== 'staff').map(({ tags }) => tags.template)
const writes = ({ order }: Raced, attribute: string) =>
  order.findIndex(
    ({ call, refused }) =>
      !refused &&
      Object.values((call.input as { ExpressionAttributeNames?: object }).ExpressionAttributeNames ?? {}).includes(attribute),
  )

describe('a withdrawal and a send', () => {
  it('', async () => {
    const scene = await sceneAt(4, { held: true })
    const { leadId } = scene
    await race('withdrawal x send', async () => {
      const world = await worldAt(scene)
      const execution = await aboutToRing(world, { leadId, enrolmentId: 'white-paper.1' })
      return {
        world,
        runs: { send: () => world.machines.ring(execution), withdraw: await withdraws(leadId) },
        afterwards: async (raced) => {
          const sent = world.mails.length
          if (sent > 0) expect(writes(raced, 'claims')).toBeLessThan(writes(raced, 'consent'))
          await quiet(world)
          expect(world.mails).toHaveLength(sent)
          expect((await readLead(leadId))?.enrolments).toMatchObject([{ state: 'exited', reason: 'unsubscribed' }])
        },
      }
    })
  })
})

describe('wake x take', () => {
  it('', async () => {
    const scene = await sceneAt(4, { held: true })
    const { leadId } = scene
    await race('wake x take', async () => {
      const world = await worldAt(scene)
      const execution = await aboutToRing(world, { leadId, enrolmentId: 'white-paper.1' })
      const data = { template: 'welcome', sendId: sendIdOf(leadId, 'white-paper.1', 1) }
      const cause = { type: 'email-clicked', id: 'click-00001', at: toInstant(clock.ms) }
      const changed = { leadId, version: 9, cause, data, stage: 'lead', status: 'nurturing' } as const
      return {
        world,
        runs: {
          take: () => world.machines.ring(execution),
          wake: async () => expect(await deliver(wakeEnrolment, LeadChanged, changed)).toEqual([]),
        },
        afterwards: async () => {
          await quiet(world)
          expect(templates(world)).toEqual(['welcome', 'second'])
        },
      }
    })
  })
})

describe('two executions', () => {
  it.each([1, 2])('%s', async (generation) => {
    const scene = await sceneAt(4, { held: true })
    const { leadId } = scene
    const ids = { leadId, enrolmentId: 'white-paper.1' }
    await race(`two executions ${generation}`, async () => {
      const world = await worldAt(scene)
      const first = await aboutToRing(world, ids)
      const second = generation === 1 ? { ...first } : await aboutToRing(world, ids, 2)
      return {
        world,
        runs: { first: () => world.machines.ring(first), second: () => world.machines.ring(second) },
        afterwards: async () => {
          expect(templates(world)).toEqual(['welcome'])
          await quiet(world)
          await world.timeline.until(clock.ms + 8 * hour)
          expect(templates(world)).toEqual(['welcome', 'second', 'third'])
        },
      }
    })
  })
})

describe('old consent', () => {
  it('', async () => {
    const scene = await sceneAt(4, { held: true, story: 'is-recycled' })
    const { leadId } = scene
    await race('old consent x withdrawal', async () => {
      const world = await worldAt(scene)
      const post = aPost({
        submissionId: 'late2222222222222222222222222222',
        formId: 'newsletter',
        formVersion: 900_000,
        actedAt: toInstant(clock.ms - 60_000),
        consent: { newsletter: { text: 'Send me news.' } },
      })
      const again = async () => expect(await deliver(acceptSubmission, FormSubmitted, post)).toEqual([])
      return {
        world,
        runs: { old: again, withdraw: await withdraws(leadId, 'newsletter') },
        afterwards: async () => {
          await quiet(world)
          await again()
          await quiet(world)
          expect((await readMailbox(leadId))?.consent.newsletter?.state).toBe('withdrawn')
        },
      }
    })
  })
  it('confirm', async () => {
    const scene = await sceneAt(1)
    const { leadId } = scene
    await race('confirm x withdrawal', async () => {
      const world = await worldAt(scene)
      clock.ms -= 30_000
      const url = await confirmUrl({ leadId, topics: [topic], evidence: 'subm', form: 'white-paper', formVersion: 900_000 })
      clock.ms += 30_000
      return {
        world,
        runs: {
          confirm: () => ask(confirmConsent, routes.confirmConsent, { params: { token: token(url) }, body: '' }),
          withdraw: await withdraws(leadId),
        },
        afterwards: async () => {
          await quiet(world)
          expect((await readMailbox(leadId))?.consent[topic]?.state).toBe('withdrawn')
          expect(world.mails).toHaveLength(0)
        },
      }
    })
  })
})

describe('erasure', () => {
  const erase = (leadId: string) => () =>
    ask(eraseLead, routes.eraseLead, { params: { leadId }, groups: ['admin'] }).then(({ status }) => expect(status).toBe(204))
  const bare = async (world: World, leadId: string) => {
    await quiet(world)
    const left = world.table.everything().filter(({ pk, sk }) => String(pk).includes(leadId) || sk === 'SUBMISSION')
    expect(left.map(({ sk }) => sk)).toEqual(['MAILBOX', 'PROFILE'])
    expect(JSON.stringify(left)).not.toContain('lga')
  }
  it('old fact', async () => {
    const scene = await sceneAt(10)
    const { leadId } = scene
    await race('erasure x old fact', async () => {
      const world = await worldAt(scene)
      const activity = { leadId, id: 'visit-0000001', type: 'page-visited', at: toInstant(clock.ms - 60_000), data: {}, told: { fields: { firstName: 'Olga' } } }
      const old = async () => expect(await deliver(recordActivity, ActivityObserved, { activity })).toEqual([])
      return { world, runs: { erase: erase(leadId), old }, afterwards: async () => { await bare(world, leadId); await old(); await bare(world, leadId) } }
    })
  })
  it('send', async () => {
    const scene = await sceneAt(4, { held: true })
    const { leadId } = scene
    await race('erasure x send', async () => {
      const world = await worldAt(scene)
      const execution = await aboutToRing(world, { leadId, enrolmentId: 'white-paper.1' })
      return { world, runs: { erase: erase(leadId), send: () => world.machines.ring(execution) }, afterwards: async () => { const sent = world.mails.length; await bare(world, leadId); expect(world.mails).toHaveLength(sent) } }
    })
  })
  it('old post', async () => {
    const scene = await sceneAt(10)
    const { leadId } = scene
    await race('erasure x old post', async () => {
      const world = await worldAt(scene)
      const post = aPost({ submissionId: 'late2222222222222222222222222222', formId: 'newsletter', formVersion: 900_000, actedAt: toInstant(clock.ms - 60_000), consent: { newsletter: { text: 'Send me news.' } } })
      const old = async () => expect(await deliver(acceptSubmission, FormSubmitted, post)).toEqual([])
      return { world, runs: { erase: erase(leadId), old }, afterwards: async () => { await bare(world, leadId); await old(); await bare(world, leadId) } }
    })
  })
})

describe('sales', () => {
  it('two answers', async () => {
    const scene = await sceneAt(50)
    const { leadId } = scene
    const handoffId = `${leadId}.1`
    await race('accept x reject', async () => {
      const world = await worldAt(scene)
      const heard: number[] = []
      const params = { handoffId }
      return {
        world,
        runs: {
          accept: async () => heard.push((await ask(acceptHandoff, routes.acceptHandoff, { params, groups: ['sales'] })).status),
          reject: async () => heard.push((await ask(rejectHandoff, routes.rejectHandoff, { params, groups: ['sales'], body: { reason: 'no' } })).status),
        },
        afterwards: async () => {
          expect(heard.sort()).toEqual([200, 409])
          await quiet(world)
          const lead = await readLead(leadId)
          const facts = world.table.everything().filter(({ type }) => ['handoff-accepted', 'handoff-rejected'].includes(String(type)))
          expect(facts.map(({ type }) => type)).toEqual([`handoff-${lead?.handoffs[0]?.state}`])
        },
      }
    })
  })
  it('two rescores', async () => {
    const scene = await sceneAt(41)
    const { leadId } = scene
    await race('rescore x rescore', async () => {
      const world = await worldAt(scene)
      await recordFacts(leadId, [{ leadId, id: 'click-0000001', type: 'email-clicked', at: toInstant(clock.ms), data: {} }])
      const version = (await readLead(leadId))?.profile.version ?? 0
      const cause = { type: 'email-clicked', id: 'click-0000001', at: toInstant(clock.ms) }
      const rescore = async () => expect(await deliver(rescoreLead, LeadChanged, { leadId, version, cause, data: {}, stage: 'mql', status: 'nurturing' })).toEqual([])
      return { world, runs: { one: rescore, other: rescore }, afterwards: async () => { await quiet(world); expect((await readLead(leadId))?.handoffs).toHaveLength(1) } }
    })
  })
  it('two forwards', async () => {
    const scene = await sceneAt(41)
    const { leadId } = scene
    await race('forward x forward', async () => {
      const world = await worldAt(scene)
      await recordFacts(leadId, [{ leadId, id: 'click-0000001', type: 'email-clicked', at: toInstant(clock.ms), data: {} }])
      const version = (await readLead(leadId))?.profile.version ?? 0
      const cause = { type: 'email-clicked', id: 'click-0000001', at: toInstant(clock.ms) }
      await deliver(rescoreLead, LeadChanged, { leadId, version, cause, data: {}, stage: 'mql', status: 'nurturing' })
      const forward = async () => expect(await deliver(forwardLead, LeadQualified, { leadId, k: 1, total: 80, model: 'b2b', modelVersion: 1, at: cause.at })).toEqual([])
      return { world, runs: { one: forward, other: forward }, afterwards: async () => { await quiet(world); expect((await readLead(leadId))?.handoffs).toHaveLength(1); expect(world.mails.filter(({ tags }) => tags.basis === 'staff')).toHaveLength(1) } }
    })
  })
})

describe('two posts', () => {
  it('', async () => {
    const scene = await emptyScene()
    await race('post x post', async () => {
      const world = await worldAt(scene)
      const post = (formId: string, topic: string, n: string) => async () =>
        expect(await deliver(acceptSubmission, FormSubmitted, aPost({ submissionId: `${n}222222222222222222222222222222`, formId, formVersion: 900_000, actedAt: toInstant(clock.ms), consent: { [topic]: { text: 'x' } } }))).toEqual([])
      return { world, runs: { paper: post('white-paper', topic, 'aa'), news: post('newsletter', 'newsletter', 'bb') }, afterwards: async () => { await quiet(world); expect(templates(world)).toEqual(['confirm']); } }
    })
  })
})
