import { Command, InvalidArgumentError } from 'commander'
import { type Approvals, approvalsInWords } from '../../core/content/approvals.ts'
import type { ComparedFile, ComparedMail, ShownMail } from '../../core/content/compare.ts'
import type { Api } from '../api.ts'
import { ofContent, pathOf } from '../content-arguments.ts'
import { bad, bold, dim, good, printJson, table } from '../output.ts'
import { moment, whoseTimes } from '../own-zone.ts'
import { languageOf } from '../pages/preview-page.ts'
import { showPatch } from '../show-patch.ts'
import { withApi } from './with-api.ts'

interface Options {
  readonly diff?: boolean
  readonly from?: string
  readonly to?: string
}

interface Version {
  readonly version: number
  readonly at: string
  readonly by: string
  readonly live: boolean
  readonly restores?: number
  readonly inFlight?: { readonly choice: string }
  readonly approvals?: Approvals
}

interface Compared {
  readonly from: number | 'draft'
  readonly to: number | 'draft'
  readonly files: readonly ComparedFile[]
  readonly mails?: readonly ComparedMail[]
}

/** `ripen versions <type> <id>`: who published what and when; with `--diff` what changed. */
export function versionsCommand(): Command {
  return ofContent(new Command('versions'))
    .description('the versions of a content, newest first; with --diff what changed from one to another')
    .option('--diff', 'what changed: the files, and of an email the mail as it is read')
    .option('--from <version>', 'number of a version, live or draft (default: what was before)', state)
    .option('--to <version>', 'number of a version, live or draft (default: the draft, else what is live)', state)
    .addHelpText(
      'after',
      `
Examples:
  ripen versions sequences white-paper
  ripen versions emails white-paper-welcome --diff
  ripen versions emails white-paper-welcome --from 1 --to live`,
    )
    .action(async (type: string, id: string, options: Options, command: Command) => {
      const { api, json } = withApi(command)
      if (options.diff || options.from || options.to) return diff(api, json, pathOf(type, id), options)
      const items: Version[] = []
      for await (const item of api.items<Version>(`${pathOf(type, id)}/versions?limit=100`)) items.push(item)
      if (json) return printJson({ items })
      const rows = items.map(({ version, at, by, live, restores, inFlight, approvals }) => ({
        version,
        at: moment(at),
        by,
        live: live ? 'live' : '',
        note: [
          restores && `brings back ${restores}`,
          inFlight && `leads inside: ${inFlight.choice}`,
          approvalsInWords(approvals),
        ]
          .filter(Boolean)
          .join(', '),
      }))
      console.log(
        table(rows, ['version', 'at', 'by', 'live', 'note'], 'It was never published: there is only a draft.'),
      )
      if (rows.length > 0) console.log(whoseTimes())
    })
}

async function diff(api: Api, json: boolean, path: string, { from, to }: Options): Promise<void> {
  const query = new URLSearchParams({ ...(from && { from }), ...(to && { to }) })
  const { body } = await api.get<Compared>(`${path}/diff?${query}`)
  if (json) return printJson(body)
  console.log(dim(`From ${nameOf(body.from)} to ${nameOf(body.to)}`))
  if (body.files.length === 0) console.log(dim('No difference.'))
  for (const { patch } of body.files) console.log(showPatch(patch))
  for (const mail of body.mails ?? []) console.log(showMail(mail))
}

function showMail({ locale, from, to, patch, htmlChanged }: ComparedMail): string {
  const same = patch === '' ? dim(`its text is the same${htmlChanged ? '; its HTML differs' : ''}`) : showPatch(patch)
  return [
    '',
    bold(`The mail in ${languageOf(locale)}, as it is read`),
    ...headOf(from, to),
    ...(from.problem || to.problem ? [] : [same]),
  ].join('\n')
}

function headOf(from: ShownMail, to: ShownMail): string[] {
  const line = (name: string, before: string | undefined, after: string | undefined) =>
    before === after
      ? []
      : [
          ...(before === undefined ? [] : [bad(`-${name}: ${before}`)]),
          ...(after === undefined ? [] : [good(`+${name}: ${after}`)]),
        ]
  return [
    ...(from.problem ? [dim(`before: ${from.problem}`)] : []),
    ...(to.problem ? [dim(`after: ${to.problem}`)] : []),
    ...line('Subject', from.subject, to.subject),
    ...line('Preheader', from.preheader, to.preheader),
  ]
}

function nameOf(state: number | 'draft'): string {
  if (state === 'draft') return 'the draft'
  return state === 0 ? 'nothing' : `version ${state}`
}

function state(text: string): string {
  if (/^([1-9]\d{0,8}|live|draft)$/.test(text)) return text
  throw new InvalidArgumentError('Give the number of a version, live or draft.')
}
