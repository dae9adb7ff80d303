import { Command } from 'commander'
import type { shownWebhook } from '../../core/webhooks/webhook.ts'
import type { Api } from '../api.ts'
import { bold, good, printJson, table } from '../output.ts'
import { moment, whoseTimes } from '../own-zone.ts'
import { rotateSecretCommand } from '../rotate-secret.ts'
import { logCommand, replayCommand } from '../webhook-log.ts'
import { withApi } from './with-api.ts'

type Shown = ReturnType<typeof shownWebhook>

interface Given {
  readonly url?: string
  readonly type?: string[]
  readonly contact?: string
  readonly description?: string
}

const id = ['<id>', 'as "ripen webhooks" shows it'] as const

/** `ripen webhooks`, `types`, `set`, `off`, `on`, `rotate`, `remove`, `log`, `replay`: which systems are told what, and what became of it. */
export function webhooksCommand(): Command {
  return new Command('webhooks')
    .description('which other systems are told what happens, and whether they take it (docs/webhooks.md)')
    .addHelpText('after', '\nExample:\n  ripen webhooks')
    .action(listWebhooks)
    .addCommand(typesCommand())
    .addCommand(setCommand())
    .addCommand(
      switchCommand('off', 'send nothing more until it is switched on; what happens meanwhile is not kept for it'),
    )
    .addCommand(switchCommand('on', 'send again from now on; "ripen webhooks replay" sends what it did not take'))
    .addCommand(rotateSecretCommand('webhooks', 'crm', 'messages are signed with both secrets'))
    .addCommand(removeCommand())
    .addCommand(logCommand())
    .addCommand(replayCommand())
}

async function listWebhooks(_options: unknown, command: Command): Promise<void> {
  const { api, json } = withApi(command)
  const { body } = await api.get<{ items: Shown[] }>('/webhooks')
  if (json) return printJson(body)
  const rows = body.items.map((one) => ({
    id: one.webhookId,
    state: stateOf(one),
    url: one.url,
    types: one.types,
    contact: one.contact,
    'took one last': one.lastSuccessAt ? moment(one.lastSuccessAt) : 'never',
  }))
  const columns = ['id', 'state', 'url', 'types', 'contact', 'took one last']
  console.log(table(rows, columns, 'No webhooks yet: "ripen webhooks set" makes one.'))
  if (rows.length > 0) console.log(whoseTimes())
}

function stateOf({ enabled, disabled, restsUntil }: Shown): string {
  if (enabled) return restsUntil ? `on, rests until ${moment(restsUntil)}` : 'on'
  const who = disabled?.by ? ` by ${disabled.by}` : ''
  return disabled ? `off since ${moment(disabled.at)}${who}: ${disabled.reason}` : 'off'
}

function typesCommand(): Command {
  return new Command('types')
    .description('what a webhook can be told of')
    .addHelpText('after', '\nExample:\n  ripen webhooks types')
    .action(async (_options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const { body } = await api.get<{ items: { type: string; says: string; personal: boolean }[] }>('/webhook-types')
      if (json) return printJson(body)
      const rows = body.items.map((one) => ({ ...one, names: one.personal ? 'a person' : 'ids alone' }))
      console.log(table(rows, ['type', 'names', 'says'], ''))
    })
}

function setCommand(): Command {
  return new Command('set')
    .argument('<id>', 'what to call it: like crm')
    .description('make a webhook, or change what is given of one; a new one is shown with its secret, this once')
    .option('--url <url>', 'where to: https, on the internet')
    .option('--type <type...>', 'what it is told of ("ripen webhooks types"); all of them each time')
    .option('--contact <user>', 'who of the staff hears should it be given up')
    .option('--description <text>', 'for colleagues')
    .addHelpText(
      'after',
      `
Examples:
  ripen webhooks set crm --url https://crm.example.com/ripen --type handoff.changed lead.erased --contact mark
  ripen webhooks set crm --contact anna`,
    )
    .action(async (webhookId: string, given: Given, command: Command) => {
      const { api, json } = withApi(command)
      const before = (await allWebhooks(api)).find((one) => one.webhookId === webhookId)
      const { url = before?.url, type = before?.types, contact = before?.contact } = given
      if (url === undefined || type === undefined || contact === undefined)
        throw new Error(`there is no webhook ${webhookId}: to make it, give --url, --type and --contact`)
      const { description = before?.description } = given
      const { body } = await put(api, webhookId, { url, types: type, contact, description, enabled: before?.enabled })
      if (json) return printJson(body)
      if (!body.secret) return console.log(good(`The webhook ${webhookId} is changed.`))
      console.log(good(`The webhook ${webhookId} is made. Keep its secret now, it is not shown again:`))
      console.log(bold(body.secret))
    })
}

function switchCommand(name: 'on' | 'off', description: string): Command {
  return new Command(name)
    .argument(...id)
    .description(description)
    .addHelpText('after', `\nExample:\n  ripen webhooks ${name} crm`)
    .action(async (webhookId: string, _options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const { url, types, contact, description } = await webhookNamed(api, webhookId)
      const { body } = await put(api, webhookId, { url, types, contact, description, enabled: name === 'on' })
      if (json) printJson(body)
      else console.log(good(`The webhook ${webhookId} is ${name}.`))
    })
}

function removeCommand(): Command {
  return new Command('remove')
    .argument(...id)
    .description('send nothing more, and forget its secrets; what waits for it is not sent')
    .addHelpText('after', '\nExample:\n  ripen webhooks remove crm')
    .action(async (webhookId: string, _options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      await webhookNamed(api, webhookId)
      await api.call('DELETE', pathOf(webhookId))
      if (json) printJson({ webhookId, removed: true })
      else console.log(good(`The webhook ${webhookId} is removed.`))
    })
}

async function put(api: Api, webhookId: string, body: object) {
  return api.put<Shown & { secret?: string }>(pathOf(webhookId), body)
}

async function webhookNamed(api: Api, webhookId: string): Promise<Shown> {
  const found = (await allWebhooks(api)).find((one) => one.webhookId === webhookId)
  if (!found) throw new Error(`there is no webhook ${webhookId}, or not any more: "ripen webhooks" lists them`)
  return found
}

async function allWebhooks(api: Api): Promise<Shown[]> {
  return (await api.get<{ items: Shown[] }>('/webhooks')).body.items
}

function pathOf(webhookId: string): string {
  return `/webhooks/${encodeURIComponent(webhookId)}`
}
