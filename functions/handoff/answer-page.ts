import { type AnswerWords, answerWords } from '../../core/handoff/answer-words.ts'
import type { Handoff, HandoffState } from '../../core/handoff/handoff.ts'
import { timeInWords } from '../../core/handoff/staff-words.ts'
import type { Profile } from '../../core/leads/lead.ts'
import { fromInstant } from '../../core/names.ts'
import type { User } from '../../core/staff/user.ts'
import { env } from '../aws/env.ts'
import { escapeHtml, page } from '../runtime/page.ts'
import { shown } from './find-handoff.ts'

/** What is said above the lead: after an answer, or what is wrong with what was posted. */
export type Said = Extract<
  keyof AnswerWords,
  'accepted' | 'rejected' | 'recycled' | 'already' | 'reasonMissing' | 'untilWrong' | 'chooseOne'
>

const stateWords: Record<HandoffState, keyof AnswerWords> = {
  open: 'stateOpen',
  accepted: 'stateAccepted',
  rejected: 'stateRejected',
  recycled: 'stateRecycled',
  opportunity: 'stateOpportunity',
  won: 'stateWon',
  lost: 'stateLost',
}

/** The page for one of the staff: the lead in short, and while nobody answered three forms that do. Shown again with what was said. */
export function answerPage(handoff: Handoff, profile: Profile, reader: User, said?: Said): string {
  const { words, locale } = answerWords(reader.locale)
  const isWrong = said === 'reasonMissing' || said === 'untilWrong' || said === 'chooseOne'
  const saying =
    said && `<p role="${isWrong ? 'alert' : 'status'}"${isWrong ? ' class="error"' : ''}>${words[said]}</p>`
  return page({
    title: words.title,
    locale,
    body: [
      `<h1>${words.title}</h1>`,
      saying ?? '',
      aboutLead(handoff, profile, reader, words),
      handoff.state === 'open' ? forms(words) : standing(handoff, words),
    ].join('\n'),
  })
}

function aboutLead(handoff: Handoff, { email, fields, score }: Profile, reader: User, words: AnswerWords): string {
  const { due, overdue } = shown(handoff)
  const name = [fields.firstName, fields.lastName].filter((part) => typeof part === 'string').join(' ')
  const lines: [string, unknown][] = [
    [words.lead, name],
    [words.company, fields.company],
    [words.jobTitle, fields.jobTitle],
    [words.country, fields.country],
    [words.email, email],
    [words.score, score?.total ?? handoff.score?.total],
    [words.owner, handoff.owner],
    [words.due, due && timeInWords(fromInstant(due), reader.locale, reader.zone ?? env('DEFAULT_ZONE'))],
  ]
  const list = lines
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([label, value]) => `<dt>${label}</dt><dd><bdi>${escapeHtml(String(value))}</bdi></dd>`)
    .join('\n')
  return `<dl>\n${list}\n</dl>${overdue ? `\n<p class="error">${words.overdue}</p>` : ''}`
}

function forms(words: AnswerWords): string {
  const reason = (id: string) =>
    `<label for="${id}-reason">${words.reason}</label>
<textarea id="${id}-reason" name="reason" rows="2" maxlength="500" required></textarea>`
  const form = (action: string, label: string, note: string, fields = '', quiet = true) =>
    `<form method="post">
<input type="hidden" name="answer" value="${action}">
<h2>${label}</h2>
<p class="note">${note}</p>
${fields}
<button${quiet ? ' class="quiet"' : ''}>${label}</button>
</form>`
  return [
    form('accepted', words.accept, words.acceptNote, '', false),
    form('rejected', words.reject, words.rejectNote, reason('reject')),
    form(
      'recycled',
      words.recycle,
      words.recycleNote,
      `${reason('recycle')}
<label for="until">${words.until}</label>
<input id="until" name="parkUntil" type="date">`,
    ),
  ].join('\n')
}

function standing({ state, answer, outcome }: Handoff, words: AnswerWords): string {
  const by = outcome?.by ?? answer?.by
  return `<p>${words[stateWords[state]]}${by ? `, ${words.by} <bdi>${escapeHtml(by)}</bdi>` : ''}</p>`
}
