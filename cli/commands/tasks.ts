import { Command } from 'commander'
import type { shownTask } from '../../core/outreach/touch.ts'
import { good, printJson, table } from '../output.ts'
import { moment, whoseTimes } from '../own-zone.ts'
import { withApi } from './with-api.ts'

type ShownTask = ReturnType<typeof shownTask>

/** `ripen tasks`, `answer`: what sequences ask people to do. */
export function tasksCommand(): Command {
  return new Command('tasks')
    .description('tasks that sequences gave to people, the one due soonest first (docs/marketers.md)')
    .option('--who <id>', 'of one of the staff, or "me"')
    .option('--done', 'those that were answered or timed out, newest first')
    .addHelpText('after', '\nExample:\n  ripen tasks --who me')
    .action(async ({ who, done }: { who?: string; done?: boolean }, command: Command) => {
      const { api, json } = withApi(command)
      const query = new URLSearchParams({ state: done ? 'done' : 'open', ...(who && { who }) })
      const items: ShownTask[] = []
      for await (const one of api.items<ShownTask>(`/tasks?${query}`)) items.push(one)
      if (json) return printJson({ items })
      const rows = items.map((one) => ({
        task: one.taskId,
        what: one.what,
        who: one.owner ?? 'nobody',
        sequence: `${one.sequence}, ${one.step}`,
        due: one.due ? `${moment(one.due)}${one.overdue ? ', overdue' : ''}` : '',
        answers: one.state === 'open' ? one.answers?.join(', ') : (one.result ?? one.why),
      }))
      const empty = done ? 'No task was answered yet.' : 'No task is open.'
      console.log(table(rows, ['task', 'what', 'who', 'sequence', 'due', 'answers'], empty))
      if (rows.length > 0) console.log(whoseTimes())
    })
    .addCommand(answerCommand())
}

/** `ripen tasks answer`: what came of a task. */
function answerCommand(): Command {
  return new Command('answer')
    .argument('<task>', 'as "ripen tasks" shows it')
    .argument('<answer>', 'one of its answers, such as done or not-reached')
    .description('say what came of a task: the first answer counts, and the sequence goes on by it')
    .option('--note <text>', 'what colleagues should know')
    .addHelpText('after', '\nExample:\n  ripen tasks answer <task> done --note "wants a demo in May"')
    .action(async (task: string, answer: string, { note }: { note?: string }, command: Command) => {
      const { api, json } = withApi(command)
      const given = { answer, ...(note && { note }) }
      const { body } = await api.post<ShownTask>(`/tasks/${encodeURIComponent(task)}/answer`, given)
      if (json) return printJson(body)
      console.log(good(`${answer}: the sequence ${body.sequence} goes on by it.`))
    })
}
