import type { Item } from '../aws/table.ts'
import { log } from '../runtime/log.ts'
import { rescoreLead } from './rescore-lead.ts'

/** So many leads at a time: most of a rescore is waiting for the table. */
const atOnce = 8

export interface Done {
  rescored: number
  failed: number
}

/**
 * Rescores the leads of these items (by their `pk`), several at a time, until `untilMs` of the monotonic clock; one that fails does not keep the others
 * from being looked at.
 */
export async function rescoreEach(items: AsyncIterable<Item> | Iterable<Item>, untilMs: number): Promise<Done> {
  const done: Done = { rescored: 0, failed: 0 }
  const left = oneByOne(items)
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (performance.now() < untilMs) {
        const { value, done: none } = await left.next()
        if (none) return
        const leadId = String(value.pk).replace('LEAD#', '')
        try {
          await rescoreLead(leadId)
          done.rescored += 1
        } catch (error) {
          done.failed += 1
          log.error('a lead could not be rescored', { leadId, error: error as Error })
        }
      }
    }),
  )
  return done
}

async function* oneByOne(items: AsyncIterable<Item> | Iterable<Item>): AsyncGenerator<Item> {
  yield* items
}
