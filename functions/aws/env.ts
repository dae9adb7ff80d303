import * as z from 'zod/mini'
import '../../core/issue-words.ts'
import { mergeRules } from '../../core/leads/merge-rule.ts'
import { once } from '../../core/once.ts'

/** A text of at least so many characters. */
const text = (least: number) => once(() => z.string().check(z.minLength(least)))

/**
 * The settings that a function gets from its stack, each with what it looks like. Read late, so that a function needs only what it uses;
 * `infra/` names them by `EnvName`, so that nobody types one twice.
 */
const settings = {
  STAGE: text(1),
  TABLE_NAME: text(3),
  BUS_NAME: text(1),
  /** Secret that keys the identity of leads; never rotated. */
  IDENTITY_KEY_SECRET: text(1),
  /** Secret with the keys that sign tokens; rotated, each with an id. */
  TOKEN_KEYS_SECRET: text(1),
  CONFIGURATION_SET: text(1),
  /** `Name <address>` that mail comes from. */
  SENDER: text(3),
  POSTAL_ADDRESS: text(5),
  COMPANY: text(1),
  /** Address of the HTTP API as people reach it, without a trailing slash. */
  API_URL: once(() =>
    z.pipe(
      z.url(),
      z.transform((url) => url.replace(/\/$/, '')),
    ),
  ),
  /** IANA zone used where a lead's own is not known. */
  DEFAULT_ZONE: text(1),
  NURTURE_MACHINE_ARN: text(1),
  SLA_MACHINE_ARN: text(1),
  USER_POOL_ID: text(1),
  /** Who signs the tokens of staff, and for which client. */
  STAFF_ISSUER: text(8),
  STAFF_CLIENT_ID: text(1),
  /** Marketing mails per second at most, below the SES rate. */
  SEND_RATE: once(() => z.coerce.number().check(z.positive())),
  /** How many copies of a sending function may run at once (its reserved concurrency): each takes its share of SEND_RATE. */
  SEND_WORKERS: once(() => z._default(z.coerce.number().check(z.int(), z.positive()), 10)),
  /** Bucket with the images of mails. */
  IMAGES_BUCKET: text(3),
  /** Bucket with gated files, which nobody sees without a link of their own. */
  FILES_BUCKET: text(3),
  /** Bucket with mails that came in, for 30 days. */
  REPLIES_BUCKET: text(3),
  /** Domain that replies to marketing mail come to; where it is not set they go to the sender's address. */
  REPLY_DOMAIN: once(() => z.optional(z.string().check(z.minLength(3)))),
  /** The receipt rule that takes replies in, as `rule set/rule`; where it is not set none are received. */
  REPLY_RULE: once(() => z.optional(z.string().check(z.regex(/^[^/]+\/[^/]+$/)))),
  /** Set by Lambda itself. */
  AWS_REGION: text(3),
  /** Who gets the replies of leads that nobody of sales has. */
  REPLY_MAILBOX: text(3),
  /** What the names of this stage's queues begin with. */
  QUEUE_PREFIX: text(1),
  /** May webhooks be sent to this machine itself? `allowed` on one machine, for tests, alone. */
  /** The number or sender id that SMS come from by AWS, and the configuration set that they go by; absent where the stage sends none. */
  SMS_ORIGINATION: once(() => z.optional(z.string().check(z.minLength(1)))),
  SMS_CONFIGURATION_SET: once(() => z.optional(z.string().check(z.minLength(1)))),
  WEBHOOK_LOOPBACK: once(() => z.enum(['refused', 'allowed'])),
  /** What happens when two addresses look like those of one person. */
  MERGE_RULE: once(() => z.enum(mergeRules)),
  /** Is there a CRM that hand-offs are described for? */
  CRM_DELIVERY: once(() => z.enum(['off', 'on'])),
} as const

export type EnvName = keyof typeof settings

/** A setting of this function; throws an Error naming the setting when it is missing or malformed. */
export function env<Name extends EnvName>(name: Name): z.output<ReturnType<(typeof settings)[Name]>> {
  const parsed = settings[name]().safeParse(process.env[name])
  if (!parsed.success)
    throw new Error(`environment variable ${name} is missing or malformed: ${parsed.error.issues[0]?.message}`)
  return parsed.data as z.output<ReturnType<(typeof settings)[Name]>>
}
