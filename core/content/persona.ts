import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { base32 } from '../base32.ts'
import { fieldName } from '../capture/form.ts'
import type { Mailbox } from '../consent/mailbox.ts'
import { type Profile, profileValue, stage } from '../leads/lead.ts'
import type { LeadState } from '../leads/lead-status.ts'
import { consentBasis, listSource } from '../lists/list-row.ts'
import { leadId, slug, toInstant } from '../names.ts'
import { yesOrNo } from '../yes-or-no.ts'
import { isZone } from '../zone.ts'
import { act } from './persona-acts.ts'
import { clickHoursOf, reads } from './persona-reads.ts'
import { locale } from './words.ts'

const answers = z.record(fieldName, profileValue)
/** Enough for a year of whatever somebody may do. */
const actsAtMost = 200

const personaSource = z.strictObject({
  name: z.optional(listSource.shape.name),
  origin: z.optional(listSource.shape.origin),
  controllable: z.optional(yesOrNo),
  basis: z.optional(z.array(consentBasis)),
  medium: z.optional(z.string()),
  campaign: z.optional(z.string()),
  form: z.optional(slug),
})

const given = z.catchall(
  z.object({
    /** Who this is, in one line, for the people who look at the result. */
    about: z.optional(z.string().check(z.maxLength(300))),
    /** Answers whose field has the name of something else here. */
    fields: z._default(answers, {}),
    locale: z._default(locale, 'en'),
    /** IANA zone; absent: the zone of those whose own is not known. */
    zone: z.optional(z.string().check(z.refine(isZone, 'name an IANA time zone, for example Europe/Moscow'))),
    stage: z._default(stage, 'lead'),
    /** Where it came from, as conditions ask it: `lead-source.name` and the like. */
    'lead-source': z.optional(personaSource),
    tags: z._default(z.array(slug), []),
    /** Stays as it is: absent, the scoring model makes it where there is one. */
    score: z.optional(
      z.strictObject({
        total: z.number(),
        fit: z.number(),
        interest: z.number(),
        grade: z.optional(z.string()),
        indicators: z.optional(z.array(slug)),
      }),
    ),
    /** Decides how splits fall out; the same persona falls out the same way. */
    leadId: z.optional(leadId),
    /** When it clicked in mails before. */
    reads: z._default(reads, []),
    /** What it does in the year. */
    acts: z._default(z.array(act).check(z.maxLength(actsAtMost)), []),
  }),
  profileValue,
)

/** Somebody made up, to see what a sequence would do: what it can look at, with consent to its topic. What is not named here is an answer: `industry: retail`. */
export const persona = z.pipe(
  given,
  z.transform((one, context) => {
    const {
      about,
      fields,
      locale,
      zone,
      stage,
      tags,
      score,
      leadId = 'a'.repeat(32),
      reads,
      acts,
      'lead-source': source,
      ...others
    } = one
    const read = answers.safeParse(others)
    for (const { path, message } of read.error?.issues ?? []) {
      context.issues.push({ code: 'custom', input: one, path: [...path], message })
    }
    return { about, fields: { ...read.data, ...fields }, locale, zone, stage, tags, source, score, leadId, reads, acts }
  }),
)
export type Persona = z.infer<typeof persona>

/** A lead id for the persona of this name, so that different ones fall out differently in splits and in the opening of windows. */
export function leadIdOfName(name: string): string {
  return base32(createHash('sha256').update(`persona\n${name}`).digest().subarray(0, 20))
}

/** What the profile of a lead of this source has: a list where an origin, control or a basis is said, else the first touch. */
function cameBy(source: Persona['source'], nowMs: number): Pick<Profile, 'imported' | 'firstTouch'> {
  if (!source) return {}
  const { name, origin, controllable, basis, ...touched } = source
  const isListed = (origin ?? controllable ?? basis) !== undefined
  const list = { at: toInstant(nowMs - 1), importId: 'persona', source: name ?? 'persona', origin: origin ?? 'inbound' }
  return {
    ...(isListed && {
      imported: { ...list, ...(controllable !== undefined && { controllable }), ...(basis && { basis }) },
    }),
    firstTouch: { at: toInstant(nowMs), ...touched, ...(!isListed && name !== undefined && { source: name }) },
  }
}

/** The lead that this persona would be, new at `nowMs`, with consent to these topics; `defaultZone` is that of leads whose own is not known. */
export function leadOf(given: Persona, topics: readonly string[], nowMs: number, defaultZone = 'UTC'): LeadState {
  const at = toInstant(nowMs)
  const { leadId: id, score, fields, locale, tags, zone, stage: at_ } = given
  const clickHours = clickHoursOf(given.reads, zone ?? defaultZone, nowMs)
  const profile: Profile = {
    fields,
    locale,
    tags,
    zone,
    leadId: id,
    email: 'persona@example.com',
    fieldsSetBy: {},
    createdAt: at,
    lastActivityAt: at,
    activitySummary: {},
    ...cameBy(given.source, nowMs),
    ...(clickHours.length > 0 && { clickHours }),
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
