import { Command } from 'commander'
import { good, printJson, table } from '../output.ts'
import { withApi } from './with-api.ts'

interface UserOptions {
  readonly group: string[]
  readonly name?: string
  readonly id?: string
  readonly team?: string
  readonly manager?: string
  readonly zone?: string
  readonly locale?: string
}

/** `ripen users`, `ripen users add <email> --group g`: named staff. */
export function usersCommand(): Command {
  const users = new Command('users')
    .description('the staff: who may sign in, and who gets leads')
    .action(async (_options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const items = await Array.fromAsync(api.items<Record<string, unknown>>('/users'))
      if (json) printJson({ items })
      else console.log(table(items, ['userId', 'name', 'email', 'groups', 'team', 'active'], 'Nobody yet.'))
    })
  users
    .command('add <email>')
    .description('add or change one of the staff; Cognito mails an invitation to a new one')
    .requiredOption('--group <name...>', 'marketing, sales-development, sales or admin')
    .option('--name <name>', 'as colleagues see it (default: the part before the @)')
    .option('--id <id>', 'short name in lower case (default: from the part before the @)')
    .option('--team <team>', 'sales team that routes name')
    .option('--manager <id>', 'who is told of breaches')
    .option('--zone <zone>', 'IANA time zone')
    .option('--locale <locale>', 'language of mails to this person')
    .action(async (email: string, options: UserOptions, command: Command) => {
      const { api, json } = withApi(command)
      const local = email.split('@')[0] ?? ''
      const id =
        options.id ??
        local
          .toLowerCase()
          .replace(/[^a-z0-9]+/g, '-')
          .replace(/^-|-$/g, '')
      const { group, name = local, team, manager, zone, locale } = options
      const { body } = await api.put(`/users/${encodeURIComponent(id)}`, {
        email,
        name,
        groups: group,
        team,
        manager,
        zone,
        locale,
      })
      if (json) printJson(body)
      else console.log(good(`${id} is in ${group.join(', ')}.`))
    })
  return users
}
