import { bold, dim, table, warning } from './output.ts'
import type { PersonaRun } from './pages/simulation-page.ts'
import { howLong, momentIn } from './when.ts'

/** What one persona gets, for a terminal: its mails, or with `whole` all that happens. Times are those of its own zone. */
export function showSimulation(run: PersonaRun, whole: boolean): string {
  const { name, locale, zone, items, ended, story, notes } = run
  const startAt = story[0]?.at ?? ended.at
  const head = `${bold(name)}  ${dim(`${locale}, ${zone}`)}`
  const count = `${items.length} ${items.length === 1 ? 'mail' : 'mails'} in ${howLong(startAt, ended.at)}`
  const end = `${momentOf(ended.at, zone)}  ${ended.reason}`
  return [
    head,
    whole ? storyTable(run) : mailTable(run),
    ...notes.map((note) => warning(note)),
    `${dim(`${count}; the end:`)} ${end}`,
  ].join('\n')
}

/** Each mail on a line, and under it the way to it. */
function mailTable({ items, zone }: PersonaRun): string {
  const rows = items.map(({ at, template, subject, held }) => ({
    when: momentOf(at, zone),
    mail: template,
    subject,
    held,
  }))
  const [head, ...lines] = table(rows, ['when', 'mail', 'subject', 'held'], 'No mail.').split('\n')
  return [head, ...lines.flatMap((line, index) => [line, dim(`  ${items[index]?.why ?? ''}`)])].join('\n')
}

function storyTable({ story, zone }: PersonaRun): string {
  const rows = story.map(({ at, kind, step, says, until }) => ({
    when: momentOf(at, zone),
    what: kind,
    step,
    says,
    until: until && momentOf(until, zone),
  }))
  return table(rows, ['when', 'what', 'step', 'says', 'until'], 'Nothing happens.')
}

function momentOf(at: string, zone: string): string {
  const { day, time } = momentIn(at, zone)
  return `${day} ${time}`
}
