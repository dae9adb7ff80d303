import { Command, Option } from 'commander'
import { deliveryStates, type shownDelivery } from '../core/webhooks/delivery.ts'
import { withApi } from './commands/with-api.ts'
import { givenTime } from './given-time.ts'
import { endProgress, good, printJson, progress, table } from './output.ts'
import { moment, whoseTimes } from './own-zone.ts'

type Delivery = ReturnType<typeof shownDelivery>

interface Span {
  readonly state?: (typeof deliveryStates)[number]
  readonly from?: string
  readonly to?: string
}

const state = () => new Option('--state <state>', 'only those that are so').choices(deliveryStates)
const times = 'RFC 3339, or a day, which begins at midnight UTC'

/** `ripen webhooks log <id>`: what was sent to it, and each try. */
export function logCommand(): Command {
  return new Command('log')
    .argument('<id>', 'as "ripen webhooks" shows it')
    .description('what was sent to a webhook in the last 30 days, the newest first, and what came of it')
    .addOption(state())
    .option('--from <time>', `what happened from then on: ${times}`)
    .option('--to <time>', 'what happened before')
    .option('--limit <n>', 'at most this many', '20')
    .addHelpText('after', '\nExample:\n  ripen webhooks log crm --state failed')
    .action(async (id: string, { limit, ...span }: Span & { limit: string }, command: Command) => {
      const { api, json } = withApi(command)
      const most = Number(limit)
      if (!Number.isInteger(most) || most < 1) throw new Error('--limit is a whole number from 1')
      const query = new URLSearchParams({ ...instantsOf(span), limit: String(Math.min(most, 100)) })
      if (span.state) query.set('state', span.state)
      const items: Delivery[] = []
      for await (const one of api.items<Delivery>(`/webhooks/${encodeURIComponent(id)}/deliveries?${query}`)) {
        items.push(one)
        if (items.length >= most) break
      }
      if (json) return printJson({ items })
      console.log(
        table(items.map(rowOf), ['happened', 'type', 'state', 'last try', 'message', 'lead'], 'Nothing was sent.'),
      )
      if (items.length > 0) console.log(whoseTimes())
    })
}

function rowOf({ at, type, state, reason, attempts, messageId, leadId, nextAt }: Delivery) {
  const last = attempts.at(-1)
  const became = last && (last.status === undefined ? last.error : String(last.status))
  const next = nextAt ? `; next ${moment(nextAt)}` : ''
  return {
    happened: moment(at),
    type,
    state: reason ? `${state}: ${reason}` : state,
    'last try': last
      ? `${moment(last.at)}: ${became ?? ''} (${attempts.length === 1 ? '1 try' : `${attempts.length} tries`})${next}`
      : `none yet${next}`,
    message: messageId,
    lead: leadId ?? '',
  }
}

/** `ripen webhooks replay <id> [message]`: one message, or those of a span, page after page. */
export function replayCommand(): Command {
  return new Command('replay')
    .argument('<id>', 'as "ripen webhooks" shows it')
    .argument('[message]', 'one message, as the log names it; without it those of a span')
    .description('send again, with the same ids: one message, or what happened in a span')
    .option('--lead <leadId>', 'the lead that the message is about, as the log names it')
    .addOption(state())
    .option('--from <time>', `what happened from then on: ${times}`)
    .option('--to <time>', 'what happened before (default: until now)')
    .addHelpText(
      'after',
      `
Examples:
  ripen webhooks replay crm --state failed --from 2026-11-20
  ripen webhooks replay crm msg_… --lead …`,
    )
    .action(async (id: string, message: string | undefined, options: Span & { lead?: string }, command: Command) => {
      const { api, json } = withApi(command)
      const { lead, ...span } = options
      if (message !== undefined && (span.from ?? span.to ?? span.state) !== undefined)
        throw new Error('give one message, or a span with --from, and not both')
      if (message === undefined && span.from === undefined) throw new Error('give a message, or a span with --from')
      if (message === undefined && lead !== undefined) throw new Error('--lead belongs to a message')
      const asked = message === undefined ? spanOf(span) : { messageId: message, ...(lead && { leadId: lead }) }
      let replayed = 0
      let cursor: string | undefined
      do {
        const { body } = await api.post<{ replayed: number; next?: string }>(
          `/webhooks/${encodeURIComponent(id)}/replay`,
          { ...asked, ...(cursor && { cursor }) },
        )
        replayed += body.replayed
        cursor = body.next
        progress(`${replayed.toLocaleString('en')} are sent again …`)
      } while (cursor)
      endProgress()
      if (json) return printJson({ replayed })
      console.log(
        good(`${replayed === 1 ? '1 message is' : `${replayed.toLocaleString('en')} messages are`} sent again.`),
      )
    })
}

function spanOf(span: Span) {
  const { from, to = new Date().toISOString() } = instantsOf(span)
  return { from, to, ...(span.state && { state: span.state }) }
}

function instantsOf({ from, to }: Span): { from?: string; to?: string } {
  return {
    ...(from !== undefined && { from: instantOf('--from', from) }),
    ...(to !== undefined && { to: instantOf('--to', to) }),
  }
}

function instantOf(option: string, given: string): string {
  const ms = givenTime(given)
  if (ms === undefined) throw new Error(`${option}: give a time like 2026-11-24 or 2026-11-24T09:00:00Z`)
  return new Date(ms).toISOString()
}
