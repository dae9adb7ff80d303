import { fieldsToShow, knownAnswers } from '../../core/capture/asked-fields.ts'
import type { ConsentEvidence, Mailbox } from '../../core/consent/mailbox.ts'
import { type PageLocale, pageWords } from '../../core/consent/page-words.ts'
import { suppressionOf } from '../../core/consent/suppression.ts'
import { nameInWords, topicLabel } from '../../core/consent/topic-label.ts'
import { inLocale } from '../../core/content/words.ts'
import { weighedInterests } from '../../core/leads/interests.ts'
import { fieldHtml } from '../capture/form-page.ts'
import { escapeHtml } from '../runtime/page.ts'
import { linkPage, paragraph, said } from './link-page.ts'
import type { ReaderAnswers } from './reader-answers.ts'

/** What stands on the preference page. */
export interface Preferences {
  readonly mailbox: Mailbox | undefined
  readonly evidence: readonly ConsentEvidence[]
  readonly answers: ReaderAnswers | undefined
  readonly nowMs: number
}

/** The preference page: each topic of the lead with a box, what is known of it with fields to change it, and one button that stops all. */
export function preferencesPage(locale: PageLocale, shown: Preferences, stored = false): string {
  const { mailbox, evidence } = shown
  const words = pageWords[locale].preferences
  const topics = Object.entries(mailbox?.consent ?? {}).sort(([one], [other]) => (one < other ? -1 : 1))
  if (topics.length === 0) return linkPage(locale, words.title, stored ? said(words.saved) : paragraph(words.none))
  const boxes = topics.map(([topic, { state }]) => {
    const label = topicLabel(topic, evidence) + (state === 'pending' ? ` (${words.pending})` : '')
    return `<input type="hidden" name="shown" value="${escapeHtml(topic)}">
<label class="choice"><input type="checkbox" name="topic.${escapeHtml(topic)}" value="on"${state === 'granted' ? ' checked' : ''}> ${escapeHtml(label)}</label>`
  })
  return linkPage(
    locale,
    words.title,
    `${stored ? said(words.saved) : ''}
${mailbox && suppressionOf(mailbox) ? paragraph(words.suppressed, 'note') : ''}
<form method="post">
<p id="ask">${escapeHtml(words.ask)}</p>
<div role="group" aria-labelledby="ask">
${boxes.join('\n')}
</div>
${aboutHtml(locale, shown)}${interestsHtml(locale, shown)}<button>${escapeHtml(words.save)}</button>
<button class="quiet" name="all" value="off">${escapeHtml(words.allOff)}</button>
</form>`,
  )
}

/** What the person said, to be changed or taken back, and a few questions that nobody has put yet. */
function aboutHtml(locale: PageLocale, { answers }: Preferences): string {
  if (!answers) return ''
  const words = pageWords[locale].preferences
  const fields = fieldsToShow(answers.fields, knownAnswers(answers.profile))
  if (fields.length === 0) return ''
  const inputs = fields.map((field) => {
    const value = Object.hasOwn(answers.profile.fields, field.id) ? answers.profile.fields[field.id] : undefined
    return fieldHtml(field, locale, { name: `field.${field.id}`, value, needed: false })
  })
  return `<h2 id="about">${escapeHtml(words.about)}</h2>
<p class="note">${escapeHtml(words.aboutNote)}</p>
<div role="group" aria-labelledby="about">
${inputs.join('\n')}
</div>
`
}

/** What the person reads about, to be taken off. */
function interestsHtml(locale: PageLocale, { answers, nowMs }: Preferences): string {
  const tags = weighedInterests(answers?.profile.interests, nowMs).map(({ tag }) => tag)
  if (tags.length === 0) return ''
  const boxes = tags.map(
    (tag) => `<input type="hidden" name="shownInterest" value="${escapeHtml(tag)}">
<label class="choice"><input type="checkbox" name="interest.${escapeHtml(tag)}" value="on" checked> <span dir="auto">${escapeHtml(interestInWords(tag, answers, locale))}</span></label>`,
  )
  return `<p id="interests">${escapeHtml(pageWords[locale].preferences.interests)}</p>
<div role="group" aria-labelledby="interests">
${boxes.join('\n')}
</div>
`
}

/** As the question about problems calls it, else by its name. */
function interestInWords(tag: string, answers: ReaderAnswers | undefined, locale: PageLocale): string {
  const problem = answers?.fields.find(({ id }) => id === 'problem')
  const option = problem?.options?.find(({ value }) => value === tag)
  return option ? inLocale(option.label, locale) : nameInWords(tag)
}
