import middy from '@middy/core'
import type { SQSBatchItemFailure, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import * as z from 'zod/mini'
import type { EventKind } from '../../core/events.ts'
import { log } from './log.ts'

const envelope = z.object({
  id: z.string(),
  time: z.string(),
  'detail-type': z.string(),
  source: z.string(),
  detail: z.unknown(),
})

/** One event as a handler sees it: its kind's name, its parsed detail, the bus's id and time. */
export type Received<Kinds extends readonly EventKind[]> = {
  [Index in keyof Kinds]: {
    name: Kinds[Index]['name']
    detail: z.output<Kinds[Index]['schema']>
    id: string
    time: string
  }
}[number]

/**
 * Handles events that a rule put on a queue, one record after the other; a record that fails is given back to the queue alone (partial batch response).
 * A record that can never be read fails too, and so ends in the dead-letter queue where somebody sees it.
 */
export function onEvent<const Kinds extends readonly EventKind[]>(
  kinds: Kinds,
  handle: (event: Received<Kinds>) => Promise<void>,
) {
  return onRecord(async (record) => handle(read(kinds, record)))
}

/** As {@link onEvent}, with what all events of a batch need, read once for the batch: after each of them was told. */
export function onEventsWith<const Kinds extends readonly EventKind[], Shared>(
  kinds: Kinds,
  readShared: () => Promise<Shared>,
  handle: (event: Received<Kinds>, shared: Shared) => Promise<void>,
) {
  return onBatch(async () => {
    const shared = await readShared()
    return async (record) => handle(read(kinds, record), shared)
  })
}

/** As {@link onEvent}, for records of another make (SES's events): the handler parses the envelope itself. */
export function onRecord(handle: (record: SQSRecord) => Promise<void>) {
  return onBatch(async () => handle)
}

function onBatch(begin: () => Promise<(record: SQSRecord) => Promise<void>>) {
  return middy<SQSEvent, SQSBatchResponse>().handler(async (batch) => {
    let begun: ReturnType<typeof begin> | undefined
    const batchItemFailures: SQSBatchItemFailure[] = []
    for (const record of batch.Records) {
      try {
        begun ??= begin()
        await (await begun)(record)
      } catch (error) {
        log.error('a record failed and goes back to its queue', { messageId: record.messageId, error: error as Error })
        batchItemFailures.push({ itemIdentifier: record.messageId })
      }
    }
    return { batchItemFailures }
  })
}

/** The JSON of a record; throws Error without a word of what stands in it, since the parser's own message repeats some of it into the log. */
export function readRecord({ body }: SQSRecord): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw new Error('the record is not readable as JSON')
  }
}

function read<const Kinds extends readonly EventKind[]>(kinds: Kinds, record: SQSRecord): Received<Kinds> {
  const event = envelope.parse(readRecord(record))
  const kind = kinds.find(({ name }) => name === event['detail-type'])
  if (!kind) throw new Error(`no handler for ${event['detail-type']}: the rule's pattern and the handler's list differ`)
  return { name: kind.name, detail: kind.schema.parse(event.detail), id: event.id, time: event.time } as Received<Kinds>
}
