import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import type * as z from 'zod'
import { type EventKind, eventSource } from '../../core/events.ts'
import { env } from './env.ts'
import { withoutLog } from './without-log.ts'

export const eventbridge = withoutLog(new EventBridgeClient({}))

/** Publishing did not succeed after the retries; nothing is known to have reached the bus. */
export class NotPublished extends Error {
  constructor(name: string, code: string) {
    super(`${name} was not taken by the bus: ${code}`)
    this.name = 'NotPublished'
  }
}

/** Publishes one event; a refused entry (`FailedEntryCount` > 0) is retried twice, then throws {@link NotPublished}. */
export async function publish<Schema extends z.ZodType>(
  kind: EventKind<string, Schema>,
  detail: z.input<Schema>,
): Promise<void> {
  const entry = {
    EventBusName: env('BUS_NAME'),
    Source: eventSource,
    DetailType: kind.name,
    Detail: JSON.stringify(kind.schema.parse(detail)),
  }
  let code = ''
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const answer = await eventbridge.send(new PutEventsCommand({ Entries: [entry] }))
    if (!answer.FailedEntryCount) return
    code = answer.Entries?.[0]?.ErrorCode ?? 'unknown'
  }
  throw new NotPublished(kind.name, code)
}
