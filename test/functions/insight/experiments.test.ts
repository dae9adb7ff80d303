import type { Context } from 'aws-lambda'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Sequence } from '../../../core/nurture/sequence.ts'
import { routes } from '../../../core/routes.ts'
import { experimentKey } from '../../../functions/aws/keys.ts'
import { deleteItem, getItem } from '../../../functions/aws/table.ts'
import { handler as fold } from '../../../functions/insight/fold-experiments.schedule.ts'
import { handler as show } from '../../../functions/insight/show-experiments.http.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { request } from '../../fixtures/a-request.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { aNurtureWorld, type NurtureWorld } from '../nurture/nurture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const hour = 3_600_000
const day = 24 * hour
let world: NurtureWorld
beforeEach(async () => {
  world = await aNurtureWorld()
})
afterEach(() => world.stop())

/** 8 leads of each variant find a difference as large as this. */
const sequence = (experiment: object = {}): Sequence =>
  aSequence({
    trigger: { form: 'white-paper' },
    steps: [
      {
        id: 'test',
        split: { offer: 50, question: 50 },
        go: { offer: 'one', question: 'two' },
        experiment: { metric: 'clicked', baseline: '10 %', detect: '70 %', power: '80 %', within: '7d', ...experiment },
      },
      { id: 'one', send: 'offer', next: 'last' },
      { id: 'two', send: 'question' },
      { id: 'last', wait: '20d' },
    ],
  })
const folds = () => fold({}, {} as Context)
const shown = async (id = 'white-paper') => {
  const answered = await request(show, routes.showExperiments, { params: { id }, groups: ['sales'] })
  return { status: answered.status, body: JSON.parse(answered.body) }
}
const clicks = async (leadId: string) => {
  const mail = world.mails.find((one) => one.leadId === leadId)
  await world.happens(leadId, {
    type: 'email-clicked',
    data: { template: mail?.template ?? '', sendId: mail?.sendId ?? '' },
  })
}
/** Leads that come to the split, of whom those of one variant click. */
const come = async (count: number, clicking = 'question') => {
  const variants: string[] = []
  for (let leads = 0; leads < count; leads += 1) {
    const leadId = await world.lead()
    await world.posts(leadId)
    const { variant = '' } = (await world.enrolment(leadId)).trial ?? {}
    variants.push(variant)
    if (variant === clicking) await clicks(leadId)
    await world.until(clock.ms)
  }
  return variants
}
const leadsOf = (variants: string[], variant: string) => variants.filter((one) => one === variant).length

describe('the leads of an experiment', () => {
  it('are counted once, when they have had their time, and looking again changes nothing', async () => {
    await world.publish(sequence())
    const variants = await come(6)
    expect(await folds()).toEqual({ counted: 0 })
    clock.ms = startMs + 7 * day
    expect(await folds()).toEqual({ counted: 0 })
    clock.ms = startMs + 7 * day + 2 * hour
    expect(await folds()).toEqual({ counted: 6 })
    for (let times = 0; times < 3; times += 1) expect(await folds()).toEqual({ counted: 0 })
    const { body } = await shown()
    expect(body.items[0].variants).toMatchObject(
      ['offer', 'question'].map((variant) => ({
        variant,
        leads: leadsOf(variants, variant),
        reached: variant === 'question' ? leadsOf(variants, variant) : 0,
      })),
    )
    expect(body.items[0]).toMatchObject({ verdict: 'collecting', step: 'test' })
  })

  it('are counted again, the same, where what was counted is gone', async () => {
    await world.publish(sequence())
    await come(5)
    clock.ms += 8 * day
    await folds()
    const key = experimentKey('white-paper', 'test')
    const before = await getItem(key)
    await deleteItem(key)
    expect(await folds()).toEqual({ counted: 5 })
    expect(await getItem(key)).toEqual(before)
  })

  it('are counted anew when another metric is asked for', async () => {
    await world.publish(sequence())
    await come(4)
    clock.ms += 8 * day
    await folds()
    await world.publish({ ...sequence({ metric: 'goal' }), goal: { stage: 'sql' } })
    expect((await shown()).body.items[0].variants).toMatchObject([{ leads: 0 }, { leads: 0 }])
    expect(await folds()).toEqual({ counted: 4 })
    const [{ variants }] = (await shown()).body.items
    expect(variants.map(({ reached }: { reached: number }) => reached)).toEqual([0, 0])
  })

  it('are counted once by two runs at once', async () => {
    await world.publish(sequence())
    const variants = await come(4)
    clock.ms += 8 * day
    await Promise.all([folds(), folds()])
    await folds()
    const [{ variants: counted }] = (await shown()).body.items
    expect(counted.map(({ leads }: { leads: number }) => leads)).toEqual(
      ['offer', 'question'].map((one) => leadsOf(variants, one)),
    )
  })

  it('are no longer counted once it is decided, and the winner stays', async () => {
    await world.publish(sequence())
    const variants = await come(40)
    expect(Math.min(leadsOf(variants, 'offer'), leadsOf(variants, 'question'))).toBeGreaterThan(8)
    clock.ms += 8 * day
    await folds()
    const first = (await shown()).body
    expect(first.items[0]).toMatchObject({ verdict: 'winner', winner: 'question' })
    expect(Math.min(...first.items[0].variants.map(({ leads }: { leads: number }) => leads))).toBe(
      first.items[0].needed,
    )
    await come(20, 'offer')
    clock.ms += 8 * day
    expect(await folds()).toEqual({ counted: 0 })
    expect((await shown()).body).toEqual(first)
  })
})

it('an answer reads what was counted, and goes through nobody', async () => {
  await world.publish(sequence())
  await come(3)
  await shown()
  world.calls.length = 0
  await shown()
  expect(world.calls.every((name) => name === 'GetItemCommand')).toBe(true)
  expect(world.calls.length).toBeLessThanOrEqual(2)
})

it('a sequence without one has an empty list, and one that is not there is not found', async () => {
  await world.publish(aSequence({ id: 'plain' }))
  expect((await shown('plain')).body).toMatchObject({ items: [] })
  expect((await shown('nothing')).status).toBe(404)
})
