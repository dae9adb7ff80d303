import { type AnswerWords, answerWords } from '../../core/handoff/answer-words.ts'
import { dueLabel } from '../../core/handoff/due-words.ts'
import { findingsInWords } from '../../core/handoff/findings-words.ts'
import type { Handoff, HandoffState } from '../../core/handoff/handoff.ts'
import { nextDuty } from '../../core/handoff/keep-sla.ts'
import { mayAnswer } from '../../core/handoff/may-answer.ts'
import { timeInWords } from '../../core/handoff/staff-words.ts'
import { storyLabels } from '../../core/handoff/story-words.ts'
import { fieldInWords } from '../../core/leads/field-words.ts'
import type { Profile } from '../../core/leads/lead.ts'
import { nameOf } from '../../core/leads/name-of.ts'
import { fromInstant } from '../../core/names.ts'
import type { User } from '../../core/staff/user.ts'
import { env } from '../aws/env.ts'
import { escapeHtml, page } from '../runtime/page.ts'
import { factsHtml } from '../staff/staff-page.ts'
import { type AnswerChoices, answerForms } from './answer-forms.ts'
import { shown } from './find-handoff.ts'
import { storyCss, storyHtml } from './story-html.ts'
import type { Told } from './tell-story.ts'

/** What is said above the lead: after an answer, or what is wrong with what was posted. */
export type Said = Extract<
  keyof AnswerWords,
  | 'accepted'
  | 'rejected'
  | 'recycled'
  | 'stored'
  | 'already'
  | 'reasonMissing'
  | 'untilWrong'
  | 'meetingWrong'
  | 'numberWrong'
  | 'findingsMissing'
  | 'chooseOne'
>
const wrongs: readonly Said[] = [
  'reasonMissing',
  'untilWrong',
  'meetingWrong',
  'numberWrong',
  'findingsMissing',
  'chooseOne',
]

const stateWords: Record<HandoffState, keyof AnswerWords> = {
  open: 'stateOpen',
  accepted: 'stateAccepted',
  rejected: 'stateRejected',
  recycled: 'stateRecycled',
  opportunity: 'stateOpportunity',
  won: 'stateWon',
  lost: 'stateLost',
}

export interface AnswerPage {
  readonly handoff: Handoff
  readonly profile: Profile
  readonly reader: User
  readonly choices: AnswerChoices
  /** The story below; left out where it could not be told. */
  readonly told?: Told | undefined
  readonly said?: Said | undefined
  /** The answer that comes first, since its link was followed or it has to be mended. */
  readonly first?: string | undefined
}

/** The page for one of the staff: what is next, the lead in short, the answers that can be given now, and its whole story. */
export function answerPage({ handoff, profile, reader, choices, told, said, first }: AnswerPage): string {
  const { words, locale } = answerWords(reader.locale)
  const isWrong = said !== undefined && wrongs.includes(said)
  const saying =
    said && `<p role="${isWrong ? 'alert' : 'status'}" class="${isWrong ? 'error' : 'said'}">${words[said]}</p>`
  const name = nameOf(profile)
  return page({
    title: words.title,
    locale,
    css: storyCss,
    body: [
      `<p class="note">${words.title}</p>`,
      `<h1><bdi>${escapeHtml(name ?? profile.email)}</bdi></h1>`,
      saying ?? '',
      told ? `<p class="next">${escapeHtml(told.nextBest)}</p>` : '',
      aboutLead(handoff, profile, reader, words, told),
      samePerson(told, locale),
      handoff.state === 'open' ? '' : standing(handoff, words, told),
      ...[told?.routedBy && `${words.whyYou}: ${told.routedBy}`, told?.handedIn, ...(told?.disputed ?? [])]
        .filter((line) => line !== undefined && line !== '')
        .map((line) => `<p>${escapeHtml(String(line))}</p>`),
      found(handoff, words, locale),
      mayAnswer(reader)
        ? answerForms(handoff, choices, words, first, locale)
        : `<p class="note">${words.salesAnswers}</p>`,
      told ? storyHtml(told, locale) : '',
    ].join('\n'),
  })
}

function aboutLead(
  handoff: Handoff,
  { email, fields, score }: Profile,
  reader: User,
  words: AnswerWords,
  told: Told | undefined,
): string {
  const { locale } = reader
  const { due, overdue } = shown(handoff)
  const next = nextDuty(handoff)
  const total = score?.total ?? handoff.score?.total
  const country = told?.leadAnswers.find(({ field }) => field === 'country')?.value ?? fields.country
  const lines: [string, unknown][] = [
    [fieldInWords('company', locale), fields.company],
    [fieldInWords('jobTitle', locale), fields.jobTitle],
    [fieldInWords('country', locale), country],
    [words.email, email],
    [words.score, total === undefined ? undefined : new Intl.NumberFormat(locale).format(total)],
    [words.owner, told?.people.get(handoff.owner) ?? handoff.owner],
    [
      next ? dueLabel(next.what, overdue, locale) : words.due,
      due && timeInWords(fromInstant(due), reader.locale, reader.zone ?? env('DEFAULT_ZONE')),
    ],
  ]
  const list = lines
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([label, value]) => `<div><dt>${label}</dt><dd><bdi>${escapeHtml(String(value))}</bdi></dd></div>`)
    .join('\n')
  return `<dl class="facts">\n${list}\n</dl>${overdue ? `\n<p class="error">${words.overdue}</p>` : ''}`
}

/** Which other addresses are the same person's. */
function samePerson(told: Told | undefined, locale: string): string {
  if (!told || told.samePerson.length === 0) return ''
  const lines = told.samePerson.map((one) => `<li>${escapeHtml(one)}</li>`).join('\n')
  return `<h2>${storyLabels(locale).samePerson}</h2>\n<ul class="list">${lines}</ul>`
}

function standing({ state, answer, outcome }: Handoff, words: AnswerWords, told: Told | undefined): string {
  const by = outcome?.by ?? answer?.by
  return `<p>${words[stateWords[state]]}${by ? `, ${words.by} <bdi>${escapeHtml(told?.people.get(by) ?? by)}</bdi>` : ''}</p>`
}

/** What sales found so far. */
function found({ findings }: Handoff, words: AnswerWords, locale: string): string {
  const lines = findingsInWords(findings?.found ?? {}, locale)
  return lines.length === 0
    ? ''
    : `<h2>${words.found}</h2>\n${factsHtml(lines.map(({ label, value }) => [label, value]))}`
}
