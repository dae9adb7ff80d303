import { Command } from 'commander'
import type { ExperimentResult, VariantResult } from '../../core/insight/experiment-result.ts'
import { pathOf } from '../content-arguments.ts'
import { bold, dim, good, printJson, table } from '../output.ts'
import { withApi } from './with-api.ts'

/** `ripen experiments <sequence>`: how many leads an experiment takes, what came of it so far, and the winner when it is one. */
export function experimentsCommand(): Command {
  return new Command('experiments')
    .argument('<sequence>', 'id of a sequence, as published')
    .description('how many leads its experiment takes, what came of it so far, and the winner once it is one')
    .addHelpText('after', '\nExample:\n  ripen experiments white-paper')
    .action(async (sequence: string, _options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const path = `${pathOf('sequences', sequence)}/experiments`
      const { body } = await api.get<{ items: ExperimentResult[] }>(path)
      if (json) return printJson(body)
      if (body.items.length === 0) {
        const how =
          'write "experiment" at a split of 2 to 5, for example { metric: clicked, baseline: 5 %, detect: 2 % }'
        return console.log(`${sequence} has no experiment: ${how}.`)
      }
      console.log(body.items.map(inWords).join('\n\n'))
    })
}

function inWords(result: ExperimentResult): string {
  const { step, metric, within, variants, verdict, says } = result
  const measured = metric === 'goal' ? 'reached the goal' : 'clicked'
  return [
    `${bold(step)}  ${dim(`who ${measured} within ${within}`)}`,
    table(variants.map(rowOf), ['variant', 'share', 'leads', measured, 'rate', '95 %', 'missing'], ''),
    verdict === 'winner' ? good(says) : says,
  ].join('\n')

  function rowOf({ variant, share, leads, reached, rate, interval, missing }: VariantResult) {
    return {
      variant,
      share: `${share} %`,
      leads,
      [measured]: reached,
      rate: rate === undefined ? '' : percent(rate),
      '95 %': interval ? `${percent(interval.low)} to ${percent(interval.high)}` : '',
      missing,
    }
  }
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`
}
