import * as z from 'zod'
import { fieldName } from '../capture/form.ts'
import type { Mailbox } from '../consent/mailbox.ts'
import { type Profile, profileValue, stage } from '../leads/lead.ts'
import type { LeadState } from '../leads/lead-status.ts'
import { leadId, slug, toInstant } from '../names.ts'
import { isZone } from '../zone.ts'
import { locale } from './words.ts'

const answers = z.record(fieldName, profileValue)

/** Somebody made up, to see what a sequence would do: what it can look at, with consent to its topic. What is not named here is an answer: `industry: retail`. */
export const persona = z
  .object({
    /** Answers whose field has the name of something else here. */
    fields: answers.default({}),
    locale: locale.default('en'),
    /** IANA zone; absent: the zone of those whose own is not known. */
    zone: z.string().refine(isZone, 'name an IANA time zone, for example Europe/Moscow').optional(),
    stage: stage.default('lead'),
    tags: z.array(slug).default([]),
    score: z.strictObject({ total: z.number(), fit: z.number(), interest: z.number() }).optional(),
    /** Decides how splits fall out; the same persona falls out the same way. */
    leadId: leadId.default('a'.repeat(32)),
  })
  .catchall(profileValue)
  .transform((given, context) => {
    const { fields, locale, zone, stage, tags, score, leadId, ...others } = given
    const read = answers.safeParse(others)
    if (!read.success) {
      for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path, message })
    }
    return { fields: { ...read.data, ...fields }, locale, zone, stage, tags, score, leadId }
  })
export type Persona = z.infer<typeof persona>

/** The lead that this persona would be, new at `nowMs`, with consent to these topics. */
export function leadOf(given: Persona, topics: readonly string[], nowMs: number): LeadState {
  const at = toInstant(nowMs)
  const { leadId: id, score, stage: at_, ...rest } = given
  const profile: Profile = {
    ...rest,
    leadId: id,
    email: 'persona@example.com',
    fieldsSetBy: {},
    createdAt: at,
    lastActivityAt: at,
    stage: at_,
    status: at_ === 'customer' ? 'customer' : 'nurturing',
    mailable: true,
    ...(score && { score: { ...score, model: 'persona', modelVersion: 1, at } }),
    ...(at_ === 'customer' && { customerSince: at }),
    version: 1,
  }
  const granted = { state: 'granted' as const, decidedAt: at, evidence: 'assumed' }
  const mailbox: Mailbox = {
    leadId: id,
    rev: 1,
    consent: Object.fromEntries(topics.map((topic) => [topic, granted])),
    softBounces: 0,
    softBounced: [],
    claims: [],
    confirmations: [],
    others: [],
    visits: {},
  }
  return { profile, mailbox, enrolments: [], handoffs: [] }
}
