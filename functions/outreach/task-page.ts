import { taskInWords, taskPageWords } from '../../core/outreach/task-words.ts'
import type { Touch } from '../../core/outreach/touch.ts'
import type { User } from '../../core/staff/user.ts'
import { env } from '../aws/env.ts'
import { readLead } from '../leads/lead-state.ts'
import { escapeHtml, page } from '../runtime/page.ts'
import { readUser } from '../staff/directory.ts'
import { leadInShort } from './lead-in-short.ts'

const css = `.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .75rem 1.5rem; margin: 1rem 0; }
.facts dt { font-size: .875rem; opacity: .75; }
.facts dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
h1 { overflow-wrap: anywhere; }
.said { padding: .6rem .9rem; border-inline-start: 4px solid var(--leaf); background: var(--ground); border-radius: .3rem; font-weight: 600; }
button { width: 100%; }
`

/** What became of an answer from the page: it counts, came after another, or none was chosen. */
export type TaskSaid = 'stored' | 'late' | 'choose'

/** The page of a task for one of the staff, in their language and zone, with its answers while it waits for one. */
export async function taskPage(task: Touch, reader: User, said?: TaskSaid): Promise<string> {
  const { locale, zone } = reader
  const [lead, by] = await Promise.all([readLead(task.leadId), task.answer && readUser(task.answer.by)])
  const told = taskInWords(task, lead && leadInShort(lead, task), locale, zone ?? env('DEFAULT_ZONE'))
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
      ...told.sections.map(
        ({ heading, lines }) =>
          `<h2>${escapeHtml(heading)}</h2>\n<dl class="facts">${lines
            .map(([label, value]) => `<div><dt>${escapeHtml(label)}</dt><dd><bdi>${escapeHtml(value)}</bdi></dd></div>`)
            .join('\n')}</dl>`,
      ),
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
