import { Command } from 'commander'
import type { Use } from '../../core/content/uses.ts'
import { pathOf, usedArguments } from '../content-arguments.ts'
import { printJson, table } from '../output.ts'
import { withApi } from './with-api.ts'

/** `ripen uses <type> <id>`: what names a content, and how many leads have it before them. */
export function usesCommand(): Command {
  return usedArguments(new Command('uses'))
    .description(
      'what names a content: sequences and steps, forms, scoring models, SLA policies, and how many leads have it before them',
    )
    .addHelpText('after', '\nExamples:\n  ripen uses emails white-paper-welcome\n  ripen uses segments big-retail')
    .action(async (type: string, id: string, _options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const { body } = await api.get<{ items: Use[] }>(`${pathOf(type, id)}/uses`)
      if (json) return printJson(body)
      const rows = body.items.map(({ type: by, id: name, version, live, places, leadsBefore, atLeast }) => ({
        used_by: `${by}/${name}`,
        version: live ? version : `${version} (older, leads are inside)`,
        where: places,
        leads_before: leadsBefore === undefined ? '' : `${atLeast ? 'at least ' : ''}${leadsBefore}`,
      }))
      console.log(table(rows, ['used_by', 'version', 'where', 'leads_before'], 'Nothing that is live names it.'))
    })
}
