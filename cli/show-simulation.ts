import { bold, dim, table, warning } from './output.ts'
import type { PersonaRun } from './pages/simulation-page.ts'
import { howLong, momentInWords } from './when.ts'

/** What one persona gets, for a terminal: its mails, or with `whole` all that happens. Times are those of its own zone, which is said once. */
export function showSimulation(run: PersonaRun, whole: boolean): string {
  const { name, locale, zone, items, ended, ends = [ended], story, notes } = run
  const startAt = story[0]?.at ?? ended.at
  const head = `${bold(name)}  ${dim(`${locale}, times in ${zone}`)}`
  const count = `${items.length} ${items.length === 1 ? 'mail' : 'mails'} in ${howLong(startAt, ended.at)}`
  const overs = ends.map((end) => {
    const which = 'sequence' in end ? `${end.sequence} ` : ''
    const how = end.state === 'open' ? `${which ? 'here ' : 'Here it '}stops,` : `${which ? 'over' : 'Over'} on`
    return `${which}${how} ${momentInWords(end.at, zone)}: ${end.says}`
  })
  return [
    head,
    whole ? storyTable(run) : mailTable(run),
    ...notes.map((note) => warning(note)),
    `${dim(`${count}.`)}${overs.length > 1 ? '\n' : ' '}${overs.join('\n')}`,
  ].join('\n')
}

/** Each mail on a line, under it the way to it, and what kept it and until when. */
function mailTable({ items, zone }: PersonaRun): string {
  const rows = items.map(({ at, sequence, template, subject }) => ({
    when: momentInWords(at, zone),
    sequence,
    mail: template,
    subject,
  }))
  const several = items.some(({ sequence }) => sequence !== undefined)
  const columns = ['when', ...(several ? ['sequence'] : []), 'mail', 'subject']
  const [head, ...lines] = table(rows, columns, 'No mail.').split('\n')
  const under = items.map(({ why, held = [] }) => [
    dim(`  ${why}`),
    ...held.map(({ until, says }) => `  ${warning(`held until ${momentInWords(until, zone)}`)}: ${says}`),
  ])
  return [head, ...lines.flatMap((line, index) => [line, ...(under[index] ?? [])])].join('\n')
}

function storyTable({ story, zone }: PersonaRun): string {
  const rows = story.map(({ at, kind, sequence, step, says, until }) => ({
    when: momentInWords(at, zone),
    what: kind,
    sequence,
    step,
    until: until && momentInWords(until, zone),
    says,
  }))
  const several = story.some(({ sequence }) => sequence !== undefined)
  const columns = ['when', 'what', ...(several ? ['sequence'] : []), 'step', 'until', 'says']
  return table(rows, columns, 'Nothing happens.')
}
