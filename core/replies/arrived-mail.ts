import * as z from 'zod/mini'
import { fromInstant, toInstant } from '../names.ts'

/** The prefix of received mails in their bucket. */
export const receivedPrefix = 'mail/'

/** What S3 tells the default bus when SES has stored a mail that came in. */
export const mailArrived = z.object({
  source: z.literal('aws.s3'),
  time: z.pipe(
    z.string().check(z.refine((text) => !Number.isNaN(fromInstant(text)), 'not a time')),
    z.transform((text) => toInstant(fromInstant(text))),
  ),
  detail: z.object({
    object: z.object({ key: z.string().check(z.minLength(1)), size: z._default(z.int(), 0) }),
  }),
})

/** The pattern that matches it, for this bucket. */
export function mailArrivedPattern(bucket: string) {
  return {
    source: ['aws.s3'],
    detailType: ['Object Created'],
    detail: { bucket: { name: [bucket] }, object: { key: [{ prefix: receivedPrefix }] } },
  }
}

/** SES writes this once, when the rule is made, to see that it may. */
export function isSetupNotification(key: string): boolean {
  return key.endsWith('/AMAZON_SES_SETUP_NOTIFICATION')
}
