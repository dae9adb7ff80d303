import { Command, InvalidArgumentError } from 'commander'
import { inThousands } from '../../core/in-thousands.ts'
import { isDay } from '../../core/is-day.ts'
import { backtestSendTime, type PastReader, type SendTimeBacktest } from '../../core/nurture/send-time/backtest.ts'
import { seeded } from '../../core/seeded.ts'
import { isZone } from '../../core/zone.ts'
import type { Api } from '../api.ts'
import { listError } from '../import/list-error.ts'
import type { DelimiterName } from '../import/list-file.ts'
import { withListOptions } from '../import/list-options.ts'
import { bold, dim, good, printJson, table, warning } from '../output.ts'
import { readMailTimes } from '../send-time/read-mail-times.ts'
import { withApi } from './with-api.ts'

interface Options {
  readonly mails?: string
  readonly zone?: string
  readonly hour?: number
  readonly from?: string
  readonly leads: number
  readonly resample: number
  readonly seed: number
  readonly encoding?: string
  readonly delimiter?: DelimiterName
}

const more = `
What habits would have brought is told by mails that came at different hours: those that happened to come near the lead's
own hour, which earlier clicks tell, against those that came near one fixed hour. Each lead is compared with itself alone.

Without --mails your own: of each step of a sequence the first mail of each lead. A CSV file has a row for each mail:

  lead,came,clicked,zone
  1042,2026-03-02T09:14:00Z,2026-03-02T19:40:00Z,Europe/Berlin
  1042,2026-03-09T09:11:00Z,,Europe/Berlin

"clicked" is when a person first clicked, empty where nobody did; "zone" may be left out.

Examples:
  ripen send-time backtest
  ripen send-time backtest --mails past.csv --hour 10 --zone Europe/Berlin`

/** `ripen send-time backtest`: whether mails at the hour at which each lead reads are clicked more. */
export function sendTimeCommand(): Command {
  const command = new Command('send-time')
    .description('mails at the hour at which each lead reads: do they gain')
    .addHelpText('after', '\nExample:\n  ripen send-time backtest')
  const backtest = new Command('backtest')
    .description('would mails at the leads’ own hours have been clicked more than at a fixed one: on past mails')
    .option('--mails <file>', 'past mails: a CSV file with lead, came, clicked, zone (default: your own, by the API)')
    .option('--zone <zone>', 'zone of leads in the file without one (default: UTC)', zoneOf)
    .option('--hour <hour>', 'the fixed hour, 0 to 23 (default: the one at which all of them click most)', whole(0, 23))
    .option(
      '--from <day>',
      'judge mails from this day on, and learn from those before (default: the last two fifths)',
      dayOf,
    )
    .option('--leads <number>', 'of your own: look at so many leads at most', whole(1, 1_000_000), 20_000)
    .option('--resample <times>', 'how often leads are drawn anew for the interval', whole(100, 100_000), 1_000)
    .option('--seed <number>', 'the same seed gives the same interval', whole(0, 4_294_967_295), 1)
  command.addCommand(
    withListOptions(backtest)
      .addHelpText('after', more)
      .action(async (options: Options, command: Command) => {
        const { mails, zone = 'UTC', encoding, delimiter } = options
        const json = command.optsWithGlobals<{ json?: boolean }>().json ?? false
        const readers =
          mails === undefined
            ? await ownMailTimes(withApi(command).api, options.leads)
            : await readMailTimes(mails, { zone, encoding, delimiter }).catch((error: unknown) => {
                throw listError(mails, error)
              })
        const result = backtestSendTime(readers, {
          fromMs: options.from === undefined ? undefined : Date.parse(`${options.from}T00:00:00Z`),
          fixedHour: options.hour,
          times: options.resample,
          random: seeded(options.seed),
        })
        if (json) return printJson(result)
        const isEmpty = readers.every(({ mails }) => mails.length === 0)
        console.log(isEmpty ? warning('There is no past mail yet, so nothing to compare.') : inWords(result))
      }),
  )
  return command
}

/** What the API tells of mails, page by page. */
async function ownMailTimes(api: Api, atMost: number): Promise<PastReader[]> {
  interface Shown {
    readonly zone: string
    readonly mails: readonly { readonly came: string; readonly clicked?: string }[]
  }
  interface Page {
    readonly items: readonly Shown[]
    readonly next?: string
  }
  const readers: PastReader[] = []
  let [looked, cursor]: [number, string | undefined] = [0, undefined]
  do {
    const limit = Math.min(100, atMost - looked)
    const asked: URLSearchParams = new URLSearchParams({
      limit: String(limit),
      ...(cursor !== undefined && { cursor }),
    })
    const { body }: { body: Page } = await api.get<Page>(`/insight/mail-times?${asked}`)
    for (const { zone, mails } of body.items) {
      const past = mails.map(({ came, clicked }) => ({
        cameMs: Date.parse(came),
        ...(clicked !== undefined && { clickedMs: Date.parse(clicked) }),
      }))
      readers.push({ zone, mails: past })
    }
    looked += limit
    cursor = body.next
  } while (cursor !== undefined && looked < atMost)
  if (cursor !== undefined) {
    console.error(warning(`Only ${inThousands(atMost)} leads were looked at: --leads takes more.`))
  }
  return readers
}

function inWords({ verdict, says, fixedHour, judgedFrom, learnt, judged, rates }: SendTimeBacktest): string {
  const [first = '', ...others] = says
  const rows = [
    { hour: 'the lead’s own', mails: judged.mails.habit, clicked: rates && percent(rates.habit) },
    {
      hour: `${String(fixedHour).padStart(2, '0')}:00`,
      mails: judged.mails.fixed,
      clicked: rates && percent(rates.fixed),
    },
  ].map(({ mails, ...row }) => ({ ...row, mails: inThousands(mails) }))
  const from = judgedFrom ? `, judged from ${judgedFrom.slice(0, 10)} on` : ''
  return [
    `${bold('Habit against a fixed hour')}  ${dim(`${inThousands(judged.leads)} leads with mails at both${from}`)}`,
    table(rows, ['hour', 'mails', 'clicked'], ''),
    verdict === 'gain' ? good(first) : warning(first),
    ...others,
    dim(
      `Learnt from ${inThousands(learnt.clicks)} clicks of ${inThousands(learnt.leads)} leads, ${inThousands(learnt.mails)} mails. Of those judged ${inThousands(judged.left)} compare nothing; ${inThousands(judged.tooYoung)} are less than 7 days before the last one and may still be clicked.`,
    ),
  ].join('\n')
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`
}

function whole(least: number, most: number): (given: string) => number {
  return (given) => {
    const value = Number(given)
    if (/^\d{1,10}$/.test(given) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`It is a whole number from ${least} to ${most.toLocaleString('en')}.`)
  }
}

function dayOf(given: string): string {
  if (isDay(given)) return given
  throw new InvalidArgumentError('It is a day of the calendar like 2026-03-01.')
}

function zoneOf(given: string): string {
  if (isZone(given)) return given
  throw new InvalidArgumentError('It is an IANA time zone, for example Europe/Berlin.')
}
