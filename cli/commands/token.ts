import { Command } from 'commander'
import { printJson } from '../output.ts'
import { withApi } from './with-api.ts'

/** `ripen token`: what `curl` and other programs put behind `Authorization: Bearer`. */
export function tokenCommand(): Command {
  return new Command('token')
    .description(
      'your token, for calls with curl: -H "Authorization: Bearer $(ripen token)"; it lasts an hour or less, and whoever has it is you',
    )
    .addHelpText('after', '\nExample:\n  ripen token')
    .action(async (_options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const token = await api.token()
      if (json) printJson({ token })
      else console.log(token)
    })
}
