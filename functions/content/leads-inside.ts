import type { StandsAt } from '../../core/content/in-flight.ts'
import type { Key } from '../aws/keys.ts'
import { type Item, queryItems } from '../aws/table.ts'

/** An enrolment that is open in a version of a sequence, by its key alone. */
export interface Inside {
  readonly key: Key
  readonly step: string
}

/**
 * Counting reads keys of the index alone: a call of the table tells of some 10,000 leads and costs 128 read units ($0.000016). A version is counted up to this;
 * beyond, each further step is told with "at least", so that no request has to read more than six pages of a version.
 */
export const countedAtMost = 50_000
/** Versions counted at the same time: of a hundred old ones nearly all are empty. */
const atOnce = 10

/** One page of those who are inside one version of a sequence, in the order of their steps. */
export async function insidePage(
  sequence: string,
  version: number,
  options: { cursor?: string | undefined; limit?: number } = {},
): Promise<{ inside: Inside[]; next?: string }> {
  const { items, next } = await queryItems({ index: 'sequence', pk: inVersion(sequence, version), ...options })
  return { inside: items.map(insideOf), ...(next !== undefined && { next }) }
}

/** Some of those who stand at one step of a version. */
export async function insideAt(
  sequence: string,
  { version, step }: { version: number; step: string },
  limit: number,
): Promise<Inside[]> {
  const between = { from: step, to: step }
  const { items } = await queryItems({ index: 'sequence', pk: inVersion(sequence, version), between, limit })
  return items.map(insideOf)
}

/** How many leads stand where, in all versions up to this one, the newest first: every step that somebody stands at, exactly up to {@link countedAtMost}. */
export async function standsIn(sequence: string, version: number, atMost = countedAtMost): Promise<StandsAt[]> {
  const versions = Array.from({ length: version }, (_, index) => version - index)
  const found: StandsAt[] = []
  for (let from = 0; from < versions.length; from += atOnce) {
    const some = versions.slice(from, from + atOnce)
    found.push(...(await Promise.all(some.map((one) => standsInVersion(sequence, one, atMost)))).flat())
  }
  return found
}

async function standsInVersion(sequence: string, version: number, atMost: number): Promise<StandsAt[]> {
  const counts = new Map<string, number>()
  let cursor: string | undefined
  let counted = 0
  do {
    const { inside, next } = await insidePage(sequence, version, { cursor })
    for (const { step } of inside) counts.set(step, (counts.get(step) ?? 0) + 1)
    counted += inside.length
    cursor = next
  } while (cursor && counted < atMost)
  const last = [...counts.keys()].at(-1)
  const stands = [...counts].map(([step, leads]) => ({
    version,
    step,
    leads,
    ...(cursor && step === last && { atLeast: true }),
  }))
  return cursor && last !== undefined ? [...stands, ...(await stepsAfter(sequence, version, last))] : stands
}

/** The steps behind this one that somebody stands at, each found by a query for its first lead. */
async function stepsAfter(sequence: string, version: number, last: string): Promise<StandsAt[]> {
  const found: StandsAt[] = []
  let after = last
  for (;;) {
    // Steps are named by letters, digits and hyphens: `!` stands before all that could go on a name.
    const between = { from: `${after}!`, to: '~' }
    const { items } = await queryItems({ index: 'sequence', pk: inVersion(sequence, version), between, limit: 1 })
    if (!items[0]) return found
    after = String(items[0].atStep)
    found.push({ version, step: after, leads: 1, atLeast: true })
  }
}

function insideOf({ pk, sk, atStep }: Item): Inside {
  return { key: { pk: String(pk), sk: String(sk) }, step: String(atStep) }
}

function inVersion(sequence: string, version: number): string {
  return `${sequence}#${version}`
}
