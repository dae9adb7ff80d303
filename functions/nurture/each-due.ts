import { toInstant } from '../../core/names.ts'
import type { Key } from '../aws/keys.ts'
import { everyItem } from '../aws/table.ts'
import { log } from '../runtime/log.ts'

/** A sweep stops before its function does, in ms of real time; the next one goes on, the longest overdue first. */
const worksForMs = 4 * 60_000

/** What a look at all that is due of one kind did; `left`: there is more, which the next one looks at. */
export interface Looked {
  /** How many `look` said yes to. */
  readonly done: number
  readonly failed: number
  readonly left: boolean
}

/**
 * Looks at all that is due of one kind, oldest first; one that fails does not keep the others from being looked at. Stops once `atMost` are done, and at
 * `stopMs` of `performance.now()`.
 */
export async function eachDue(
  kind: string,
  beforeMs: number,
  look: (key: Key) => Promise<boolean>,
  { atMost = Number.POSITIVE_INFINITY, stopMs = performance.now() + worksForMs } = {},
): Promise<Looked> {
  let done = 0
  let failed = 0
  for await (const { pk, sk } of everyItem({
    index: 'due',
    pk: kind,
    between: { from: '0', to: toInstant(beforeMs) },
  })) {
    if (done >= atMost || performance.now() > stopMs) return { done, failed, left: true }
    try {
      if (await look({ pk: String(pk), sk: String(sk) })) done += 1
    } catch (error) {
      failed += 1
      log.error('what is due could not be looked at', { kind, pk, error: error as Error })
    }
  }
  return { done, failed, left: false }
}
