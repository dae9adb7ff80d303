import * as z from 'zod/mini'
import { toInstant } from '../names.ts'
import type { Outcome } from './callback.ts'

/** What AWS End User Messaging says on the default bus. */
export const smsEventPattern = {
  source: ['aws.sms-voice'],
  'detail-type': ['Text Message Delivery Status Updated'],
} as const

export const smsEvent = z.object({
  detail: z.object({
    eventType: z.string(),
    eventTimestamp: z.number(),
    messageId: z.string(),
    messageStatusDescription: z.optional(z.string()),
    context: z.optional(z.record(z.string(), z.string())),
  }),
})
export type SmsEvent = z.output<typeof smsEvent>['detail']

/** "Depending on the destination country TEXT_DELIVERED and TEXT_SUCCESSFUL may be used interchangeably." */
const delivered = new Set(['TEXT_DELIVERED', 'TEXT_SUCCESSFUL'])
const onItsWay = new Set(['TEXT_QUEUED', 'TEXT_PENDING', 'TEXT_SENT', 'TEXT_UNKNOWN'])

/** What came of an SMS by one event; undefined while it is on its way, or nobody knows. */
export function outcomeOf({
  eventType,
  eventTimestamp,
}: SmsEvent): (Pick<Outcome, 'outcome'> & { at: string }) | undefined {
  if (!eventType.startsWith('TEXT_') || onItsWay.has(eventType)) return undefined
  return { outcome: delivered.has(eventType) ? 'delivered' : 'failed', at: toInstant(eventTimestamp) }
}
