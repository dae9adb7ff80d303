import { bold, dim, table, warning } from './output.ts'
import type { PersonaRun } from './pages/simulation-page.ts'
import { howLong, momentInWords } from './when.ts'

/** What one persona gets, for a terminal: its mails, or with `whole` all that happens. Times are those of its own zone, which is said once. */
export function showSimulation(run: PersonaRun, whole: boolean): string {
  const { name, locale, zone, items, ended, story, notes } = run
  const startAt = story[0]?.at ?? ended.at
  const head = `${bold(name)}  ${dim(`${locale}, times in ${zone}`)}`
  const count = `${items.length} ${items.length === 1 ? 'mail' : 'mails'} in ${howLong(startAt, ended.at)}`
  const end = `${ended.state === 'open' ? 'Here it stops,' : 'Over on'} ${momentInWords(ended.at, zone)}: ${ended.says}`
  return [
    head,
    whole ? storyTable(run) : mailTable(run),
    ...notes.map((note) => warning(note)),
    `${dim(`${count}.`)} ${end}`,
  ].join('\n')
}

/** Each mail on a line, under it the way to it, and what kept it and until when. */
function mailTable({ items, zone }: PersonaRun): string {
  const rows = items.map(({ at, template, subject }) => ({ when: momentInWords(at, zone), mail: template, subject }))
  const [head, ...lines] = table(rows, ['when', 'mail', 'subject'], 'No mail.').split('\n')
  const under = items.map(({ why, held = [] }) => [
    dim(`  ${why}`),
    ...held.map(({ until, says }) => `  ${warning(`held until ${momentInWords(until, zone)}`)}: ${says}`),
  ])
  return [head, ...lines.flatMap((line, index) => [line, ...(under[index] ?? [])])].join('\n')
}

function storyTable({ story, zone }: PersonaRun): string {
  const rows = story.map(({ at, kind, step, says, until }) => ({
    when: momentInWords(at, zone),
    what: kind,
    step,
    until: until && momentInWords(until, zone),
    says,
  }))
  return table(rows, ['when', 'what', 'step', 'until', 'says'], 'Nothing happens.')
}
