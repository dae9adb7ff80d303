import { Command } from 'commander'
import { inThousands } from '../../core/in-thousands.ts'
import type { LeadCheckReport } from '../../core/nurture/lead-check.ts'
import { bold, good, printJson, table } from '../output.ts'
import { moment, whoseTimes } from '../own-zone.ts'
import { withApi } from './with-api.ts'

/** `ripen lead-check`: the nightly proof that no lead is without a place. */
export function leadCheckCommand(): Command {
  return new Command('lead-check')
    .description('where all leads stand, as the nightly check saw them, and which it repaired')
    .addHelpText('after', '\nExample:\n  ripen lead-check')
    .action(async (_options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const { body } = await api.get<{ last?: LeadCheckReport; running?: LeadCheckReport }>('/insight/lead-check')
      if (json) return printJson(body)
      const { last, running } = body
      if (last) console.log(inWords(last))
      if (running) console.log(`A check runs since ${moment(running.startedAt)}: ${counted(running.checked)} so far.`)
      console.log(last || running ? whoseTimes() : 'No check has run yet: the first comes in the night.')
    })
}

function inWords({ startedAt, checked, failed, repaired, places, repairs }: LeadCheckReport): string {
  const rows = Object.entries(places)
    .sort(([, a], [, b]) => b - a)
    .map(([place, leads]) => ({ place, leads: inThousands(leads) }))
  const named = repairs.map(({ leadId, wrong }) => `  ${leadId}: ${wrong.join('; ')}`)
  const left = repaired - repairs.length
  return [
    `${bold(`The check of ${moment(startedAt)}`)}: ${counted(checked)}.`,
    '',
    table(rows, ['place', 'leads'], 'No lead yet.'),
    '',
    ...(failed > 0
      ? [`${counted(failed)} could not be looked at; the log of nurture/check-leads.schedule says why.`]
      : []),
    repaired === 0 ? good('Each has a place; none had to be repaired.') : `${counted(repaired)} had to be repaired:`,
    ...named,
    ...(left > 0 ? [`  and ${inThousands(left)} more, which the log names`] : []),
  ].join('\n')
}

function counted(leads: number): string {
  return leads === 1 ? 'one lead' : `${inThousands(leads)} leads`
}
