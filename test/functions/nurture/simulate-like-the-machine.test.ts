import fc from 'fast-check'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type * as z from 'zod/mini'
import { persona } from '../../../core/content/persona.ts'
import { type Act, delayOf } from '../../../core/content/persona-acts.ts'
import { simulateSequence } from '../../../core/content/simulate-sequence.ts'
import type { Simulation } from '../../../core/content/simulation.ts'
import type { sequence } from '../../../core/nurture/sequence.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { aNurtureWorld, type NurtureWorld } from './nurture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

/** A machine waits whole seconds, so each of its waits may end that much later than simulated. */
const roundingMs = 60_000
const day = 86_400_000

let world: NurtureWorld
beforeAll(async () => {
  world = await aNurtureWorld()
})
afterAll(() => world.stop())

type GivenSequence = Partial<z.input<typeof sequence>>
type GivenStep = NonNullable<GivenSequence['steps']>[number]

const template = fc.constantFrom('one', 'two', 'three', 'four')
const condition = fc.oneof(
  template.map((clicked) => ({ clicked })),
  fc.constant({ event: 'page-visited' }),
  fc.constant({ industry: 'retail' }),
  template.map((sent) => ({ sent })),
)
const days = fc.integer({ min: 1, max: 30 }).map((n) => `${n}d`)

/** Steps that lead on to later ones alone, so that every sequence comes to an end. */
const steps = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: template.map((send) => ({ kind: 'send' as const, send })) },
      {
        weight: 1,
        arbitrary: fc.tuple(template, template, condition).map(([first, other, when]) => ({
          kind: 'send' as const,
          send: { template: first, variants: [{ when, template: other }] },
        })),
      },
      { weight: 2, arbitrary: days.map((wait) => ({ kind: 'wait' as const, wait })) },
      {
        weight: 2,
        arbitrary: fc
          .tuple(days, condition)
          .map(([time, until]) => ({ kind: 'wait' as const, wait: { for: time, until } })),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(condition, fc.nat()).map(([when, to]) => ({ kind: 'branch' as const, when, to })),
      },
      { weight: 1, arbitrary: fc.nat().map((to) => ({ kind: 'split' as const, to })) },
    ),
    { minLength: 2, maxLength: 9 },
  )
  .map((drawn): GivenStep[] =>
    drawn.map(({ kind, ...rest }, index) => {
      const id = `s-${index}`
      const later = (to: number): string => {
        const at = index + 1 + (to % (drawn.length - index))
        return at < drawn.length ? `s-${at}` : 'end'
      }
      if (kind === 'branch' && 'when' in rest) return { id, branch: [{ when: rest.when, go: later(rest.to) }] }
      if (kind === 'split' && 'to' in rest) return { id, split: { a: 50, b: 50 }, go: { a: later(rest.to) } }
      return { id, ...rest } as GivenStep
    }),
  )

const window = fc.record({
  days: fc.constantFrom('mon-fri', 'sat-mon', 'wed', 'mon-sun'),
  hours: fc.constantFrom('09:00-17:00', '22:00-02:30', '01:30-03:30'),
  zone: fc.constantFrom('lead', 'Asia/Tehran'),
})
const cap = fc.record({
  emails: fc.integer({ min: 1, max: 3 }),
  per: fc.integer({ min: 1, max: 12 }).map((n) => `${n}d`),
})
const exit = fc.constantFrom(
  { event: 'meeting-booked' },
  { when: { industry: 'retail' } },
  { when: { clicked: 'two' } },
)
const aDrawnSequence = fc.record(
  {
    steps,
    window,
    cap,
    'send-time': fc.constant('habit' as const),
    exit: fc.array(exit, { maxLength: 1 }),
    goal: fc.constant({ event: 'call' }),
  },
  { requiredKeys: ['steps'] },
)

/** Never on the full hour, so that nothing falls together with the end of a wait. */
const after = fc.integer({ min: 0, max: 24 * 40 }).map((hours) => `${hours * 60 + 37}m`)
const anAct = fc.oneof(
  fc.record({ after, type: fc.constant('email-clicked'), template }),
  fc.record({ after, type: fc.constantFrom('page-visited', 'meeting-booked', 'call') }),
  fc.record({ after, type: fc.constant('form-submitted'), fields: fc.constant({ industry: 'retail' }) }),
)

interface Lived {
  readonly mails: readonly { readonly at: string; readonly template: string }[]
  readonly end: { readonly at: string | undefined; readonly reason: string | undefined }
}

/** Lets a lead live through a year on the machine, doing these acts; how it ended is that of `white-paper`. */
async function live(leadId: string, acts: readonly Act[], startMs: number): Promise<Lived> {
  const ours = () => world.mails.filter((mail) => mail.leadId === leadId)
  const left = new Set(acts)
  const timeOf = (act: Act): number => {
    if (act.template === undefined) return startMs + (delayOf(act, 0) ?? 0)
    const first = ours().find((mail) => mail.template === act.template)
    return first ? Date.parse(first.at) + (delayOf(act, 0) ?? 0) : Number.POSITIVE_INFINITY
  }
  for (;;) {
    const [next] = [...left].sort((a, b) => timeOf(a) - timeOf(b))
    const actMs = next ? timeOf(next) : Number.POSITIVE_INFINITY
    const ringMs = Math.min(...world.machines.running.map(({ nextMs }) => nextMs), Number.POSITIVE_INFINITY)
    if (ringMs > startMs + 366 * day) break
    if (next && actMs < ringMs) {
      left.delete(next)
      await world.until(actMs)
      const { type, fields } = next
      await world.happens(leadId, {
        type,
        data: next.template === undefined ? {} : { template: next.template },
        ...(fields && { told: { fields } }),
      })
      await world.until(actMs)
    } else {
      await world.until(ringMs)
    }
  }
  const { endedAt, reason } = await world.enrolment(leadId)
  return { mails: ours(), end: { at: endedAt, reason } }
}

const plain = ({ items, ended }: Pick<Simulation, 'items' | 'ended'>) => ({
  mails: items.map((mail) => mail.template),
  reason: ended.reason,
})

it('what is simulated is what the machine does: the same mails, at the same times, to the same end', async () => {
  await fc.assert(
    fc.asyncProperty(
      aDrawnSequence,
      fc.array(anAct, { maxLength: 4 }),
      fc.constantFrom('Europe/Berlin', 'Asia/Tehran', 'America/New_York', undefined),
      async (drawn, acts, zone) => {
        const given = aSequence({ trigger: { form: 'white-paper' }, ...(drawn as GivenSequence) })
        await world.publish(given)
        clock.ms += 2 * day + 7 * 3_600_000 + 13 * 60_000
        const leadId = await world.lead({ profile: { ...(zone && { zone }) } })
        const startMs = clock.ms
        await world.posts(leadId)
        const lived = await live(leadId, acts as Act[], startMs)
        const simulated = simulateSequence({
          sequence: given,
          persona: persona.parse({ leadId, acts, ...(zone && { zone }) }),
          startMs,
          zone: 'UTC',
        })
        expect(plain(simulated)).toEqual({ mails: lived.mails.map((mail) => mail.template), reason: lived.end.reason })
        for (const [index, { at }] of simulated.items.entries()) {
          expect(Math.abs(Date.parse(at) - Date.parse(lived.mails[index]?.at ?? ''))).toBeLessThan(roundingMs)
        }
        expect(Math.abs(Date.parse(simulated.ended.at) - Date.parse(lived.end.at ?? ''))).toBeLessThan(roundingMs)
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 25) },
  )
}, 120_000)

it('two sequences at once mail in the order that is simulated, whatever they are named and however they come in', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anAct, { maxLength: 3 }),
      aDrawnSequence,
      aDrawnSequence,
      cap,
      fc.tuple(fc.integer({ min: 4, max: 6 }), fc.integer({ min: 4, max: 6 })),
      fc.boolean(),
      async (acts, first, other, shared, priorities, swapped) => {
        const given = [first, other].map((drawn, n) =>
          aSequence({
            trigger: { form: 'white-paper' },
            ...(drawn as GivenSequence),
            id: ['white-paper', 'a-second'][n] as string,
            priority: priorities[n] as number,
            cap: shared,
          }),
        )
        for (const one of given) await world.publish(one)
        clock.ms += 2 * day + 7 * 3_600_000 + 13 * 60_000
        const leadId = await world.lead()
        const startMs = clock.ms
        await world.posts(leadId)
        const { mails } = await live(leadId, acts as Act[], startMs)
        const [sequence, beside] = (swapped ? given.toReversed() : given) as [(typeof given)[0], (typeof given)[0]]
        const { items } = simulateSequence({
          sequence,
          beside: [beside],
          persona: persona.parse({ leadId, acts }),
          startMs,
          zone: 'UTC',
        })
        expect(items.map((mail) => mail.template)).toEqual(mails.map((mail) => mail.template))
        for (const [index, { at }] of items.entries()) {
          expect(Math.abs(Date.parse(at) - Date.parse(mails[index]?.at ?? ''))).toBeLessThan(5 * roundingMs)
        }
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 25) },
  )
}, 120_000)
