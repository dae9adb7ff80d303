import type { ListSource } from '../../core/lists/list-row.ts'
import { type Api, ApiProblem } from '../api.ts'
import type { CountedResult } from './import-counts.ts'
import type { Batch, PlacedRow } from './list-batches.ts'

/** Calls under way at the same time. */
const atOnce = 4
/** How long to wait before each try after the first, in ms: about half a minute in all. */
const patience = [500, 2_000, 8_000, 20_000]

export interface Sending {
  readonly importId: string
  readonly source: ListSource
  readonly dryRun: boolean
  /** Rows that said nothing new when it was asked what would be: an import that is done once more is told again what it did the first time. */
  readonly unchangedBefore?: ReadonlySet<number> | undefined
  /** How to wait, so that nobody has to in a test. */
  readonly wait?: (ms: number) => Promise<void>
}

/** A batch that the API answered: what became of each row, and what is rejected. */
export interface Answered {
  readonly upTo: number
  readonly results: readonly CountedResult[]
  /** The rows of the file, from 1, that say nothing new. */
  readonly unchanged: readonly number[]
  readonly rejected: readonly (PlacedRow & { readonly reason: string })[]
}

interface Answer {
  readonly rows: readonly { readonly n: number; readonly result: CountedResult; readonly reason?: string }[]
}

/** Sends batches, a few at the same time, and gives the answers in the order of the file. Throws what the API says when patience is over. */
export async function* sendBatches(
  api: Api,
  batches: AsyncIterable<Batch>,
  sending: Sending,
): AsyncGenerator<Answered> {
  const underWay: Promise<Answered>[] = []
  try {
    for await (const batch of batches) {
      const answer = send(api, batch, sending)
      // Who waits for an earlier one hears of this one later.
      answer.catch(() => {})
      underWay.push(answer)
      if (underWay.length >= atOnce) yield await (underWay.shift() as Promise<Answered>)
    }
    while (underWay.length > 0) yield await (underWay.shift() as Promise<Answered>)
  } finally {
    await Promise.allSettled(underWay)
  }
}

async function send(
  api: Api,
  batch: Batch,
  { importId, source, dryRun, unchangedBefore, wait }: Sending,
): Promise<Answered> {
  const { rows, rejected, upTo } = batch
  if (rows.length === 0) return { upTo, results: rejected.map(() => 'rejected'), unchanged: [], rejected }
  const body = { importId, dryRun, source, rows: rows.map(({ row }) => row) }
  const answer = await patiently(() => api.post<Answer>('/leads/import', body), wait ?? sleep)
  const answers = new Map(answer.body.rows.map((one) => [one.n, one]))
  const results: CountedResult[] = rejected.map(() => 'rejected')
  const refused = [...rejected]
  const unchanged: number[] = []
  for (const { row, isRepeat, ...placed } of rows) {
    const answered = answers.get(row.n)
    if (!answered) throw new Error('the API did not answer for each row: is it of another version?')
    const result = isRepeat && (answered.result === 'new' || answered.result === 'changed') ? 'merged' : answered.result
    const before = (result === 'new' || result === 'merged') && unchangedBefore?.has(row.n)
    results.push(before ? 'unchanged' : result)
    if (result === 'unchanged') unchanged.push(row.n)
    if (result === 'rejected') refused.push({ ...placed, reason: answered.reason ?? '' })
  }
  return { upTo, results, unchanged, rejected: refused.toSorted((a, b) => a.n - b.n) }
}

/** Tries again what may go better: a network that is away, an API that has too much to do. */
async function patiently<Value>(call: () => Promise<Value>, wait: (ms: number) => Promise<void>): Promise<Value> {
  for (const ms of patience) {
    try {
      return await call()
    } catch (error) {
      if (error instanceof ApiProblem && error.status !== 429 && error.status < 500) throw error
      await wait(ms)
    }
  }
  return call()
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
