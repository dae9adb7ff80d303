import { mkdirSync, writeFileSync } from 'node:fs'
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

/** A figure that is promised: `value` is the ratio of the medians of two cases. */
export interface Figure {
  readonly name: string
  readonly value: number
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
  const times = new Map<string, number[]>(cases.map(({ name }) => [name, []]))
  for (let round = 0; round <= rounds; round += 1) {
    for (const one of round % 2 === 0 ? cases : cases.toReversed()) {
      const ms = await timeOf(one)
      if (round > 0) times.get(one.name)?.push(ms)
    }
  }
  const measured = [...times].map(([name, roundsMs]): [string, Measured] => [
    name,
    { name, medianMs: median(roundsMs), roundsMs },
  ])
  return Object.fromEntries(measured)
}

/** The ratio of two medians against what is promised: `at most` a limit. */
export function atMost(name: string, of: Measured | undefined, to: Measured | undefined, limit: number): Figure {
  const value = (of?.medianMs ?? Number.NaN) / (to?.medianMs ?? Number.NaN)
  return { name, value, limit, holds: value <= limit }
}

/** Prints medians and figures, keeps them in `.bench/<name>.json`, and fails the process when a figure does not hold. */
export function report(name: string, measured: Readonly<Record<string, Measured>>, figures: readonly Figure[]): void {
  console.table(
    Object.fromEntries(
      Object.values(measured).map((one) => [
        one.name,
        {
          'median ms': rounded(one.medianMs),
          'least ms': rounded(Math.min(...one.roundsMs)),
          'most ms': rounded(Math.max(...one.roundsMs)),
          rounds: one.roundsMs.length,
        },
      ]),
    ),
  )
  for (const { name: figure, value, limit, holds } of figures) {
    console.log(`${holds ? 'holds' : 'FAILS'}  ${figure}: ${value.toFixed(2)} (at most ${limit})`)
  }
  const folder = join(import.meta.dirname, '..', '.bench')
  mkdirSync(folder, { recursive: true })
  const kept = { name, node: process.version, at: new Date().toISOString(), measured, figures }
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(kept, undefined, 2)}\n`)
  if (figures.some(({ holds }) => !holds)) process.exitCode = 1
}

async function timeOf({ run, times = 1 }: Case): Promise<number> {
  const start = performance.now()
  for (let count = 0; count < times; count += 1) {
    const answer = run()
    if (answer instanceof Promise) await answer
  }
  return (performance.now() - start) / times
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

function rounded(ms: number): number {
  return Number(ms.toPrecision(4))
}
