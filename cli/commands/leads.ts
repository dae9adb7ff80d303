import { Command } from 'commander'
import type { Api } from '../api.ts'
import { storyOf } from '../lead-story.ts'
import { printJson, table } from '../output.ts'
import { withApi } from './with-api.ts'

/** `ripen leads`: by stage or status. */
export function leadsCommand(): Command {
  return new Command('leads')
    .description('leads by stage or status')
    .option('--stage <stage>', 'subscriber, lead, mql, sql, opportunity or customer')
    .option('--status <status>', 'nurturing, with-sales, customer, parked or erased')
    .option('--limit <n>', 'at most this many', '50')
    .action(async (options: { stage?: string; status?: string; limit: string }, command: Command) => {
      const { api, json } = withApi(command)
      const most = Number(options.limit)
      if (!Number.isInteger(most) || most < 1) throw new Error('--limit is a whole number from 1')
      const query = new URLSearchParams({ limit: String(Math.min(most, 100)) })
      if (options.stage) query.set('stage', options.stage)
      if (options.status) query.set('status', options.status)
      const items: Record<string, unknown>[] = []
      for await (const item of api.items<Record<string, unknown>>(`/leads?${query}`)) {
        if (items.push(item) >= most) break
      }
      if (json) return printJson({ items })
      const rows = items.map((item) => ({ ...item, score: (item.score as { total?: number } | undefined)?.total }))
      console.log(table(rows, ['leadId', 'email', 'stage', 'status', 'score'], 'No such leads.'))
    })
}

/** `ripen lead <email>`: all that the API shows of one lead, and what happened last. */
export function showLeadCommand(): Command {
  return new Command('lead')
    .argument('<email>')
    .description('one lead: stage, status, score with its parts, consents, sequences, and what happened')
    .action(async (email: string, _options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const lead = await leadOf(api, email)
      const timeline = await api.get<{ items: Record<string, unknown>[] }>(`/leads/${lead.leadId}/timeline?limit=20`)
      if (json) return printJson({ ...lead, timeline: timeline.body.items })
      console.log(storyOf(email, lead, timeline.body.items))
    })
}

/** The lead with this address; throws Error when there is none. */
export async function leadOf(api: Api, email: string): Promise<Record<string, unknown> & { leadId: string }> {
  const found = await api.post<{ items: { leadId: string }[] }>('/leads/search', { email })
  const [first] = found.body.items
  if (!first) throw new Error('there is no lead with this address')
  const { body } = await api.get<Record<string, unknown> & { leadId: string }>(`/leads/${first.leadId}`)
  return body
}
