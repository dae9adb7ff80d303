import type { SendEmailCommandInput } from '@aws-sdk/client-sesv2'
import { sesDetailTypes } from '../../core/events.ts'
import { toInstant } from '../../core/names.ts'
import { clock } from '../fixtures/a-clock.ts'
import type { BusEvent } from './queues.ts'

/** A mail that SES took. */
export interface Mail {
  readonly messageId: string
  readonly to: string
  readonly at: string
  readonly text: string
  readonly replyTo: string | undefined
  readonly tags: Readonly<Record<string, string>>
  /** How many calls of the run there were before it. */
  readonly afterCalls: number
}

export function mailOf(input: SendEmailCommandInput, messageId: string, afterCalls: number): Mail {
  return {
    messageId,
    to: input.Destination?.ToAddresses?.[0] ?? '',
    at: toInstant(clock.ms),
    text: input.Content?.Simple?.Body?.Text?.Data ?? '',
    replyTo: input.ReplyToAddresses?.[0],
    tags: Object.fromEntries((input.EmailTags ?? []).map(({ Name = '', Value = '' }) => [Name, Value])),
    afterCalls,
  }
}

const detailTypes = {
  Send: sesDetailTypes.send,
  Delivery: sesDetailTypes.delivery,
  Open: sesDetailTypes.open,
  Click: sesDetailTypes.click,
  Complaint: sesDetailTypes.complaint,
}
export type Reported = keyof typeof detailTypes

/** What SES reports of a mail on the default bus. */
export function reportOf(mail: Mail, eventType: Reported, at: string, link?: string): BusEvent {
  const tags = Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]]))
  const part = { timestamp: at, ...(link && { link }) }
  return {
    source: 'aws.ses',
    detailType: detailTypes[eventType],
    detail: {
      eventType,
      mail: { messageId: mail.messageId, timestamp: mail.at, tags },
      [eventType.toLowerCase()]: part,
    },
  }
}

/** Which hand-off a mail to staff is about stands in the token of its link, as in all of Ripen's. */
export function handoffOf({ text }: Mail): string | undefined {
  const token = /\/answer\/(\S+)/.exec(text)?.[1]
  return token && tokenSaid(token).claims.handoffId
}

/** Which task a mail to staff is about, and the link by which it is answered. */
export function taskOf({ text }: Mail): { taskId: string; token: string } | undefined {
  const token = /\/task\/(\S+)/.exec(text)?.[1]
  return token === undefined ? undefined : { taskId: tokenSaid(token).claims.taskId ?? '', token }
}

/** When a token was signed, in ms, and what it claims. */
export function tokenSaid(token: string): { signedMs: number; claims: Readonly<Record<string, string>> } {
  const [, payload = ''] = token.split('.')
  const [signedMs, claims] = JSON.parse(Buffer.from(payload, 'base64url').toString())
  return { signedMs, claims }
}
