import * as z from 'zod'
import { mergeRules } from '../core/leads/merge-rule.ts'
import { crm } from './crm.ts'

/** A domain in lower case with A-labels. */
function domainName(message: string) {
  return z.string().regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, message)
}

/** What an engineer sets for a stage; checked at synth, so that a wrong domain never reaches a deploy. */
const stageConfig = z
  .strictObject({
    /** The company as it signs its mail. */
    company: z.string().min(1),
    /** Domain that mail is sent from; `ripen doctor` names the DKIM records that prove it. */
    domain: domainName('give the domain in lower-case ASCII (A-labels), for example "example.com"'),
    /** `Name <address>`; the address is of the domain. */
    sender: z
      .string()
      .regex(
        /^[^<>]+ <[^<>@\s]+@[^<>@\s]+>$/,
        'write the sender as Name <address>, for example "Ripen <hello@example.com>"',
      ),
    /** Shown in every marketing mail, as the law of most countries asks. */
    postalAddress: z.string().min(10, 'give the full postal address: every marketing mail must show it'),
    /** Used where a lead's own zone is not known. */
    zone: z.string().refine(isZone, 'give an IANA time zone, for example "Europe/Berlin"'),
    /** Who is told of alarms. */
    alarmAddress: z.email('give the email address of the people on call'),
    /** The first person who can sign in; adds the others with `ripen users add`. */
    firstAdmin: z.strictObject({ id: z.string().regex(/^[a-z0-9-]+$/), name: z.string().min(1), email: z.email() }),
    /** Marketing mails per second, below the rate that SES grants the account. */
    sendRate: z.number().positive(),
    /** Keep the data when the stack is deleted, and refuse to delete the table. */
    keepData: z.boolean(),
    logDays: z.union([z.literal(7), z.literal(30), z.literal(90), z.literal(365)]),
    /** Requests per second that the whole API takes before the gateway answers 429. */
    apiRate: z.number().int().positive(),
    /** Replies to mails come to Ripen, which records and forwards them: docs/replies.md. Left out, they go to the sender's address and Ripen sees none. */
    replies: z
      .strictObject({
        /** A domain that nothing else is mailed to: SES takes all of its mail. */
        domain: domainName('give the domain that replies come to in lower-case ASCII, for example "reply.example.com"'),
        /** Who gets the replies of leads that nobody of sales has. */
        mailbox: z.email('give the address where marketing reads replies, for example "marketing@example.com"'),
        /** The receipt rule set that is active in this account and region already, where there is one; else Ripen makes one, which is set active once by hand. */
        ruleSet: z
          .string()
          .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}[A-Za-z0-9]$/, 'give the name of the active rule set as SES shows it')
          .optional(),
      })
      .optional(),
    /** What happens when two addresses look like those of one person, docs/identity.md: nothing, it is proposed to merge them, or typing errors are put right at once, too. */
    mergeRule: z.enum(mergeRules).default('off'),
    /** SMS by AWS End User Messaging, for providers of the kind `aws-sms`: docs/marketers.md. Left out, this stage sends none by AWS. */
    sms: z
      .strictObject({
        /** A number, sender id or pool that AWS has given to this account in this region. */
        origination: z
          .string()
          .regex(/^[A-Za-z0-9_:/+-]{1,256}$/, 'give the number, the sender id or the ARN of a pool, as AWS shows it'),
        configurationSet: z
          .string()
          .regex(/^[A-Za-z0-9_:/-]{1,256}$/, 'give the name of a configuration set for SMS, as AWS shows it')
          .optional(),
      })
      .optional(),
    /** CRMs that are told of each new hand-off: docs/webhooks.md. */
    crm: z.array(crm).default([]),
  })
  .refine(({ sender, domain }) => sender.endsWith(`@${domain}>`), {
    path: ['sender'],
    message: 'the sender must be an address of the domain',
  })
  .refine(({ replies, domain }) => replies?.domain !== domain, {
    path: ['replies', 'domain'],
    message:
      'SES takes all mail of this domain, and people write to the sender’s domain, too: give one of its own, for example "reply.example.com"',
  })
  .refine(({ replies }) => replies === undefined || !replies.mailbox.toLowerCase().endsWith(`@${replies.domain}`), {
    path: ['replies', 'mailbox'],
    message: 'replies that are forwarded to their own domain would come back: give an address elsewhere',
  })

export type StageConfig = z.infer<typeof stageConfig>
export type Stage = 'dev' | 'prod'

const stages: Record<Stage, z.input<typeof stageConfig>> = {
  dev: {
    company: 'Example Ltd',
    domain: 'dev.example.com',
    sender: 'Example <hello@dev.example.com>',
    postalAddress: '1 Example Street, 10115 Berlin, Germany',
    zone: 'Europe/Berlin',
    alarmAddress: 'on-call@example.com',
    firstAdmin: { id: 'admin', name: 'First Admin', email: 'admin@example.com' },
    sendRate: 10,
    keepData: false,
    logDays: 30,
    apiRate: 200,
    replies: { domain: 'reply.dev.example.com', mailbox: 'marketing@example.com' },
    mergeRule: 'propose',
    sms: { origination: 'EXAMPLE', configurationSet: 'example-sms' },
  },
  prod: {
    company: 'Example Ltd',
    domain: 'example.com',
    sender: 'Example <hello@example.com>',
    postalAddress: '1 Example Street, 10115 Berlin, Germany',
    zone: 'Europe/Berlin',
    alarmAddress: 'on-call@example.com',
    firstAdmin: { id: 'admin', name: 'First Admin', email: 'admin@example.com' },
    sendRate: 10,
    keepData: true,
    logDays: 365,
    apiRate: 1_000,
  },
}

/** The checked settings of a stage; throws an Error that says which setting is wrong and how to mend it. */
export function configOf(stage: string, given: Readonly<Record<string, unknown>> = stages): StageConfig {
  const settings = given[stage]
  if (!settings)
    throw new Error(
      `There is no stage "${stage}" in infra/config.ts; there are ${Object.keys(given).join(', ')}. Choose one with: cdk deploy -c stage=dev`,
    )
  const parsed = stageConfig.safeParse(settings)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || 'stage'}: ${issue.message}`)
  throw new Error(`The settings of stage "${stage}" in infra/config.ts need mending:\n${lines.join('\n')}`)
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return zone.includes('/')
  } catch {
    return false
  }
}
