import { formsKind, scoringModelsKind } from '../../core/content/schemas.ts'
import { filledIn, inLocale } from '../../core/content/words.ts'
import { contactWith } from '../../core/handoff/contact.ts'
import { contentSeen, type Seen, type SeenAct } from '../../core/handoff/content-seen.ts'
import { missingFindings } from '../../core/handoff/findings.ts'
import type { Handoff } from '../../core/handoff/handoff.ts'
import { isolated } from '../../core/handoff/isolated.ts'
import { type LeadAnswer, leadAnswers } from '../../core/handoff/lead-answers.ts'
import { nextBestAction } from '../../core/handoff/next-best-action.ts'
import type { SlaPolicy } from '../../core/handoff/policy.ts'
import { timeInWords } from '../../core/handoff/staff-words.ts'
import { kindInWords, nextInWords } from '../../core/handoff/story-words.ts'
import type { Profile } from '../../core/leads/lead.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import { nameOf } from '../../core/leads/name-of.ts'
import { fromInstant } from '../../core/names.ts'
import type { User } from '../../core/staff/user.ts'
import { env } from '../aws/env.ts'
import { allCurrent, contentVersion, publishedEmail } from '../content/published.ts'
import { peopleAt } from '../insight/account-summaries.ts'
import { readTimeline } from '../leads/read-timeline.ts'
import { now } from '../runtime/clock.ts'
import type { KeptScore } from '../scoring/score-items.ts'
import { companyOf } from './account-items.ts'
import { samePersonAs } from './person-of.ts'
import { policyOf } from './policy-of.ts'
import { readableScore } from './readable-score.ts'

/** Of a lead's life so much is looked through for what it saw. */
const actsAtMost = 200
const seenAtMost = 10
const peopleAtMost = 8

/** Who reads the story: in which language, by which clock. */
export type Reader = Pick<User, 'locale' | 'zone' | 'name'>

/** What sales needs beside the bare hand-off, of the lead that stands for the person: "content seen, budget and other answers, indicators with questions to ask and a talk track, the company, the next best action, consent to be called or mailed". */
export async function leadPackage(
  handoff: Handoff,
  lead: LeadState,
  reader: Reader,
  score = readableScore(lead.profile.leadId),
) {
  const { profile } = lead
  const [timeline, policy, forms, told, company, samePerson] = await Promise.all([
    readTimeline(lead, { limit: actsAtMost }),
    policyOf(handoff),
    allCurrent(formsKind),
    score.then((stored) => scoreInWords(stored, reader.locale, profile.locale)),
    companyOfLead(profile),
    samePersonAs(lead),
  ])
  const acts = timeline.items
    .filter(({ kind }) => kind === 'activity')
    .map(({ type, at, data }) => ({ type, at, data }) as unknown as SeenAct)
  const asked = forms.map(({ value }) => value)
  const contact = contactWith(policy, lead.mailbox, acts, now())
  const missing: readonly string[] = missingFindings(handoff)
  const next = nextBestAction(handoff, acts, contact, now())
  const titleOf = (id: string) => {
    const form = asked.find((one) => one.id === id)
    return form ? inLocale(form.title, reader.locale) : id
  }
  const about = next.about === undefined ? '' : titleOf(next.about)
  const at = next.at === undefined ? '' : shownTime(next.at, reader)
  const answers = leadAnswers(profile.fields, asked, reader.locale)
  return {
    samePerson,
    leadAnswers: answers,
    seen: await Promise.all(
      contentSeen(acts)
        .slice(0, seenAtMost)
        .map(async (one) => ({
          ...one,
          title: await seenTitle(one, profile.locale, titleOf),
          kindInWords: kindInWords(one.kind, reader.locale),
        })),
    ),
    scoreParts: told.parts,
    // What the score takes for known nobody of sales has found yet.
    questions: told.questions.map((one) => ({ ...one, unconfirmed: one.holds && missing.includes(one.id) })),
    talkTrack: talkTrack(policy, profile, reader),
    company: { ...company, ...companyInWords(answers) },
    nextBest: { ...next, says: nextInWords(next, reader.locale, isolated(about, reader.locale), at) },
    contact,
    timeline: timeline.items,
  }
}
export type LeadPackage = Awaited<ReturnType<typeof leadPackage>>

export function shownTime(at: string, { locale, zone }: Pick<Reader, 'locale' | 'zone'>): string {
  return timeInWords(fromInstant(at), locale, zone ?? env('DEFAULT_ZONE'))
}

/** The parts of the score as their authors say them to sales, the largest first; and of each indicator whether it holds, and what to ask, in the lead's language. */
async function scoreInWords(stored: KeptScore | undefined, locale: string, leadLocale: string) {
  const model = stored && (await contentVersion(scoringModelsKind, stored.model, stored.modelVersion))?.value
  const rules = new Map(
    [...(model?.fit ?? []), ...(model?.engagement ?? []), ...(model?.inactivity ?? [])].map((rule) => [
      rule.id,
      rule.says,
    ]),
  )
  const parts = (stored?.score.parts ?? [])
    .filter(({ points }) => points !== 0)
    .sort((a, b) => b.points - a.points)
    .map(({ rule, kind, points }) => {
      const says = rules.get(rule)
      return { rule, kind, points, says: says ? inLocale(says, locale) : rule.replaceAll('-', ' ') }
    })
  const questions = (model?.indicators ?? []).map(({ id, ask }) => {
    const [asked, means] = [inLocale(ask, leadLocale), inLocale(ask, locale)]
    const holds = stored?.score.indicators.includes(id) ?? false
    return { id, holds, ask: asked, ...(means !== asked && { means }) }
  })
  return { parts, questions }
}

/** The company of a lead: what the lead says of it, and the other people we know there with how engaged they are. */
async function companyOfLead({ leadId, email, fields }: Profile) {
  const domain = email ? await companyOf(email) : undefined
  const { profiles } = domain ? await peopleAt(domain, undefined, leadId) : { profiles: [] }
  const others = profiles.sort(
    (a, b) => (b.score?.total ?? 0) - (a.score?.total ?? 0) || (a.leadId < b.leadId ? -1 : 1),
  )
  return {
    name: textOf(fields.company),
    domain,
    known: others.length,
    people: others.slice(0, peopleAtMost).map((one) => ({
      leadId: one.leadId,
      name: nameOf(one),
      jobTitle: textOf(one.fields.jobTitle),
      stage: one.stage,
      status: one.status,
      score: one.score?.total,
      interest: one.score?.interest,
      lastActivityAt: one.lastActivityAt,
    })),
  }
}

/** What the lead says of its company, in the words of the forms that ask it. */
function companyInWords(answers: readonly LeadAnswer[]) {
  const said = (name: string) => answers.find(({ field }) => field === name)?.value
  return { size: said('companySize') ?? said('employees'), industry: said('industry') }
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

/** The talk track in the lead's language; a sentence that needs what is not known of the lead is left out. */
function talkTrack(policy: SlaPolicy | undefined, { fields, locale }: Profile, reader: Reader): string[] {
  const known: Record<string, string | undefined> = {
    firstName: textOf(fields.firstName),
    company: textOf(fields.company),
    owner: textOf(reader.name),
  }
  return (policy?.['talk-track'] ?? []).flatMap((one) => {
    const text = inLocale(one, locale)
    const names = [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
    if (names.some((name) => known[name] === undefined)) return []
    return [filledIn(text, known)]
  })
}

/** A mail by its subject as the lead got it, a form by its title; a subject that names the lead says the mail's id. */
async function seenTitle({ kind, what }: Seen, leadLocale: string, titleOf: (id: string) => string): Promise<string> {
  if (kind === 'form') return titleOf(what)
  if (kind !== 'mail' || !/^[a-z0-9-]{1,64}$/.test(what)) return what
  const subject = (await publishedEmail(what, leadLocale))?.email.subject
  return subject && !/\{[{%]/.test(subject) ? subject : what.replaceAll('-', ' ')
}
