import { Command, Option } from 'commander'
import { type HandoffState, handoffStates } from '../../core/handoff/handoff.ts'
import { hasEnded } from '../../core/handoff/inbox.ts'
import { printJson, table } from '../output.ts'
import { moment, whoseTimes } from '../own-zone.ts'
import { withApi } from './with-api.ts'

/** A line of the inbox, as `GET /handoffs` gives it. */
interface Line {
  readonly handoffId: string
  readonly owner: string
  readonly state: HandoffState
  readonly priority: number
  readonly score?: number
  readonly due?: string
  readonly overdue: boolean
  readonly openedAt: string
  readonly missing?: readonly string[]
  readonly dispute?: { readonly review?: object }
  /** The hand-off of a colleague, which the same owner has. */
  readonly linked?: string
  readonly lead: Readonly<Record<string, unknown>>
}

/** `ripen inbox`: the leads of sales, what is overdue first. */
export function inboxCommand(): Command {
  return new Command('inbox')
    .description('the leads that sales has: what is overdue first, then by priority, then what is due first')
    .option('--owner <id>', '"me", or an id of "ripen users"; everybody’s when it is left out')
    .addOption(new Option('--state <state>', 'open ones wait for an answer').choices(handoffStates).default('open'))
    .addHelpText('after', '\nExamples:\n  ripen inbox --owner me\n  ripen inbox --owner me --state accepted')
    .action(async ({ owner, state }: { owner?: string; state: HandoffState }, command: Command) => {
      const { api, json } = withApi(command)
      const asked = new URLSearchParams({ state, limit: '100', ...(owner && { owner }) })
      const items: Line[] = []
      for await (const one of api.items<Line>(`/handoffs?${asked}`)) items.push(one)
      if (json) return printJson({ items })
      const rows = items.map(
        ({ handoffId, lead, priority, score, owner, due, overdue, missing, openedAt, ...one }) => ({
          due: due ? `${moment(due)}${overdue ? ', overdue' : ''}` : '',
          came: moment(openedAt),
          priority,
          score,
          lead: [[lead.firstName, lead.lastName].filter(Boolean).join(' '), lead.jobTitle, lead.company]
            .filter(Boolean)
            .join(', '),
          owner,
          'to find out': missing,
          'goes with': one.linked ?? '',
          disputed: one.dispute ? (one.dispute.review ? 'reviewed' : 'yes') : '',
          'hand-off': handoffId,
        }),
      )
      const isLinked = items.some(({ linked }) => linked !== undefined)
      console.log(table(rows, columnsOf(state, isLinked), nothing(owner, state)))
      if (rows.length > 0) console.log(whoseTimes())
    })
}

function columnsOf(state: HandoffState, isLinked: boolean): string[] {
  const ofAll = ['priority', 'score', 'lead', 'owner']
  const ids = ['hand-off', ...(isLinked ? ['goes with'] : [])]
  if (hasEnded(state)) return ['came', ...ofAll, ...(state === 'rejected' ? ['disputed'] : []), ...ids]
  return ['due', ...ofAll, ...(state === 'open' ? [] : ['to find out']), ...ids]
}

function nothing(owner: string | undefined, state: HandoffState): string {
  const whose = owner === undefined ? '' : owner === 'me' ? ' of yours' : ` of ${owner}`
  return state === 'open' ? `No lead${whose} waits for an answer.` : `No lead${whose} is ${state}.`
}
