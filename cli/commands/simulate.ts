import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { parse } from 'yaml'
import { printJson, table } from '../output.ts'
import { withApi } from './with-api.ts'

interface Options {
  readonly persona?: string
  readonly start?: string
  readonly clicks?: string[]
}

/** `ripen simulate <sequence> --persona f.yaml`: every mail a persona would get, when and why; sends nothing. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .argument('<sequence>', 'id of a sequence, as published')
    .description('every mail that a persona would get from a sequence, when, and why; sends nothing')
    .option('--persona <file>', 'YAML with the answers of a made-up lead, for example firstName: Olga')
    .option('--start <time>', 'when it starts, RFC 3339 (default: now)')
    .option('--clicks <template...>', 'mails whose link the persona clicks')
    .action(async (sequence: string, options: Options, command: Command) => {
      const { api, json } = withApi(command)
      const persona = options.persona ? parse(readFileSync(options.persona, 'utf8')) : {}
      if (persona === null || typeof persona !== 'object' || Array.isArray(persona)) {
        throw new Error(`${options.persona}: a persona is a list of answers by name, for example "firstName: Olga"`)
      }
      const { body } = await api.post<{ items: Record<string, unknown>[] }>(
        `/content/sequences/${encodeURIComponent(sequence)}/simulate`,
        { persona, clicks: options.clicks ?? [], ...(options.start && { startAt: options.start }) },
      )
      if (json) printJson(body)
      else
        console.log(table(body.items, ['at', 'step', 'template', 'held', 'why'], 'No mail: the sequence ends at once.'))
    })
}
