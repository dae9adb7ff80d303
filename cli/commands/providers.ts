import { Command, Option } from 'commander'
import { otherChannels } from '../../core/consent/channel.ts'
import type { shownProvider } from '../../core/outreach/provider.ts'
import type { Api } from '../api.ts'
import { bold, good, printJson, table } from '../output.ts'
import { rotateSecretCommand } from '../rotate-secret.ts'
import { withApi } from './with-api.ts'

type ShownProvider = ReturnType<typeof shownProvider>

interface SetOptions {
  readonly url?: string
  readonly awsSms?: boolean
  readonly channel: string[]
  readonly to: string
  readonly idempotent?: boolean
  readonly description?: string
  readonly off?: boolean
}

/** `ripen providers`, `set`, `rotate`, `remove`: who delivers the messages of sequences. */
export function providersCommand(): Command {
  return new Command('providers')
    .description('who delivers SMS, letters and other messages of sequences (docs/marketers.md)')
    .addHelpText('after', '\nExample:\n  ripen providers')
    .action(async (_options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const items = await allProviders(api)
      if (json) return printJson({ items })
      const rows = items.map((one) => ({
        id: one.providerId,
        state: one.enabled ? 'on' : 'off',
        by: one.kind === 'aws-sms' ? 'AWS End User Messaging' : one.url,
        channels: one.channels,
        'goes to': one.to,
        repeats: one.idempotent ? 'known' : 'not known',
      }))
      const empty = 'No providers yet: "ripen providers set" makes one.'
      console.log(table(rows, ['id', 'state', 'by', 'channels', 'goes to', 'repeats'], empty))
    })
    .addCommand(setCommand())
    .addCommand(rotateSecretCommand('providers', 'sms-twin', 'messages are signed with both'))
    .addCommand(removeCommand())
}

function setCommand(): Command {
  return new Command('set')
    .argument('<id>', 'what steps call it: like sms-twin')
    .description('make or change a provider; a new one is shown with its secret, this once')
    .option('--url <url>', 'where its messages are posted to')
    .option('--aws-sms', 'SMS by AWS End User Messaging, instead of an address')
    .addOption(new Option('--channel <channel...>', 'what it delivers').choices(otherChannels).makeOptionMandatory())
    .option('--to <field>', 'the field of a lead that says where a message goes', 'phone')
    .option(
      '--idempotent',
      'it knows a message again by its webhook-id, so that a try whose end nobody saw is repeated',
    )
    .option('--description <text>', 'for colleagues')
    .option('--off', 'send nothing by it until this is said without --off')
    .addHelpText(
      'after',
      '\nExample:\n  ripen providers set sms-twin --url https://sms.example.com/ripen --channel sms',
    )
    .action(async (id: string, given: SetOptions, command: Command) => {
      const { api, json } = withApi(command)
      const { url, awsSms, channel, to, idempotent = false, description, off } = given
      const { body } = await api.put<ShownProvider & { secret?: string }>(pathOf(id), {
        kind: awsSms ? 'aws-sms' : 'webhook',
        ...(url && { url }),
        channels: channel,
        to,
        idempotent,
        ...(description && { description }),
        enabled: !off,
      })
      if (json) return printJson(body)
      if (!body.secret || awsSms) return console.log(good(`${id} is ${off ? 'off' : 'on'}.`))
      console.log(good(`${id} is made. Both sides sign with this secret; keep it now, it is not shown again:`))
      console.log(bold(body.secret))
    })
}

function removeCommand(): Command {
  return new Command('remove')
    .argument('<id>', 'as "ripen providers" shows it')
    .description('send nothing more by it; steps that name it time out')
    .addHelpText('after', '\nExample:\n  ripen providers remove sms-twin')
    .action(async (id: string, _options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      if (!(await allProviders(api)).some(({ providerId }) => providerId === id))
        throw new Error(`there is no ${id}, or not any more: "ripen providers" lists them`)
      await api.call('DELETE', pathOf(id))
      if (json) printJson({ providerId: id, removed: true })
      else console.log(good(`${id} is removed: nothing more is sent by it.`))
    })
}

async function allProviders(api: Api): Promise<ShownProvider[]> {
  return (await api.get<{ items: ShownProvider[] }>('/providers')).body.items
}

function pathOf(id: string): string {
  return `/providers/${encodeURIComponent(id)}`
}
