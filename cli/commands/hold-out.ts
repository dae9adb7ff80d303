import { Command, InvalidArgumentError } from 'commander'
import { pathOf } from '../content-arguments.ts'
import { bold, dim, printJson, table } from '../output.ts'
import { withApi } from './with-api.ts'

interface ShownArm {
  readonly leads: number
  readonly mql: number
  readonly sql: number
  readonly customer: number
  readonly buyers: number
  readonly revenue: number
}

interface ShownHoldOut {
  readonly share: string
  readonly within: string
  readonly arms: Readonly<Record<'nurtured' | 'held-out', ShownArm>>
  readonly waiting: number
  readonly otherTime: number
  readonly revenue?: { readonly perLead: number; readonly low: number; readonly high: number }
  readonly costPerSql?: { readonly cost: number; readonly low: number; readonly high?: number }
  readonly says: readonly string[]
}

/** `ripen hold-out <sequence>`: what a sequence brought against those whom it left out by chance. */
export function holdOutCommand(): Command {
  return new Command('hold-out')
    .argument('<sequence>', 'id of a sequence, as published')
    .description('what a sequence brought in MQLs, SQLs, customers and revenue against those it left out by chance')
    .option('--cost <amount>', 'what nurturing cost in all, for the cost of one SQL more', costOf)
    .addHelpText(
      'after',
      '\nA sequence holds out with "hold-out: { share: 10 %, within: 90d }": docs/funnel.md.\n\nExample:\n  ripen hold-out white-paper --cost 1200',
    )
    .action(async (sequence: string, { cost }: { cost?: number }, command: Command) => {
      const { api, json } = withApi(command)
      const path = `${pathOf('sequences', sequence)}/hold-out${cost === undefined ? '' : `?cost=${cost}`}`
      const { body } = await api.get<ShownHoldOut>(path)
      if (json) return printJson(body)
      console.log(inWords(sequence, body))
    })
}

function inWords(
  sequence: string,
  { share, within, arms, waiting, otherTime, revenue, costPerSql, says }: ShownHoldOut,
) {
  const rows = Object.entries(arms).map(([arm, counts]) => ({
    arm,
    ...Object.fromEntries(Object.entries(counts).map(([name, many]) => [name, many.toLocaleString('en')])),
  }))
  const money = (value: number) => value.toLocaleString('en')
  return [
    `${bold(sequence)}  ${dim(`${share} held out, counted ${within} after they would have come in`)}`,
    table(rows, ['arm', 'leads', 'mql', 'sql', 'customer', 'buyers', 'revenue'], ''),
    ...says,
    ...(revenue
      ? [
          `For each lead ${money(revenue.perLead)} of revenue more (between ${money(revenue.low)} and ${money(revenue.high)}, at 95 %).`,
        ]
      : []),
    ...(costPerSql
      ? [
          `One SQL more cost ${money(costPerSql.cost)} (from ${money(costPerSql.low)}${costPerSql.high === undefined ? ' up, without a limit that could be told' : ` to ${money(costPerSql.high)}`}, at 95 %).`,
        ]
      : []),
    ...(waiting > 0 ? [dim(`${waiting.toLocaleString('en')} did not have their time yet.`)] : []),
    ...(otherTime > 0
      ? [dim(`${otherTime.toLocaleString('en')} were counted over another time, and are not in this.`)]
      : []),
  ].join('\n')
}

function costOf(given: string): number {
  if (!/^\d{1,12}(\.\d{1,2})?$/.test(given)) throw new InvalidArgumentError('It is an amount like 1200 or 1200.50.')
  return Number(given)
}
