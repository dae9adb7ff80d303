import { imagesUrl } from '../../core/content/images.ts'
import { NotRendered, type RenderedEmail, renderEmail } from '../../core/content/render-email.ts'
import { dueLabel } from '../../core/handoff/due-words.ts'
import type { Duty, Handoff, Tell } from '../../core/handoff/handoff.ts'
import { countryInWords } from '../../core/handoff/lead-answers.ts'
import { dutyInWords, plainLetter, timeInWords } from '../../core/handoff/staff-words.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import { fromInstant } from '../../core/names.ts'
import type { User } from '../../core/staff/user.ts'
import { env } from '../aws/env.ts'
import type { Letter } from '../aws/mailer.ts'
import { untracked } from '../consent/untracked.ts'
import { publishedEmail } from '../content/published.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { escapeHtml } from '../runtime/page.ts'
import type { KeptScore } from '../scoring/score-items.ts'
import { readUser } from '../staff/directory.ts'
import { answerUrl } from './answer-links.ts'
import { personOf } from './person-of.ts'
import { readableScore } from './readable-score.ts'

/** The mail to one of the staff about a hand-off, by the published template of class `staff`, else a plain one. */
export async function staffLetter(
  handoff: Handoff,
  tell: Tell,
  lead: LeadState,
  reader: User,
  owner: User | undefined,
): Promise<Letter> {
  const values = await valuesOf(handoff, tell, await personOf(lead), reader, owner)
  const { subject, html, text } = (await byTemplate(tell, reader, values)) ?? plain(tell, reader, values)
  return {
    to: reader.email,
    subject,
    html: untracked(html, (url) => url.startsWith(`${env('API_URL')}/answer/`)),
    text,
    // No lead: what SES reports of it is nothing that the lead did.
    tags: { basis: 'staff', template: tell.template, staff: reader.userId },
  }
}

type Values = Awaited<ReturnType<typeof valuesOf>>

async function valuesOf(handoff: Handoff, tell: Tell, lead: LeadState, reader: User, owner: User | undefined) {
  const { profile } = lead
  const { fields } = profile
  const openUrl = await answerUrl({ handoffId: handoff.handoffId, userId: reader.userId })
  const about = dutyOf(handoff, tell)
  const dueMs = fromInstant(about?.due ?? handoff.openedAt)
  const dueAt = timeInWords(dueMs, reader.locale, reader.zone ?? env('DEFAULT_ZONE'))
  const label = about && dueLabel(about.what, dueMs <= now(), reader.locale)
  const country = textOf(fields.country)
  const total = profile.score?.total ?? handoff.score?.total
  const isNew = tell.template === 'handoff-opened'
  const score = isNew || !about ? await readableScore(profile.leadId) : undefined
  const name = [fields.firstName, fields.lastName].filter((part) => typeof part === 'string').join(' ')
  return {
    ownerName: owner?.name,
    leadName: name || undefined,
    company: textOf(fields.company),
    jobTitle: textOf(fields.jobTitle),
    country: country === undefined ? undefined : countryInWords(country, reader.locale),
    score: total === undefined ? '' : new Intl.NumberFormat(reader.locale).format(total),
    why: isNew || !about ? reasons(score, reader.locale) : dutyInWords(about.what, reader.locale),
    dueAt,
    dueLabel: label,
    // Whoever takes a lead over may find its time past: the mail says so, and asks for nothing by then.
    dueLine: label && `${label} ${dueAt}`,
    said: await saidOf(handoff, tell),
    openUrl,
    acceptUrl: `${openUrl}?do=accepted`,
    meetingUrl: `${openUrl}?do=meeting`,
    recycleUrl: `${openUrl}?do=recycled`,
    rejectUrl: `${openUrl}?do=rejected`,
    ...(isNew && (await story(handoff, lead, reader, score))),
    imagesUrl: imagesUrl(env('API_URL')),
    brand: { company: env('COMPANY'), postalAddress: env('POSTAL_ADDRESS') },
    locale: reader.locale,
  }
}

/** "The whole story" for the owner. Most rings of a clock mail nobody: what makes it is read for those that do. Without it a shorter mail goes, rather than none. */
async function story(handoff: Handoff, lead: LeadState, reader: User, score: KeptScore | undefined) {
  const { handoffId } = handoff
  try {
    const { storyValues } = await import('./story-values.ts')
    return await storyValues(handoff, lead, reader, score)
  } catch (error) {
    log.error('the story of a lead could not be told: its owner gets a shorter mail', {
      handoffId,
      error: error as Error,
    })
    return {}
  }
}

/** What was said about a rejection, in the words of who said it. */
async function saidOf({ dispute }: Handoff, { template }: Tell) {
  const said = template === 'handoff-disputed' ? dispute : template === 'handoff-reviewed' ? dispute?.review : undefined
  if (!said) return undefined
  const upheld = template === 'handoff-reviewed' ? dispute?.review?.upheld : undefined
  return { by: (await readUser(said.by))?.name ?? said.by, reason: said.reason, upheld }
}

/** The duty that the mail is about: the one named, else the first that is not done. */
function dutyOf({ duties }: Handoff, { duty }: Tell): Duty | undefined {
  const unmet = duties.filter(({ metAt, whose }) => !metAt && !whose).sort((a, b) => (a.due < b.due ? -1 : 1))
  return duties.find(({ id }) => id === duty) ?? unmet[0] ?? duties[0]
}

/** What made the lead ripe: the rules that give most, as their authors named them. */
function reasons(stored: KeptScore | undefined, locale: string): string {
  return (stored?.score.parts ?? [])
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
    .slice(0, 4)
    .map(({ rule, points }) => `${rule.replaceAll('-', ' ')} (${new Intl.NumberFormat(locale).format(points)})`)
    .join(', ')
}

async function byTemplate({ template }: Tell, { locale }: User, values: Values): Promise<RenderedEmail | undefined> {
  const published = await publishedEmail(template, locale)
  if (published && published.email.class !== 'staff') {
    log.error('a mail to staff is of another class: a plain one goes', { template })
  }
  if (published?.email.class !== 'staff') return undefined
  try {
    return renderEmail(published.email, values)
  } catch (error) {
    if (!(error instanceof NotRendered)) throw error
    log.error('a mail to staff could not be made from its template: a plain one goes', { template, error })
    return undefined
  }
}

function plain({ template }: Tell, { locale }: User, values: Values): Pick<RenderedEmail, 'subject' | 'html' | 'text'> {
  const { subject, text } = plainLetter(template, locale, values)
  const html = text
    .split('\n')
    .map((line) => escapeHtml(line).replace(escapeHtml(values.openUrl), (url) => `<a href="${url}">${url}</a>`))
    .join('<br>\n')
  return { subject, text, html: `<!doctype html><html lang="${escapeHtml(locale)}"><body>${html}</body></html>` }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}
