import { inLocale } from '../../core/content/words.ts'
import { findingsInWords } from '../../core/handoff/findings-words.ts'
import type { Handoff } from '../../core/handoff/handoff.ts'
import { isolated } from '../../core/handoff/isolated.ts'
import { routedInWords } from '../../core/handoff/routed-words.ts'
import { allowedInWords, handedInWords } from '../../core/handoff/story-words.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import { stageName } from '../../core/leads/stage-name.ts'
import type { User } from '../../core/staff/user.ts'
import type { KeptScore } from '../scoring/score-items.ts'
import { leadPackage, shownTime } from './lead-package.ts'
import { staffNames } from './staff-names.ts'
import { samePersonLine } from './tell-story.ts'

/** A mail is no file: of each list so much, the rest is on the page behind its link. */
const ofEachAtMost = 6

/** The whole story as the values of the mail to the owner, each in the reader's language, without what is not known. */
export async function storyValues(handoff: Handoff, lead: LeadState, reader: User, score: KeptScore | undefined) {
  const { locale } = reader
  const [story, names] = await Promise.all([
    leadPackage(handoff, lead, reader, Promise.resolve(score)),
    staffNames(handoff, lead),
  ])
  const number = (of: number) => new Intl.NumberFormat(locale).format(of)
  const say = (text: string) => isolated(text, locale)
  const { company, contact } = story
  const firm = [company.name, company.domain, company.size, company.industry].filter((one) => one !== undefined)
  return {
    next: story.nextBest.says,
    email: lead.profile.email,
    samePerson: story.samePerson.map((one) => samePersonLine(handoff, one, reader, names)),
    routedBy: [routedInWords(handoff.routedBy, locale, names), handedInWords(handoff, lead, locale, names)]
      .filter(Boolean)
      .join(' · '),
    mayCall: allowedInWords(contact.call, locale),
    mayEmail: allowedInWords(contact.email, locale),
    findings: findingsInWords(handoff.findings?.found ?? {}, locale).map(({ label, value }) => ({
      label,
      value: say(value),
    })),
    answers: story.leadAnswers
      .filter(({ field }) => field !== 'company' && field !== 'jobTitle')
      .map(({ label, value }) => ({ label: say(label), value: say(value) })),
    parts: story.scoreParts
      .slice(0, ofEachAtMost)
      .map(({ says, points }) => ({ says: say(says), points: number(points) })),
    seen: story.seen.slice(0, ofEachAtMost).map(({ title, kindInWords, times, last }) => ({
      title: say(title),
      kind: kindInWords,
      times,
      last: shownTime(last, reader),
    })),
    questions: story.questions.map(({ ask, means, holds, unconfirmed }) => ({
      ask: say(ask),
      means: means === undefined ? '' : say(means),
      holds: holds && !unconfirmed,
    })),
    talkTrack: story.talkTrack.map(say),
    companyLine: firm.map(say).join(' · '),
    people: company.people.slice(0, ofEachAtMost).map(({ name, jobTitle, stage, score }) => ({
      name: say(name ?? inLocale(nameless, locale)),
      jobTitle: jobTitle === undefined ? '' : say(jobTitle),
      stage: stageName(stage, locale),
      score: score === undefined ? '' : number(score),
    })),
  }
}

const nameless = { en: 'no name given', ru: 'имя не указано', fa: 'نام ندارد' }
