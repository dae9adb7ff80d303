import { taskInWords, taskPageWords } from '../../core/outreach/task-words.ts'
import type { Touch } from '../../core/outreach/touch.ts'
import type { User } from '../../core/staff/user.ts'
import { env } from '../aws/env.ts'
import type { ReadLead } from '../leads/lead-state.ts'
import { escapeHtml, page } from '../runtime/page.ts'
import { readUser } from '../staff/directory.ts'
import { factsHtml, staffCss } from '../staff/staff-page.ts'
import { leadInShort } from './lead-in-short.ts'

const css = `${staffCss}.facts dd { white-space: pre-line; }
`

/** What became of an answer from the page: it counts, came after another, or none was chosen. */
export type TaskSaid = 'stored' | 'late' | 'choose'

/** The page of a task for one of the staff, in their language and zone, with its answers while it waits for one. */
export async function taskPage(task: Touch, lead: ReadLead, reader: User, said?: TaskSaid): Promise<string> {
  const { locale, zone } = reader
  const by = task.answer && (await readUser(task.answer.by))
  const told = taskInWords(task, leadInShort(lead, task), locale, zone ?? env('DEFAULT_ZONE'))
  const words = taskPageWords(task, by?.name, locale)
  const isOpen = task.state === 'open'
  const status =
    said === undefined
      ? isOpen
        ? undefined
        : words.over
      : said === 'late'
        ? `${words.late} ${words.over}`
        : words[said]
  return page({
    title: told.title,
    locale,
    css,
    body: [
      `<h1><bdi>${escapeHtml(told.title)}</bdi></h1>`,
      status === undefined
        ? ''
        : `<p class="${said === 'choose' ? 'error' : 'said'}" role="status">${escapeHtml(status)}</p>`,
      ...told.sections.map(({ heading, lines }) => `<h2>${escapeHtml(heading)}</h2>\n${factsHtml(lines)}`),
      isOpen ? form(task, words) : '',
    ].join('\n'),
  })
}

function form({ answers = [] }: Touch, words: ReturnType<typeof taskPageWords>): string {
  const choices = answers.map(
    (answer) =>
      `<label class="choice"><input type="radio" name="answer" value="${escapeHtml(answer)}" required><bdi>${escapeHtml(words.answerNamed(answer))}</bdi></label>`,
  )
  return `<h2>${escapeHtml(words.answer)}</h2>
<form method="post">
${choices.join('\n')}
<label for="note">${escapeHtml(words.note)}</label>
<textarea id="note" name="note" rows="3" maxlength="500" dir="auto"></textarea>
<button>${escapeHtml(words.send)}</button>
</form>`
}
