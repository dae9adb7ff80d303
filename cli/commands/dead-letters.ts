import { Command } from 'commander'
import { good, printJson, table } from '../output.ts'
import { withApi } from './with-api.ts'

/** `ripen dead-letters`, `ripen dead-letters redrive <queue>`. */
export function deadLettersCommand(): Command {
  const letters = new Command('dead-letters')
    .description('what could not be handled, by queue')
    .option('--all', 'empty queues too')
    .addHelpText('after', '\nExample:\n  ripen dead-letters')
    .action(async (options: { all?: boolean }, command: Command) => {
      const { api, json } = withApi(command)
      const { body } = await api.get<{ items: { queue: string; messages: number }[] }>('/dead-letters')
      const items = options.all ? body.items : body.items.filter(({ messages }) => messages > 0)
      if (json) printJson({ items })
      else console.log(table(items, ['queue', 'messages'], 'No dead letters.'))
    })
  letters
    .command('redrive')
    .argument('<queue>', 'as "ripen dead-letters" names it')
    .description('try the dead letters of a queue again (docs/runbook.md#dead-letters)')
    .addHelpText('after', '\nExample:\n  ripen dead-letters redrive ripen-prod-capture-accept-submission-DeadLetters')
    .action(async (queue: string, _options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const { body } = await api.post(`/dead-letters/${encodeURIComponent(queue)}/redrive`)
      if (json) printJson(body ?? {})
      else console.log(good(`The dead letters of ${queue} are on their way again.`))
    })
  return letters
}
