import { Command, Option } from 'commander'
import type { KeptOutcome, shownSource } from '../../core/webhooks/outcome.ts'
import type { Api } from '../api.ts'
import { bold, good, printJson, table } from '../output.ts'
import { moment, whoseTimes } from '../own-zone.ts'
import { rotateSecretCommand } from '../rotate-secret.ts'
import { withApi } from './with-api.ts'

type Source = ReturnType<typeof shownSource>

/** `ripen outcomes`: what CRMs reported and somebody must look at. */
export function outcomesCommand(): Command {
  return new Command('outcomes')
    .description('reports of CRMs that are about nobody, or contradict what is known (docs/webhooks.md)')
    .addOption(
      new Option('--state <state>', 'about nobody that is known here, or against what is known')
        .choices(['unmatched', 'conflict'])
        .default('unmatched'),
    )
    .addHelpText('after', '\nExample:\n  ripen outcomes --state conflict')
    .action(async ({ state }: { state: string }, command: Command) => {
      const { api, json } = withApi(command)
      const items: Omit<KeptOutcome, 'says'>[] = []
      for await (const one of api.items<KeptOutcome>(`/outcomes?state=${state}`)) items.push(one)
      if (json) return printJson({ items })
      const rows = items.map(({ receivedAt, sourceId, result, about, handoffState, reference, messageId }) => ({
        came: moment(receivedAt),
        source: sourceId,
        says: result,
        about: about.handoffId ?? about.leadId ?? 'an address that is none',
        'here it is': handoffState ?? '',
        reference: reference ?? '',
        message: messageId,
      }))
      const columns = ['came', 'source', 'says', 'about', 'here it is', 'reference', 'message']
      console.log(table(rows, columns, 'Nothing to look at.'))
      if (rows.length > 0) console.log(whoseTimes())
    })
}

/** `ripen outcome-sources`, `set`, `rotate`, `remove`: which systems may report outcomes. */
export function outcomeSourcesCommand(): Command {
  return new Command('outcome-sources')
    .description('which systems may report what became of a hand-off')
    .addHelpText('after', '\nExample:\n  ripen outcome-sources')
    .action(async (_options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const items = await allSources(api)
      if (json) return printJson({ items })
      const rows = items.map(({ sourceId, enabled, description, createdAt, createdBy }) => ({
        id: sourceId,
        state: enabled ? 'on' : 'off',
        description: description ?? '',
        made: `${moment(createdAt)} by ${createdBy}`,
      }))
      const columns = ['id', 'state', 'description', 'made']
      console.log(table(rows, columns, 'No system may report outcomes yet: "ripen outcome-sources set" lets one.'))
      if (rows.length > 0) console.log(whoseTimes())
    })
    .addCommand(setCommand())
    .addCommand(rotateSecretCommand('outcome-sources', 'our-crm', 'what is signed with the old one is taken, too'))
    .addCommand(removeCommand())
}

function setCommand(): Command {
  return new Command('set')
    .argument('<id>', 'what to call it: like our-crm')
    .description('let a system report outcomes; a new one is shown with its secret and API key, this once')
    .option('--description <text>', 'for colleagues')
    .option('--off', 'take nothing from it until this is said without --off')
    .addHelpText('after', '\nExample:\n  ripen outcome-sources set our-crm --description "The CRM of sales"')
    .action(async (id: string, { description, off }: { description?: string; off?: boolean }, command: Command) => {
      const { api, json } = withApi(command)
      const before = (await allSources(api)).find(({ sourceId }) => sourceId === id)
      const given = { description: description ?? before?.description, enabled: !off }
      const { body } = await api.put<Source & { secret?: string; apiKey?: string }>(pathOf(id), given)
      if (json) return printJson(body)
      if (!body.secret) return console.log(good(`${id} is changed: it is ${off ? 'off' : 'on'}.`))
      console.log(good(`${id} may report outcomes. Keep its secret now, it is not shown again:`))
      console.log(bold(body.secret))
      console.log(`${good('Or, where it can’t sign, this API key:')}\n${bold(body.apiKey ?? '')}`)
    })
}

function removeCommand(): Command {
  return new Command('remove')
    .argument('<id>', 'as "ripen outcome-sources" shows it')
    .description('take nothing more from it; what it reported stays')
    .addHelpText('after', '\nExample:\n  ripen outcome-sources remove our-crm')
    .action(async (id: string, _options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      if (!(await allSources(api)).some(({ sourceId }) => sourceId === id))
        throw new Error(`there is no ${id}, or not any more: "ripen outcome-sources" lists them`)
      await api.call('DELETE', pathOf(id))
      if (json) printJson({ sourceId: id, removed: true })
      else console.log(good(`${id} is removed: nothing more is taken from it.`))
    })
}

async function allSources(api: Api): Promise<Source[]> {
  return (await api.get<{ items: Source[] }>('/outcome-sources')).body.items
}

function pathOf(id: string): string {
  return `/outcome-sources/${encodeURIComponent(id)}`
}
