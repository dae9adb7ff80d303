import type { AnswerWords } from '../../core/handoff/answer-words.ts'
import { type FindingName, findingNames } from '../../core/handoff/finding.ts'
import { missingFindings } from '../../core/handoff/findings.ts'
import { findingLabel } from '../../core/handoff/findings-words.ts'
import type { Handoff } from '../../core/handoff/handoff.ts'
import { escapeHtml } from '../runtime/page.ts'

/** Something to choose from: what is posted, and what people read. */
export interface Choice {
  readonly id: string
  readonly says: string
}

/** The reasons that the policy lists (none: any words will do), and the stages of an opportunity. */
export interface AnswerChoices {
  readonly reject: readonly Choice[]
  readonly recycle: readonly Choice[]
  readonly lost: readonly Choice[]
  readonly stages: readonly Choice[]
  /** In which zone a time is given. */
  readonly zone: string
}

interface AnswerForm {
  readonly answer: string
  readonly label: string
  readonly note: string
  readonly fields?: string
}

/** The forms of the answers that can be given now: the first one open, the others behind their names. Nothing is answered but by a button. */
export function answerForms(
  handoff: Pick<Handoff, 'state' | 'asks' | 'findings' | 'dispute'>,
  choices: AnswerChoices,
  words: AnswerWords,
  first: string | undefined,
  locale: string,
): string {
  const { state } = handoff
  const all =
    state === 'open'
      ? toOpen(choices, words)
      : isTaken(state)
        ? toTaken(handoff, choices, words, locale)
        : toDisputed(handoff, words)
  if (all.length === 0) return ''
  const chosen = all.find(({ answer }) => answer === first)
  const [top, ...others] = chosen ? [chosen, ...all.filter((one) => one !== chosen)] : all
  if (!chosen && isTaken(state)) return [`<h2>${words.withSales}</h2>`, ...all.map(folded)].join('\n')
  return [`<section class="answer">${form(top as AnswerForm, false)}</section>`, ...others.map(folded)].join('\n')
}

function isTaken(state: Handoff['state']): state is 'accepted' | 'opportunity' {
  return state === 'accepted' || state === 'opportunity'
}

function toOpen(choices: AnswerChoices, words: AnswerWords): AnswerForm[] {
  return [
    { answer: 'accepted', label: words.accept, note: words.acceptNote },
    meeting(choices, words),
    { answer: 'recycled', label: words.recycle, note: words.recycleNote, fields: recycleFields(choices, words) },
    { answer: 'rejected', label: words.reject, note: words.rejectNote, fields: why('reject', choices.reject, words) },
  ]
}

function toTaken(
  handoff: Pick<Handoff, 'state' | 'asks' | 'findings'>,
  choices: AnswerChoices,
  words: AnswerWords,
  locale: string,
): AnswerForm[] {
  const { state, asks, findings } = handoff
  const { stages } = choices
  const known = findings?.found ?? {}
  // Where something is asked and not found yet, a deal says it, too; what is known can be corrected.
  const missing = missingFindings(handoff).map((name) => finding('deal', name, '', locale))
  const asked = findingNames.filter((name) => asks?.findings.includes(name) || known[name] !== undefined)
  const qualified = asked.map((name) => finding('found', name, known[name] ?? '', locale))
  const deal = [
    stages.length > 0 ? select('stage', words.stage, stages, words, false) : '',
    amount('value', words.value),
    ...missing,
  ]
  const win = [amount('revenue', words.revenue), ...missing.map((html) => html.replaceAll('"deal-', '"won-'))]
  return [
    ...(qualified.length > 0
      ? [{ answer: 'qualified', label: words.qualified, note: words.qualifiedNote, fields: qualified.join('\n') }]
      : []),
    ...(state === 'accepted' ? [meeting(choices, words)] : []),
    { answer: 'opportunity', label: words.opportunity, note: words.opportunityNote, fields: deal.join('\n') },
    { answer: 'won', label: words.won, note: words.wonNote, fields: win.join('\n') },
    { answer: 'lost', label: words.lost, note: words.lostNote, fields: why('lost', choices.lost, words) },
  ]
}

/** "Disputes (a rejected lead reviewed)": sales says once whether the rejection stands. */
function toDisputed({ dispute }: Pick<Handoff, 'dispute'>, words: AnswerWords): AnswerForm[] {
  if (!dispute || dispute.review) return []
  return [
    { answer: 'upheld', label: words.uphold, note: words.upholdNote, fields: why('uphold', [], words) },
    { answer: 'withdrawn', label: words.withdraw, note: words.withdrawNote, fields: why('withdraw', [], words) },
  ]
}

function meeting({ zone }: AnswerChoices, words: AnswerWords): AnswerForm {
  const fields = `<label for="on">${words.meetingOn} (<bdi>${escapeHtml(zone)}</bdi>)</label>
<input id="on" name="on" type="datetime-local" required>`
  return { answer: 'meeting', label: words.meeting, note: words.meetingNote, fields }
}

function finding(form: string, name: FindingName, value: string, locale: string): string {
  const id = `${form}-${name}`
  return `<label for="${id}">${findingLabel(name, locale)}</label>
<textarea id="${id}" name="${name}" rows="2" maxlength="500" required dir="auto">${escapeHtml(value)}</textarea>`
}

function recycleFields({ recycle }: AnswerChoices, words: AnswerWords): string {
  return `${why('recycle', recycle, words)}
<label for="until">${words.until}</label>
<input id="until" name="parkUntil" type="date">`
}

function folded(one: AnswerForm): string {
  return `<details name="answer"><summary>${one.label}</summary>\n${form(one, true)}</details>`
}

function form({ answer, label, note, fields = '' }: AnswerForm, quiet: boolean): string {
  return `<form method="post">
<input type="hidden" name="answer" value="${answer}">
<p class="note">${note}</p>
${fields}
<button${quiet ? ' class="quiet"' : ''}>${label}</button>
</form>`
}

/** Why: one of the reasons that are listed with words beside it, else words alone. */
function why(id: string, listed: readonly Choice[], words: AnswerWords): string {
  const area = (name: string, label: string, required: boolean) =>
    `<label for="${id}-${name}">${label}</label>
<textarea id="${id}-${name}" name="${name}" rows="2" maxlength="500"${required ? ' required' : ''}></textarea>`
  if (listed.length === 0) return area('reason', words.reason, true)
  return `${select('reason', words.reason, listed, words, true, id)}\n${area('note', words.note, false)}`
}

function select(
  name: string,
  label: string,
  choices: readonly Choice[],
  words: AnswerWords,
  required: boolean,
  prefix = 'deal',
): string {
  const options = choices.map(({ id, says }) => `<option value="${escapeHtml(id)}">${escapeHtml(says)}</option>`)
  return `<label for="${prefix}-${name}">${label}</label>
<select id="${prefix}-${name}" name="${name}"${required ? ' required' : ''}><option value="">${words.choose}</option>${options.join('')}</select>`
}

function amount(name: string, label: string): string {
  return `<label for="${name}">${label}</label>
<input id="${name}" name="${name}" inputmode="decimal" dir="ltr" maxlength="30">`
}
