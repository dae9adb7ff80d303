import { Command, Option } from 'commander'
import {
  type AttributionSplit,
  attributionModels,
  attributionSplits,
} from '../../core/insight/funnel/attribution-names.ts'
import type { FunnelView } from '../../core/insight/funnel/funnel-view.ts'
import type { MailRow } from '../../core/insight/funnel/mail-view.ts'
import { splits } from '../../core/insight/funnel/splits.ts'
import { good, printJson } from '../output.ts'
import { type ShownAttribution, showAttribution } from '../show-attribution.ts'
import { type ShownFunnel, showFunnel, showMailRows } from '../show-funnel.ts'
import { withApi } from './with-api.ts'

interface Options {
  readonly from?: string
  readonly to?: string
  readonly by: string
  readonly value?: string
  readonly cohort?: string
  readonly times?: boolean
  readonly mails?: boolean
  readonly sequence?: string
  readonly recount?: boolean
  readonly model?: string
}

const more = `
A month is by when leads came, on the company's clock; of late months more leads may still go on.
Intervals are at 95 %. Time in a stage counts those who are still there as what they are
(Kaplan and Meier). With --value, or when there is one row, it is shown stage by stage;
of several rows --times adds how long half of the leads took to be MQLs, which takes longer to answer.
Visitors of the website stand below, of all together, by source and by campaign: browsers, each once,
by the month of its first visit, and how many of them became leads, MQLs and customers.

Examples:
  ripen funnel
  ripen funnel --by source --from 2026-01 --to 2026-06
  ripen funnel --by origin --cohort month
  ripen funnel --by source --times
  ripen funnel --by campaign --value spring-fair
  ripen funnel --by campaign --model position
  ripen funnel --by source --model influenced --from 2026-01
  ripen funnel --mails --sequence white-paper`

/** `ripen funnel`: how many leads reached each stage, how long that took, and what became of the mails. */
export function funnelCommand(): Command {
  return new Command('funnel')
    .description('how many leads reached each stage, by where they came from; how long it took; growth; mails by step')
    .option('--from <month>', 'the first month that leads came in, like 2026-01 (default: the last twelve)')
    .option('--to <month>', 'the last one')
    .addOption(new Option('--by <what>', 'what leads are told apart by').choices(splits).default('all'))
    .option('--value <name>', 'only this source, campaign, form, …')
    .option('--cohort <which>', 'month: each month apart; or one month like 2026-09')
    .option('--times', 'how long it took, for each row; one row says so anyway')
    .addOption(
      new Option('--model <which>', 'whose doing it was, with --by source or campaign').choices(attributionModels),
    )
    .option('--mails', 'mails by sequence and step instead')
    .option('--sequence <id>', 'with --mails: of this sequence alone')
    .option('--recount', 'count all of it anew, in the background (admin)')
    .addHelpText('after', more)
    .action(async ({ mails, sequence, recount, times, model, ...asked }: Options, command: Command) => {
      const { api, json } = withApi(command)
      if (sequence !== undefined && !mails)
        throw new Error('--sequence goes with --mails; or use --by sequence --value')
      if (recount) {
        const { body } = await api.post('/insight/funnel/recount')
        return json
          ? printJson(body)
          : console.log(good('It is counted anew; until that is through, what was counted is shown.'))
      }
      const { from, to, by } = asked
      if (model !== undefined) {
        if (!isAttributionSplit(by)) throw new Error('--model goes with --by source or --by campaign')
        const { body } = await api.get<ShownAttribution>(`/insight/attribution${queryOf({ from, to, by, model })}`)
        return json ? printJson(body) : console.log(showAttribution(body))
      }
      if (mails) {
        const { body } = await api.get<{ items: MailRow[] } & ShownFunnel>(
          `/insight/mails${queryOf({ from, to, sequence })}`,
        )
        return json ? printJson(body) : console.log(showMailRows(body))
      }
      const { body } = await api.get<FunnelView & ShownFunnel>(
        `/insight/funnel${queryOf({ ...asked, ...(times && { timeInStage: 'true' }) })}`,
      )
      return json ? printJson(body) : console.log(showFunnel(body))
    })
}

function isAttributionSplit(by: string): by is AttributionSplit {
  return (attributionSplits as readonly string[]).includes(by)
}

function queryOf(given: Readonly<Record<string, string | undefined>>): string {
  const named = Object.entries(given).filter((one): one is [string, string] => one[1] !== undefined)
  return named.length === 0 ? '' : `?${new URLSearchParams(named)}`
}
