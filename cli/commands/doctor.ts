import { Command } from 'commander'
import { bad, dim, good, printJson } from '../output.ts'
import { withApi } from './with-api.ts'

interface Check {
  readonly id: string
  readonly ok: boolean
  readonly detail: string
  readonly mend?: string
}

/** `ripen doctor`: is this stage ready to go live? Exit 1 while it is not. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('is this stage ready to go live: sandbox, DKIM, event rule, quotas, replies, keys')
    .addHelpText('after', '\nExit code 1 while something is not ready.\n\nExample:\n  ripen doctor')
    .action(async (_options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const { body } = await api.get<{ items: Check[] }>('/doctor')
      if (json) printJson(body)
      else for (const check of body.items) console.log(lineOf(check))
      if (body.items.some(({ ok }) => !ok)) process.exitCode = 1
    })
}

function lineOf({ id, ok, detail, mend }: Check): string {
  const head = `${ok ? good('ok  ') : bad('no  ')} ${id}: ${detail}`
  return ok || !mend
    ? head
    : `${head}\n${mend
        .split('\n')
        .map((line) => `     ${dim(line)}`)
        .join('\n')}`
}
