import { Command } from 'commander'
import { withApi } from './commands/with-api.ts'
import { bold, dim, good, printJson, warning } from './output.ts'
import { moment } from './own-zone.ts'

interface Rotated {
  readonly secret: string
  readonly apiKey?: string
  readonly previousUntil: string
}

/** `rotate <id>` of webhooks, providers and sources of outcomes: a new secret, while the old one counts for a time. */
export function rotateSecretCommand(
  kind: 'webhooks' | 'outcome-sources' | 'providers',
  example: string,
  meanwhile: string,
): Command {
  return new Command('rotate')
    .argument('<id>', `as "ripen ${kind}" shows it`)
    .description(`give it a new secret, shown this once; until the overlap ends ${meanwhile}`)
    .option('--overlap <duration>', 'how long the old one still counts: 0s to 7d', '24h')
    .addHelpText('after', `\nExample:\n  ripen ${kind} rotate ${example} --overlap 2d`)
    .action(async (id: string, { overlap }: { overlap: string }, command: Command) => {
      const { api, json } = withApi(command)
      const { body } = await api.post<Rotated>(`/${kind}/${encodeURIComponent(id)}/rotate-secret`, { overlap })
      if (json) return printJson(body)
      console.log(good('The new secret. Keep it now, it is not shown again:'))
      console.log(bold(body.secret))
      if (body.apiKey) console.log(`${good('The API key that goes with it:')}\n${bold(body.apiKey)}`)
      console.log(
        overlap === '0s'
          ? warning('The old one does not count any more.')
          : dim(`The old one counts until ${moment(body.previousUntil)}.`),
      )
    })
}
