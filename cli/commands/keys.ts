import { Command, Option } from 'commander'
import { origins } from '../../core/lists/list-row.ts'
import { type KeyScope, keyScopes } from '../../core/route.ts'
import type { shownKey } from '../../core/sources/api-key.ts'
import { bold, dim, good, printJson, table, warning } from '../output.ts'
import { withApi } from './with-api.ts'

type ShownKey = ReturnType<typeof shownKey>

interface MakeOptions {
  readonly scope: KeyScope[]
  readonly source?: string
  readonly origin?: string
  readonly controllable?: 'yes' | 'no'
  readonly qualifyBy?: 'reaction'
}

/** `ripen keys`, `list`, `create`, `rotate`, `revoke`: the keys of programs that post leads or report outcomes. */
export function keysCommand(): Command {
  return new Command('keys')
    .description('API keys: which programs may post leads or report outcomes, and when each did so last')
    .addHelpText('after', '\nExample:\n  ripen keys')
    .action(listKeys)
    .addCommand(
      new Command('list')
        .description('all keys, without their secrets')
        .addHelpText('after', '\nExample:\n  ripen keys list')
        .action(listKeys),
    )
    .addCommand(createCommand())
    .addCommand(rotateCommand())
    .addCommand(revokeCommand())
}

async function listKeys(_options: unknown, command: Command): Promise<void> {
  const { api, json } = withApi(command)
  const { body } = await api.get<{ items: ShownKey[] }>('/api-keys')
  if (json) return printJson(body)
  const rows = body.items.map(({ keyId, name, scopes, source, secrets, createdAt, createdBy, lastUsedAt }) => ({
    id: keyId,
    name,
    scopes,
    source: source ? sourceInWords(source) : '',
    made: `${createdAt.slice(0, 10)} by ${createdBy}`,
    'last used': lastUsedAt ? `${lastUsedAt.slice(0, 13).replace('T', ' ')}h` : 'never',
    // The newest has no end.
    'old secret': secrets.flatMap(({ until }) => (until ? `until ${until.slice(0, 16).replace('T', ' ')}` : [])),
  }))
  const used = (['source', 'old secret'] as const).filter((column) => rows.some((row) => row[column].length > 0))
  const columns = ['id', 'name', 'scopes', 'made', 'last used', ...used]
  console.log(table(rows, columns, 'No keys yet: "ripen keys create" makes one.'))
  if (rows.length > 0) console.log(dim('Times in UTC.'))
}

function createCommand(): Command {
  return new Command('create')
    .argument('<name>', 'which program it is for, as colleagues will know it again')
    .description('make a key; it is shown this once, and can’t be found out again')
    .addOption(new Option('--scope <scope...>', 'what it may do').choices(keyScopes).makeOptionMandatory())
    .option('--source <name>', 'all leads that it posts are of this source (named as in plan.yaml, if it is there)')
    .addOption(new Option('--origin <origin>', 'how leads of that source come to be').choices(origins))
    .addOption(
      new Option('--controllable <answer>', 'can you make more of them come, or do they come by themselves').choices([
        'yes',
        'no',
      ]),
    )
    .addOption(
      new Option('--qualify-by <how>', 'its leads go to sales only after an act of their own').choices(['reaction']),
    )
    .addHelpText(
      'after',
      `
Examples:
  ripen keys create "Webinar tool" --scope leads:write --source autumn-webinar --origin inbound
  ripen keys create "Rented list" --scope leads:write --source dm-list --origin outbound --qualify-by reaction`,
    )
    .action(async (name: string, { scope, source: of, ...said }: MakeOptions, command: Command) => {
      const { api, json } = withApi(command)
      const source = sourceSaid(of, said)
      const { body } = await api.post<ShownKey & { apiKey: string }>('/api-keys', {
        name,
        scopes: scope,
        ...(source && { source }),
      })
      if (json) return printJson(body)
      console.log(good(`The key ${body.keyId} is made. Keep it now, it is not shown again:`))
      console.log(bold(body.apiKey))
    })
}

/** What the options say of a source; throws where they say it of none. */
function sourceSaid(name: string | undefined, said: Omit<MakeOptions, 'scope' | 'source'>): object | undefined {
  const { origin, controllable, qualifyBy } = said
  if ((name === undefined) !== (origin === undefined)) throw new Error('--source and --origin go together')
  if (name !== undefined) {
    return {
      name,
      origin,
      ...(controllable && { controllable: controllable === 'yes' }),
      ...(qualifyBy && { qualifyBy }),
    }
  }
  const [option] = [controllable && '--controllable', qualifyBy && '--qualify-by'].filter(Boolean)
  if (option) throw new Error(`${option} is said of a source: give --source, too`)
  return undefined
}

function sourceInWords({ name, origin, controllable, qualifyBy }: NonNullable<ShownKey['source']>): string {
  const said = [
    controllable === true && 'controllable',
    controllable === false && 'by itself',
    qualifyBy && 'by reaction',
  ]
  return [name, origin, ...said.filter(Boolean)].join(', ')
}

function rotateCommand(): Command {
  return new Command('rotate')
    .argument('<id>', 'as "ripen keys" shows it')
    .description('give a key a new secret, shown this once; the old one counts until the overlap ends')
    .option('--overlap <duration>', 'how long the old one still counts: 0s to 7d', '24h')
    .addHelpText('after', '\nExample:\n  ripen keys rotate abcdefghijklmnop --overlap 2d')
    .action(async (id: string, { overlap }: { overlap: string }, command: Command) => {
      const { api, json } = withApi(command)
      const { body } = await api.post<{ apiKey: string; previousUntil: string }>(
        `/api-keys/${encodeURIComponent(id)}/rotate`,
        { overlap },
      )
      if (json) return printJson(body)
      console.log(good('The key has a new secret. Keep it now, it is not shown again:'))
      console.log(bold(body.apiKey))
      console.log(
        overlap === '0s'
          ? warning('The old one does not count any more.')
          : dim(`The old one counts until ${body.previousUntil.slice(0, 16).replace('T', ' ')} UTC.`),
      )
    })
}

function revokeCommand(): Command {
  return new Command('revoke')
    .argument('<id>', 'as "ripen keys" shows it')
    .description('take nothing more with this key; what it posted stays')
    .addHelpText('after', '\nExample:\n  ripen keys revoke abcdefghijklmnop')
    .action(async (id: string, _options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const { body } = await api.get<{ items: ShownKey[] }>('/api-keys')
      const known = body.items.find(({ keyId }) => keyId === id)
      if (!known) throw new Error(`there is no key ${id}, or not any more: "ripen keys" lists them`)
      await api.call('DELETE', `/api-keys/${encodeURIComponent(id)}`)
      if (json) printJson({ keyId: id, revoked: true })
      else console.log(good(`“${known.name}” is revoked: nothing more is taken with it.`))
    })
}
