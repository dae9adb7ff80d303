import { Command } from 'commander'
import { exportLeads, standardOutput } from '../export-leads.ts'
import { leadArgument, leadNamed } from '../lead-named.ts'
import { storyOf } from '../lead-story.ts'
import { good, printJson, table } from '../output.ts'
import { withApi } from './with-api.ts'

const more = `
As CSV it is UTF-8 with commas, one line for each lead, its answers in columns called field.<name>. What a spreadsheet
would take for a formula (it begins with = + - @ tab or CR) has a ' before it; numbers stay as they are. The file is
readable by you alone; "-" is standard output.

Examples:
  ripen leads --stage mql
  ripen leads --status nurturing --csv leads.csv --bom
  ripen leads --stage mql --csv - | head`

interface Options {
  readonly stage?: string
  readonly status?: string
  readonly limit?: string
  readonly csv?: string
  readonly bom?: boolean
}

/** `ripen leads`: by stage or status, on the screen or as CSV. */
export function leadsCommand(): Command {
  return new Command('leads')
    .description('leads by stage or status')
    .option('--stage <stage>', 'subscriber, lead, mql, sql, opportunity or customer')
    .option('--status <status>', 'nurturing, with-sales, customer, parked or erased')
    .option('--limit <n>', 'at most this many (default: 50; with --csv: all)')
    .option('--csv <file>', 'write them as CSV; - for standard output')
    .option('--bom', 'begin the CSV with a byte order mark, which Excel needs to read it as UTF-8')
    .addHelpText('after', more)
    .action(async (options: Options, command: Command) => {
      const { api, json } = withApi(command)
      const most = mostOf(options)
      if (options.bom && !options.csv) throw new Error('--bom belongs to --csv')
      const isPiped = options.csv === standardOutput
      if (isPiped && json)
        throw new Error('--json and "--csv -" both write to standard output: give a file, or one of them')
      const query = new URLSearchParams({ limit: String(Math.min(most, 100)) })
      if (options.stage) query.set('stage', options.stage)
      if (options.status) query.set('status', options.status)
      const leads = firstOf(api.items<Record<string, unknown>>(`/leads?${query}`), most)
      if (options.csv) {
        const { count, columns } = await exportLeads(options.csv, leads, { bom: options.bom ?? false })
        if (isPiped) return
        if (json) return printJson({ file: options.csv, leads: count, columns })
        console.log(good(`${count === 1 ? '1 lead is' : `${count.toLocaleString('en')} leads are`} in ${options.csv}.`))
        return
      }
      const items: Record<string, unknown>[] = []
      for await (const item of leads) items.push(item)
      if (json) return printJson({ items })
      const rows = items.map((item) => ({ ...item, score: (item.score as { total?: number } | undefined)?.total }))
      console.log(table(rows, ['leadId', 'email', 'stage', 'status', 'score'], 'No such leads.'))
    })
}

function mostOf({ limit, csv }: Options): number {
  if (limit === undefined) return csv ? Number.POSITIVE_INFINITY : 50
  const most = Number(limit)
  if (!Number.isInteger(most) || most < 1) throw new Error('--limit is a whole number from 1')
  return most
}

async function* firstOf<Item>(items: AsyncIterable<Item>, most: number): AsyncGenerator<Item> {
  let count = 0
  for await (const item of items) {
    yield item
    count += 1
    if (count >= most) return
  }
}

/** `ripen lead <email>`: all that the API shows of one lead, and what happened last. */
export function showLeadCommand(): Command {
  return new Command('lead')
    .argument('<lead>', leadArgument)
    .description('one lead: stage, status, score with its parts, consents, sequences, and what happened')
    .addHelpText('after', '\nExamples:\n  ripen lead jana@example.com\n  echo jana@example.com | ripen lead -')
    .action(async (who: string, _options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const lead = await leadNamed(api, who)
      const timeline = await api.get<{ items: Record<string, unknown>[] }>(`/leads/${lead.leadId}/timeline?limit=20`)
      if (json) return printJson({ ...lead, timeline: timeline.body.items })
      console.log(storyOf(lead, timeline.body.items))
    })
}
