import * as z from 'zod'

/**
 * The settings that a function gets from its stack, each with what it looks like. Read late, so that a function needs only what it uses;
 * `infra/` names them by `EnvName`, so that nobody types one twice.
 */
const settings = {
  STAGE: z.string().min(1),
  TABLE_NAME: z.string().min(3),
  BUS_NAME: z.string().min(1),
  /** Secret that keys the identity of leads; never rotated. */
  IDENTITY_KEY_SECRET: z.string().min(1),
  /** Secret with the keys that sign tokens; rotated, each with an id. */
  TOKEN_KEYS_SECRET: z.string().min(1),
  CONFIGURATION_SET: z.string().min(1),
  /** `Name <address>` that mail comes from. */
  SENDER: z.string().min(3),
  POSTAL_ADDRESS: z.string().min(5),
  COMPANY: z.string().min(1),
  /** Address of the HTTP API as people reach it, without a trailing slash. */
  API_URL: z.url().transform((url) => url.replace(/\/$/, '')),
  /** IANA zone used where a lead's own is not known. */
  DEFAULT_ZONE: z.string().min(1),
  NURTURE_MACHINE_ARN: z.string().min(1),
  SLA_MACHINE_ARN: z.string().min(1),
  USER_POOL_ID: z.string().min(1),
  /** Marketing mails per second at most, below the SES rate. */
  SEND_RATE: z.coerce.number().positive(),
  /** How many copies of a sending function may run at once (its reserved concurrency): each takes its share of SEND_RATE. */
  SEND_WORKERS: z.coerce.number().int().positive().default(10),
  /** What the names of this stage's queues begin with. */
  QUEUE_PREFIX: z.string().min(1),
} as const

export type EnvName = keyof typeof settings

/** A setting of this function; throws an Error naming the setting when it is missing or malformed. */
export function env<Name extends EnvName>(name: Name): z.output<(typeof settings)[Name]> {
  const parsed = settings[name].safeParse(process.env[name])
  if (!parsed.success)
    throw new Error(`environment variable ${name} is missing or malformed: ${parsed.error.issues[0]?.message}`)
  return parsed.data as z.output<(typeof settings)[Name]>
}
