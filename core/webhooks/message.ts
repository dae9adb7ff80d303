import { createHash } from 'node:crypto'
import { base32 } from '../base32.ts'
import { leadId, toInstant } from '../names.ts'
import { typeOf, type WebhookType, type WebhookTypeName, webhookTypes } from './event-types.ts'

/** An event as the bus delivers it. */
export interface BusEvent {
  readonly name: string
  /** RFC 3339, in seconds. */
  readonly time: string
  readonly detail: unknown
}

/** What goes to webhooks, the same for each of them. */
export interface Message {
  readonly messageId: string
  readonly type: WebhookTypeName
  /** When it happened. */
  readonly at: string
  /** The body to send, byte for byte what is signed. */
  readonly payload: string
  /** The lead that it is about, with whom it is kept and erased. */
  readonly leadId?: string
}

/**
 * The message that an event is told as; undefined where it is told to nobody. Its id follows from what happened, so that an event that the bus brings twice
 * is one message, and whoever receives knows it again.
 */
export function messageOf({ name, time, detail }: BusEvent): Message | undefined {
  const type = typeOf(name)
  if (!type) return undefined
  const { data }: WebhookType = webhookTypes[type]
  const said = data().parse(detail) as Record<string, unknown>
  const at = toInstant(Date.parse(typeof said.at === 'string' ? said.at : time))
  const names = [name, JSON.stringify(said)]
  const messageId = `msg_${base32(createHash('sha256').update(names.join('\n')).digest().subarray(0, 20))}`
  const about = type === 'lead.erased' ? undefined : leadId.safeParse(said.leadId).data
  const payload = JSON.stringify({ type, timestamp: at, data: said })
  return { messageId, type, at, payload, ...(about && { leadId: about }) }
}
