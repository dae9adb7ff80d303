import * as z from 'zod/mini'
import type { Activity } from '../../leads/activity.ts'
import { type Stage, stage, stages } from '../../leads/lead.ts'
import { stageBy } from '../../leads/stage.ts'
import { instant, slug } from '../../names.ts'
import type { Enrolment } from '../../nurture/enrolment.ts'
import { bothTouches, journeyTouch, touchBy } from './touches.ts'

/** When the mails of one step first were delivered, opened, clicked by a person, and reported as spam. */
const mailed = z.object({
  topic: z.optional(z.string()),
  delivered: z.optional(instant),
  opened: z.optional(instant),
  clicked: z.optional(instant),
  complained: z.optional(instant),
})
export type Mailed = z.infer<typeof mailed>
const happenings = ['delivered', 'opened', 'clicked', 'complained'] as const

/** What the funnel keeps of one lead: when it first was at least at each stage, where it came from, and what it bought. Nothing of it names a person. */
export const journey = z.object({
  /** The time of the first fact that says so, by stage; a stage that was passed over has none. */
  reached: z.partialRecord(stage, instant),
  /** When sales last called a deal lost. */
  lostAt: z.optional(instant),
  /** The first touch that is known. */
  came: z.optional(
    z.object({ at: instant, source: z.optional(z.string()), campaign: z.optional(z.string()), form: z.optional(slug) }),
  ),
  /** What of marketing's touched it by name, by time. */
  touches: z.optional(z.array(journeyTouch)),
  /** The first list that it stood on. */
  listed: z.optional(
    z.object({ at: instant, source: z.string(), origin: z.string(), campaign: z.optional(z.string()) }),
  ),
  /** The sequences of which it got a mail. */
  sequences: z.array(z.string()),
  /** What became of the mails of each `<sequence>/<step>`. */
  mails: z.optional(z.record(z.string(), mailed)),
  /** When it withdrew its consent last, by topic. */
  withdrawn: z.optional(z.record(z.string(), instant)),
  /** How each enrolment ended, and at which step. */
  ends: z.optional(
    z.record(z.string(), z.object({ sequence: z.string(), step: z.string(), state: z.string(), at: instant })),
  ),
  /** The hold-outs that it is counted in, by sequence: since when, in which arm, and for how long. */
  trials: z.optional(
    z.record(z.string(), z.object({ at: instant, arm: z.enum(['nurtured', 'held-out']), within: z.string() })),
  ),
  /** What was won, by the fact that says so. */
  won: z.record(z.string(), z.object({ at: instant, revenue: z.number() })),
})
export type Journey = z.infer<typeof journey>

export const nothingYet: Journey = { reached: {}, sequences: [], won: {} }

/**
 * The journey after these facts. It is a join (of two times the earlier, of two sets both): so facts in any order, with any repeats, in any portions, give the same
 * journey, and two journeys of one lead can be put together at any time.
 */
export function foldJourney(before: Journey, facts: readonly Activity[]): Journey {
  return facts.reduce((known, fact) => joined(known, journeyBy(fact)), before)
}

/** The journey with how these enrolments ended, as far as they did. */
export function withEnds(before: Journey, enrolments: readonly Enrolment[]): Journey {
  const ended = enrolments.flatMap(({ enrolmentId, sequence, step, state, endedAt }) =>
    endedAt === undefined ? [] : [[enrolmentId, { sequence, step, state, at: endedAt }] as const],
  )
  return ended.length === 0 ? before : joined(before, { ...nothingYet, ends: Object.fromEntries(ended) })
}

/** The journey with the hold-outs that the lead is counted in. */
export function withTrials(before: Journey, trials: NonNullable<Journey['trials']>): Journey {
  return Object.keys(trials).length === 0 ? before : joined(before, { ...nothingYet, trials })
}

/** The journey with the clicks of another and no others: of all facts, where one that counted turned out to be a machine's. */
export function withClicksOf(before: Journey, { mails: made = {} }: Journey): Journey {
  const { mails, ...rest } = before
  const others = Object.entries(mails ?? {}).map(([name, { clicked, ...mailed }]) => [name, mailed] as const)
  const clicks = Object.entries(made).flatMap(([name, { topic, clicked }]) =>
    clicked === undefined ? [] : [[name, { ...(topic !== undefined && { topic }), clicked }] as const],
  )
  const known = others.filter(([, mailed]) => Object.keys(mailed).some((what) => what !== 'topic'))
  const after = each(Object.fromEntries(known), Object.fromEntries(clicks), bothMailed)
  return { ...rest, ...(after && { mails: after }) }
}

/** Both journeys in one. */
export function joined(one: Journey, other: Journey): Journey {
  const reached: Partial<Record<Stage, string>> = {}
  for (const name of stages) {
    const at = firstOf(one.reached[name], other.reached[name])
    if (at !== undefined) reached[name] = at
  }
  const lostAt = lastOf(one.lostAt, other.lostAt)
  const came = firstBy(one.came, other.came)
  const touches = bothTouches(one.touches, other.touches)
  const listed = firstBy(one.listed, other.listed)
  const mails = each(one.mails, other.mails, bothMailed)
  const withdrawn = each(one.withdrawn, other.withdrawn, (a, b) => (a > b ? a : b))
  const ends = each(one.ends, other.ends, (a, b) => firstBy(a, b) ?? a)
  const trials = each(one.trials, other.trials, (a, b) => firstBy(a, b) ?? a)
  return {
    reached,
    ...(lostAt !== undefined && { lostAt }),
    ...(came && { came }),
    ...(touches.length > 0 && { touches }),
    ...(listed && { listed }),
    sequences: [...new Set([...one.sequences, ...other.sequences])].sort(),
    ...(mails && { mails }),
    ...(withdrawn && { withdrawn }),
    ...(ends && { ends }),
    ...(trials && { trials }),
    won: each(one.won, other.won, (a, b) => firstBy(a, b) ?? a) ?? {},
  }
}

/** When a lead was first at least at a stage: it may have been passed over. */
export function reachedAt({ reached }: Pick<Journey, 'reached'>, least: Stage): string | undefined {
  return stages
    .slice(stages.indexOf(least))
    .reduce<string | undefined>((at, name) => firstOf(at, reached[name]), undefined)
}

function journeyBy(fact: Activity): Journey {
  const { id, type, at, data, told } = fact
  const name = stageBy({ type, data })
  const { source, campaign, form } = told?.touch ?? {}
  const named = {
    ...(source !== undefined && { source }),
    ...(campaign !== undefined && { campaign }),
    ...(form !== undefined && { form }),
  }
  const revenue = typeof data.revenue === 'number' ? data.revenue : 0
  const mails = mailsBy(fact)
  const touch = touchBy(fact)
  return {
    reached: name === undefined ? {} : { [name]: at },
    ...(type === 'deal-lost' && { lostAt: at }),
    ...(told?.touch && { came: { at: told.touch.at, ...named } }),
    ...(touch && { touches: [touch] }),
    ...(type === 'list-imported' &&
      typeof data.source === 'string' &&
      typeof data.origin === 'string' && {
        listed: {
          at,
          source: data.source,
          origin: data.origin,
          ...(typeof data.campaign === 'string' && { campaign: data.campaign }),
        },
      }),
    sequences: type.startsWith('email-') && typeof data.sequence === 'string' ? [data.sequence] : [],
    ...(mails && { mails }),
    ...(type === 'consent-withdrawn' &&
      typeof data.topic === 'string' &&
      data.channel === undefined && { withdrawn: { [data.topic]: at } }),
    won: type === 'deal-won' ? { [id]: { at, revenue } } : {},
  }
}

/** The clicks of machines say nothing of a person. */
function mailsBy({ type, at, data }: Activity): Journey['mails'] {
  const what = happenings.find((one) => type === `email-${one}`)
  if (!what || data.machine === true || typeof data.sequence !== 'string' || typeof data.step !== 'string')
    return undefined
  const topic = typeof data.topic === 'string' ? { topic: data.topic } : {}
  return { [`${data.sequence}/${data.step}`]: { ...topic, [what]: at } }
}

function bothMailed(a: Mailed, b: Mailed): Mailed {
  // A step that was rewritten for another topic: of both in some fixed order.
  const topic = lastOf(a.topic, b.topic)
  const times = happenings.flatMap((what) => {
    const at = firstOf(a[what], b[what])
    return at === undefined ? [] : [[what, at] as const]
  })
  return { ...(topic !== undefined && { topic }), ...Object.fromEntries(times) }
}

/** Both records in one, with the names in order, so that equal ones are written equally; undefined where there is nothing. */
function each<Value>(
  one: Readonly<Record<string, Value>> | undefined,
  other: Readonly<Record<string, Value>> | undefined,
  both: (a: Value, b: Value) => Value,
): Record<string, Value> | undefined {
  const all = new Map(Object.entries(one ?? {}))
  for (const [name, value] of Object.entries(other ?? {})) {
    const before = all.get(name)
    all.set(name, before === undefined ? value : both(before, value))
  }
  return all.size === 0 ? undefined : Object.fromEntries([...all].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function firstOf(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return a < b ? a : b
}

function lastOf(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return a > b ? a : b
}

/** By time; of the same time in some fixed order, so that it never matters which was folded first. */
function firstBy<One extends { at: string }>(a: One | undefined, b: One | undefined): One | undefined {
  if (!a || !b) return a ?? b
  const orderOf = (one: One) => `${one.at} ${JSON.stringify(Object.entries(one).sort(([x], [y]) => (x < y ? -1 : 1)))}`
  return orderOf(a) <= orderOf(b) ? a : b
}
