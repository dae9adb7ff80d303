import { Command } from 'commander'
import type { shownKeptReply } from '../../core/replies/kept-reply.ts'
import { idOf, leadArgument } from '../lead-named.ts'
import { dim, good, printJson, table } from '../output.ts'
import { moment, whoseTimes } from '../own-zone.ts'
import { withApi } from './with-api.ts'

type ShownKept = ReturnType<typeof shownKeptReply>
type ShownMail = ShownKept & {
  readonly from?: { readonly name: string; readonly address: string }
  readonly subject?: string
  readonly text?: string
  readonly attachments?: readonly string[]
  readonly gone?: true
  readonly unreadable?: string
}

const idArgument = ['<id>', 'as "ripen replies" shows it'] as const

/** `ripen replies`, `show`, `assign`, `dismiss`: mails that came in and that a person has to look at. */
export function repliesCommand(): Command {
  return new Command('replies')
    .description('mails that came in and that nobody could make anything of, newest first (docs/replies.md)')
    .option('--settled', 'those that somebody assigned or dismissed')
    .addHelpText('after', '\nExample:\n  ripen replies')
    .action(async ({ settled }: { settled?: boolean }, command: Command) => {
      const { api, json } = withApi(command)
      const items: ShownKept[] = []
      for await (const one of api.items<ShownKept>(`/replies?state=${settled ? 'settled' : 'kept'}`)) items.push(one)
      if (json) return printJson({ items })
      const rows = items.map((one) => ({
        id: one.keptReplyId,
        came: moment(one.at),
        why: one.why,
        lead: one.leadId ?? '',
        'kept until': moment(one.until),
        ...(settled && { became: [one.became, one.by && `by ${one.by}`, one.reason].filter(Boolean).join(', ') }),
      }))
      const used = (['lead'] as const).filter((column) => rows.some((row) => row[column] !== ''))
      const columns = ['id', 'came', 'why', ...used, settled ? 'became' : 'kept until']
      console.log(
        table(rows, columns, settled ? 'None was settled.' : 'There are none: all that came in is where it belongs.'),
      )
      if (rows.length > 0) console.log(whoseTimes())
    })
    .addCommand(showCommand())
    .addCommand(assignCommand())
    .addCommand(dismissCommand())
}

function showCommand(): Command {
  return new Command('show')
    .argument(...idArgument)
    .description('what stands in one of them, without what hangs on it')
    .addHelpText('after', '\nExample:\n  ripen replies show <id>')
    .action(async (id: string, _options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const { body } = await api.get<ShownMail>(pathOf(id))
      if (json) return printJson(body)
      if (body.gone) return console.log('It is not there any more.')
      if (body.unreadable) return console.log(`Nobody can read it: ${body.unreadable}.`)
      const { from, subject = '', text = '', attachments = [] } = body
      const who = from ? `${from.name} <${from.address}>` : 'nobody'
      const heads = [`From: ${who}`, `Subject: ${subject}`, ...attachments.map((name) => `Attached: ${name}`)]
      console.log([...heads.map(printable).map(dim), '', printable(text)].join('\n'))
    })
}

function assignCommand(): Command {
  return new Command('assign')
    .argument(...idArgument)
    .argument('<lead>', leadArgument)
    .description('say whose reply it is: it counts, holds that one’s sequences, and goes to whoever answers')
    .addHelpText('after', '\nExample:\n  ripen replies assign <id> olga@example.com')
    .action(async (id: string, who: string, _options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const { body } = await api.post<ShownKept>(`${pathOf(id)}/assign`, { leadId: await idOf(api, who) })
      if (json) return printJson(body)
      console.log(good('It is a reply of this lead now.'))
      if (body.reason) console.log(`Answer it yourself: ${body.reason}.`)
    })
}

function dismissCommand(): Command {
  return new Command('dismiss')
    .argument(...idArgument)
    .description('nothing is to be done about it')
    .option('--reason <text>', 'why, for whoever asks later')
    .addHelpText('after', '\nExample:\n  ripen replies dismiss <id> --reason spam')
    .action(async (id: string, { reason }: { reason?: string }, command: Command) => {
      const { api, json } = withApi(command)
      const { body } = await api.post<ShownKept>(`${pathOf(id)}/dismiss`, reason === undefined ? {} : { reason })
      return json ? printJson(body) : console.log(good('Dismissed.'))
    })
}

function pathOf(id: string): string {
  return `/replies/${encodeURIComponent(id)}`
}

/** Anybody may have written it: what steers a terminal is shown as a sign. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '\ufffd')
}
