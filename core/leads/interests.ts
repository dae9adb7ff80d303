import * as z from 'zod/mini'
import { fromInstant, instant, slug, toInstant } from '../names.ts'

const dayMs = 86_400_000

/** A day of reading counts half after so many days, and a quarter after twice as many. */
const halfLifeDays = 30
/** Days before the newest are forgotten after so long: what is left of one is an eighth. */
const daysKept = 90
/** From this weight on an interest is one: somebody read of it within 30 days, or on two days within 60. */
const atLeast = 0.5

/** What a lead reads: mails whose links it follows, and files that it opens. Opens are no sign of a person. */
const readingTypes: ReadonlySet<string> = new Set(['email-clicked', 'content-downloaded'])
/** What it does on the website in passing. */
const visitTypes: ReadonlySet<string> = new Set(['page-visited', 'site-searched'])
/** A day of visits counts so much of a day of reading: one alone is an interest on that day, two are one for a month. */
const visitWeight = 0.5

/**
 * What a lead showed interest in, by tag: the days (UTC) on which it read of it, and those on which it was on pages of it. A day counts once, so that ten links of
 * one mail are not ten times the interest, nor a thousand pages of one visitor. `notSince`: the person took it off its list then; only what it did on later days counts.
 */
export const interests = z.record(
  slug,
  z.object({ days: z.array(z.string()), visited: z.optional(z.array(z.string())), notSince: z.optional(instant) }),
)
export type Interests = z.infer<typeof interests>

/** Of a fact, what interests hang on. */
interface Told {
  readonly type: string
  readonly at: string
  readonly data: Readonly<Record<string, unknown>>
  readonly told?: { readonly dropsInterests?: readonly string[] | undefined } | undefined
}

/** The interests after this fact. Days are a union of which the newest are kept, what was taken back the latest: any order, any repeats, any portions make the same. */
export function withReading(before: Interests, { type, at, data, told }: Told): Interests {
  const kind = readingTypes.has(type) ? 'days' : visitTypes.has(type) ? 'visited' : undefined
  const shown = kind && data.machine !== true && Array.isArray(data.tags) ? data.tags : []
  const dropped = told?.dropsInterests ?? []
  if (shown.length === 0 && dropped.length === 0) return before
  const after = { ...before }
  const change = (tag: string, to: (known: Interests[string]) => Interests[string]) => {
    after[tag] = to((Object.hasOwn(after, tag) ? after[tag] : undefined) ?? { days: [] })
  }
  const day = at.slice(0, 10)
  if (kind) {
    for (const tag of shown)
      change(tag, (known) => ({ ...known, [kind]: [...new Set([...(known[kind] ?? []), day])].sort() }))
  }
  for (const tag of dropped)
    change(tag, ({ notSince = at, ...days }) => ({ ...days, notSince: notSince > at ? notSince : at }))
  return newestDays(after)
}

/** Without what was read until then, of an erased person. */
export function interestsSince(before: Interests, erasedAt: string): Interests {
  const after = Object.entries(before).map(([tag, { notSince, ...kept }]): [string, Interests[string]] => [
    tag,
    {
      ...daysFrom(kept, (day) => day > erasedAt.slice(0, 10)),
      ...(notSince !== undefined && notSince > erasedAt && { notSince }),
    },
  ])
  return Object.fromEntries(
    after.filter(([, { days, visited, notSince }]) => days.length > 0 || visited || notSince !== undefined),
  )
}

/** How strong each interest is now, the strongest first: 1 for what was read of today, half of it 30 days later. Of equal ones the first by name. */
export function weighedInterests(
  kept: Interests | undefined,
  nowMs: number,
): { readonly tag: string; readonly weight: number }[] {
  return Object.entries(kept ?? {})
    .map(([tag, one]) => ({ tag, weight: weightOf(one, nowMs) }))
    .filter(({ weight }) => weight >= atLeast)
    .sort((a, b) => b.weight - a.weight || (a.tag < b.tag ? -1 : 1))
}

/** Of a day on which it did both, the reading counts. */
function weightOf({ days, visited = [], notSince }: Interests[string], nowMs: number): number {
  const since = notSince?.slice(0, 10) ?? ''
  const sum = (of: readonly string[]) => of.reduce((all, day) => (day > since ? all + freshness(day, nowMs) : all), 0)
  return sum(days) + visitWeight * sum(visited.filter((day) => !days.includes(day)))
}

function freshness(day: string, nowMs: number): number {
  const age = Math.max(0, Math.floor((nowMs - fromInstant(`${day}T00:00:00.000Z`)) / dayMs))
  return 0.5 ** (age / halfLifeDays)
}

function newestDays(all: Interests): Interests {
  const newest = Object.values(all).reduce(
    (most, { days, visited = [] }) => [most, days.at(-1) ?? '', visited.at(-1) ?? ''].reduce((a, b) => (a > b ? a : b)),
    '',
  )
  if (newest === '') return all
  const from = toInstant(fromInstant(`${newest}T00:00:00.000Z`) - daysKept * dayMs).slice(0, 10)
  return Object.fromEntries(
    Object.entries(all).map(([tag, { notSince, ...kept }]) => [
      tag,
      { ...daysFrom(kept, (day) => day >= from), ...(notSince !== undefined && { notSince }) },
    ]),
  )
}

/** These days alone; without visits where none are left. */
function daysFrom(
  { days, visited }: Omit<Interests[string], 'notSince'>,
  is: (day: string) => boolean,
): Interests[string] {
  const left = visited?.filter(is) ?? []
  return { days: days.filter(is), ...(left.length > 0 && { visited: left }) }
}
