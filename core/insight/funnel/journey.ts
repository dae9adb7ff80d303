import * as z from 'zod/mini'
import type { Activity } from '../../leads/activity.ts'
import { type Stage, stage, stages } from '../../leads/lead.ts'
import { stageBy } from '../../leads/stage.ts'
import { instant, slug } from '../../names.ts'

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
  /** The first list that it stood on. */
  listed: z.optional(z.object({ at: instant, source: z.string(), origin: z.string() })),
  /** The sequences of which it got a mail. */
  sequences: z.array(z.string()),
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

/** Both journeys in one. */
export function joined(one: Journey, other: Journey): Journey {
  const reached: Partial<Record<Stage, string>> = {}
  for (const name of stages) {
    const at = firstOf(one.reached[name], other.reached[name])
    if (at !== undefined) reached[name] = at
  }
  const lostAt = lastOf(one.lostAt, other.lostAt)
  const came = firstBy(one.came, other.came)
  const listed = firstBy(one.listed, other.listed)
  return {
    reached,
    ...(lostAt !== undefined && { lostAt }),
    ...(came && { came }),
    ...(listed && { listed }),
    sequences: [...new Set([...one.sequences, ...other.sequences])].sort(),
    won: Object.fromEntries(Object.entries({ ...one.won, ...other.won }).sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

/** When a lead was first at least at a stage: it may have been passed over. */
export function reachedAt({ reached }: Pick<Journey, 'reached'>, least: Stage): string | undefined {
  return stages
    .slice(stages.indexOf(least))
    .reduce<string | undefined>((at, name) => firstOf(at, reached[name]), undefined)
}

function journeyBy({ id, type, at, data, told }: Activity): Journey {
  const name = stageBy({ type, data })
  const { source, campaign, form } = told?.touch ?? {}
  const named = {
    ...(source !== undefined && { source }),
    ...(campaign !== undefined && { campaign }),
    ...(form !== undefined && { form }),
  }
  const revenue = typeof data.revenue === 'number' ? data.revenue : 0
  return {
    reached: name === undefined ? {} : { [name]: at },
    ...(type === 'deal-lost' && { lostAt: at }),
    ...(told?.touch && { came: { at: told.touch.at, ...named } }),
    ...(type === 'list-imported' &&
      typeof data.source === 'string' &&
      typeof data.origin === 'string' && { listed: { at, source: data.source, origin: data.origin } }),
    sequences: type.startsWith('email-') && typeof data.sequence === 'string' ? [data.sequence] : [],
    won: type === 'deal-won' ? { [id]: { at, revenue } } : {},
  }
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
