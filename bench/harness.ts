import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'

/** One thing to measure: `run` does it once. */
export interface Case {
  readonly name: string
  readonly run: () => unknown | Promise<unknown>
  /** How often `run` is called in a round; the result is the time of one. */
  readonly times?: number
}

export interface Measured {
  readonly name: string
  /** Median over the rounds, ms for one run. */
  readonly medianMs: number
  /** Every round, in order. */
  readonly roundsMs: readonly number[]
}

/** A figure that is promised, for example the ratio of the medians of two cases. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly bound: 'at most' | 'at least'
  readonly limit: number
  readonly holds: boolean
}

/**
 * Measures cases interleaved (each round runs all of them, every other round in reverse), so that what else the machine does falls on all alike.
 * The first round warms up and does not count. Answers the medians by name.
 */
export async function compare({
  rounds,
  cases,
}: {
  rounds: number
  cases: readonly Case[]
}): Promise<Record<string, Measured>> {
  const timed = cases.map((one): [string, () => Promise<number>] => [one.name, () => timeOf(one)])
  const measured = Object.entries(await interleave(rounds, Object.fromEntries(timed)))
  return Object.fromEntries(measured.map(([name, roundsMs]) => [name, { name, medianMs: median(roundsMs), roundsMs }]))
}

/** As {@link compare} for cases that measure themselves; answers the measures of all rounds by name. */
export async function interleave(
  rounds: number,
  cases: Readonly<Record<string, () => Promise<number>>>,
): Promise<Record<string, number[]>> {
  const measures = Object.fromEntries(Object.keys(cases).map((name): [string, number[]] => [name, []]))
  const inOrder = Object.entries(cases)
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, measure] of round % 2 === 0 ? inOrder : inOrder.toReversed()) {
      const value = await measure()
      if (round > 0) measures[name]?.push(value)
    }
  }
  return measures
}

/** The ratio of two medians against what is promised: `at most` a limit. */
export function atMost(name: string, of: Measured | undefined, to: Measured | undefined, limit: number): Figure {
  return figure(name, (of?.medianMs ?? Number.NaN) / (to?.medianMs ?? Number.NaN), 'at most', limit)
}

/** A value against what is promised. A value that is no number holds nothing. */
export function figure(name: string, value: number, bound: Figure['bound'], limit: number): Figure {
  return { name, value, bound, limit, holds: bound === 'at most' ? value <= limit : value >= limit }
}

/** Prints medians and figures, keeps them in `.bench/<name>.json`, and fails the process when a figure does not hold. */
export function report(name: string, measured: Readonly<Record<string, Measured>>, figures: readonly Figure[]): void {
  const rows = Object.values(measured).map((one) => [
    one.name,
    {
      'median ms': rounded(one.medianMs),
      'least ms': rounded(Math.min(...one.roundsMs)),
      'most ms': rounded(Math.max(...one.roundsMs)),
      rounds: one.roundsMs.length,
    },
  ])
  conclude(name, Object.fromEntries(rows), figures, { measured })
}

/** Prints a table and figures, keeps them with `kept` in `.bench/<name>.json`, and fails the process when a figure does not hold. */
export function conclude(
  name: string,
  table: Readonly<Record<string, object>>,
  figures: readonly Figure[],
  kept: object = { table },
): void {
  console.table(table)
  for (const { name: said, value, bound, limit, holds } of figures) {
    console.log(`${holds ? 'holds' : 'FAILS'}  ${said}: ${rounded(value)} (${bound} ${limit})`)
  }
  const folder = join(import.meta.dirname, '..', '.bench')
  mkdirSync(folder, { recursive: true })
  const where = { node: process.version, cores: availableParallelism(), load: rounded(loadavg()[0] ?? 0) }
  const json = { name, at: new Date().toISOString(), ...where, ...kept, figures }
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(json, undefined, 2)}\n`)
  if (figures.some(({ holds }) => !holds)) process.exitCode = 1
}

/** The row of a table that shows rates, one of each round. */
export function ratesRow(rates: readonly number[]): object {
  return {
    'median a second': rounded(median(rates)),
    least: rounded(Math.min(...rates)),
    most: rounded(Math.max(...rates)),
    rounds: rates.length,
  }
}

/** How many rounds count: as many as promised, fewer for a quick look (`node bench/score.ts --rounds 1`). */
export function roundsAsked(promised: number): number {
  const at = process.argv.indexOf('--rounds')
  const given = at < 0 ? promised : Number(process.argv[at + 1])
  if (!Number.isInteger(given) || given < 1) throw new RangeError('--rounds takes a whole number from 1')
  return given
}

async function timeOf({ run, times = 1 }: Case): Promise<number> {
  const start = performance.now()
  for (let count = 0; count < times; count += 1) {
    const answer = run()
    if (answer instanceof Promise) await answer
  }
  return (performance.now() - start) / times
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** The value of rising ones that this share of them lies below. */
export function quantile(rising: readonly number[], share: number): number {
  return rising[Math.min(rising.length - 1, Math.floor(rising.length * share))] ?? Number.NaN
}

/** To four digits, as people read it. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
