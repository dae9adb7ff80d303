import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge'
import type * as z from 'zod/mini'
import { type EventKind, eventSource } from '../../core/events.ts'
import { env } from './env.ts'
import { SigningHash } from './signing-hash.ts'
import { withoutLog } from './without-log.ts'

export const eventbridge = withoutLog(new EventBridgeClient({ cacheMiddleware: true, sha256: SigningHash }))

/** Publishing did not succeed after the retries; nothing is known to have reached the bus. */
export class NotPublished extends Error {
  constructor(name: string, code: string) {
    super(`${name} was not taken by the bus: ${code}`)
    this.name = 'NotPublished'
  }
}

/** What PutEvents takes at once. */
const mostAtOnce = 10

/** Publishes one event; throws as {@link publishAll}. */
export function publish<Schema extends z.ZodMiniType>(
  kind: EventKind<string, Schema>,
  detail: z.input<Schema>,
): Promise<void> {
  return publishAll([{ kind, detail }])
}

/** Publishes events in this order, ten a call; an entry that is refused (`FailedEntryCount` > 0) is retried twice, then throws {@link NotPublished}. */
export async function publishAll(events: readonly { kind: EventKind; detail: unknown }[]): Promise<void> {
  for (let from = 0; from < events.length; from += mostAtOnce) {
    await putEvents(events.slice(from, from + mostAtOnce).map(entryOf))
  }
}

async function putEvents(entries: readonly PutEventsRequestEntry[]): Promise<void> {
  let left = entries
  let code = ''
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const { FailedEntryCount, Entries } = await eventbridge.send(new PutEventsCommand({ Entries: [...left] }))
    if (!FailedEntryCount) return
    code = Entries?.find(({ ErrorCode }) => ErrorCode)?.ErrorCode ?? 'unknown'
    left = left.filter((_, index) => !Entries?.[index]?.EventId)
  }
  throw new NotPublished(left[0]?.DetailType ?? '', code)
}

function entryOf({ kind, detail }: { kind: EventKind; detail: unknown }): PutEventsRequestEntry {
  return {
    EventBusName: env('BUS_NAME'),
    Source: eventSource,
    DetailType: kind.name,
    Detail: JSON.stringify(kind.schema.parse(detail)),
  }
}
