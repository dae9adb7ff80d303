import { Command } from 'commander'
import { dim, printJson, table } from '../output.ts'
import { moment } from '../own-zone.ts'
import { withApi } from './with-api.ts'

interface LocalMail {
  readonly at: string
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** `ripen mails`: what the run on this machine has sent. */
export function mailsCommand(): Command {
  return new Command('mails')
    .description('the mails that the run on this machine has sent (local only)')
    .option('--to <address>', 'to this address alone')
    .option('--text', 'with their text')
    .addHelpText('after', '\nExample:\n  ripen mails --to jana@example.com --text')
    .action(async (options: { to?: string; text?: boolean }, command: Command) => {
      const { api, json } = withApi(command)
      if (!api.isLocal) throw new Error('mails can be read of a local run only: in the cloud they are with SES')
      const query = options.to ? `?to=${encodeURIComponent(options.to)}` : ''
      const { body } = await api.get<{ items: LocalMail[] }>(`/_local/mails${query}`)
      if (json) return printJson(body)
      if (!options.text)
        return console.log(
          table(
            body.items.map((one) => ({ ...one, at: moment(one.at) })),
            ['at', 'to', 'subject'],
            'No mail yet.',
          ),
        )
      for (const { at, to, subject, text } of body.items)
        console.log(`${dim(`${moment(at)}  to ${to}`)}\n${subject}\n\n${text}\n`)
    })
}
