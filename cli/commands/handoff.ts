import { Command } from 'commander'
import { atLocalTime } from '../../core/handoff/at-local-time.ts'
import { type FindingName, findingNames } from '../../core/handoff/finding.ts'
import { waitingFact } from '../../core/handoff/pause-facts.ts'
import { type Api, ApiProblem } from '../api.ts'
import { givenTime } from '../given-time.ts'
import { handoffArgument, handoffNamed } from '../handoff-named.ts'
import { handoffStory, type ShownHandoff } from '../handoff-story.ts'
import { leadArgument, leadNamed } from '../lead-named.ts'
import { good, printJson } from '../output.ts'
import { moment, ownZone, whoseTimes } from '../own-zone.ts'
import { whoWasFirst } from '../who-was-first.ts'
import { withApi } from './with-api.ts'

type Given = Readonly<Record<string, string | undefined>>

/** An answer of sales: what it takes beside the hand-off, and the call that it makes of that. */
interface Answer {
  readonly name: string
  readonly says: string
  readonly options?: (command: Command) => Command
  readonly example: string
  readonly call: string
  readonly body: (given: Given) => object
  readonly done: string | ((given: Given) => string)
}

/** `ripen handoff show|accept|…`: one lead that sales has, and what it answers. */
export function handoffCommand(): Command {
  const command = new Command('handoff')
    .description('a lead that sales has: its story, and what becomes of it (docs/sales.md)')
    .addCommand(showCommand())
    .addCommand(handInCommand())
  for (const one of answers) command.addCommand(answerCommand(one))
  return command.addCommand(didCommand())
}

function showCommand(): Command {
  return new Command('show')
    .argument('<lead>', handoffArgument)
    .description('the whole story: what to do next, what the lead told, saw and scored, what to ask')
    .addHelpText('after', '\nExample:\n  ripen handoff show olga@shop.de')
    .action(async (given: string, _options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const { body } = await api.get<ShownHandoff>(`/handoffs/${await handoffNamed(api, given)}`)
      if (json) return printJson(body)
      console.log(`${handoffStory(body)}\n${whoseTimes()}`)
    })
}

function handInCommand(): Command {
  return new Command('hand-in')
    .argument('<lead>', leadArgument)
    .description('hand a lead of your own to sales, whatever its score')
    .requiredOption('--reason <text>', 'why; it stands in the timeline')
    .option('--team', 'whoever is next gets it, not you')
    .addHelpText('after', '\nExample:\n  ripen handoff hand-in olga@shop.de --reason "Met at the fair, wants an offer"')
    .action(async (given: string, { reason, team }: { reason: string; team?: boolean }, command: Command) => {
      const { api, json } = withApi(command)
      const { leadId } = await leadNamed(api, given)
      const { body } = await api.post<{ handoffId: string }>('/handoffs', { leadId, reason, for: team ? 'team' : 'me' })
      if (json) return printJson(body)
      console.log(good(`Handed in: ${body.handoffId} is on its way to ${team ? 'whoever is next' : 'your inbox'}.`))
    })
}

const why = (command: Command) =>
  command
    .requiredOption('--reason <reason>', 'an id of the list that the SLA policy has, or any words where it has none')
    .option('--note <text>', 'what else there is to say')

const found = (command: Command) =>
  findingNames.reduce((all, name) => all.option(`--${name} <text>`, findingHelp[name]), command)
const findingHelp: Record<FindingName, string> = {
  need: 'what they need',
  authority: 'who decides',
  budget: 'what they set aside',
  timing: 'by when they want it',
}
const foundIn = ({ need, authority, budget, timing }: Given) => ({ need, authority, budget, timing })
const findingsIn = (given: Given) => {
  const all = foundIn(given)
  return Object.values(all).some((one) => one !== undefined) ? { findings: all } : {}
}

const answers: readonly Answer[] = [
  {
    name: 'accept',
    says: 'take the lead',
    example: 'accept olga@shop.de',
    call: 'accept',
    body: () => ({}),
    done: 'Accepted: the lead is yours.',
  },
  {
    name: 'reject',
    says: 'not a lead for sales: back to marketing',
    options: why,
    example: 'reject olga@shop.de --reason no-fit --note "A student"',
    call: 'reject',
    body: ({ reason, note }) => ({ reason, note }),
    done: 'Rejected: marketing has your reason.',
  },
  {
    name: 'recycle',
    says: 'not yet: nurtured on, or parked until a day',
    options: (command) => why(command).option('--until <day>', 'parked until then: 2027-01-15'),
    example: 'recycle olga@shop.de --reason later --until 2027-01-15',
    call: 'recycle',
    body: ({ reason, note, until }) => ({ reason, note, ...(until !== undefined && { parkUntil: dayOf(until) }) }),
    done: ({ until }) =>
      until ? `Recycled: parked until ${until}, then nurtured on.` : 'Recycled: the lead is nurtured on.',
  },
  {
    name: 'meeting',
    says: 'a meeting is agreed on; a lead that nobody answered is accepted by it',
    options: (command) => command.requiredOption('--on <time>', 'when, by your clock: "2026-12-07 11:20"'),
    example: 'meeting olga@shop.de --on "2026-12-07 11:20"',
    call: 'meeting',
    body: ({ on = '' }) => ({ on: timeOf(on) }),
    done: 'Stored: a meeting is agreed on.',
  },
  {
    name: 'qualify',
    says: 'what you found out: it makes the lead an SQL where the funnel asks for it',
    options: found,
    example: 'qualify olga@shop.de --need "One view of the stock" --authority "Signs herself"',
    call: 'qualify',
    body: foundIn,
    done: 'Stored: what you found.',
  },
  {
    name: 'pass',
    says: 'from sales development on to sales',
    options: (command) =>
      found(
        command
          .option('--to <id>', 'who gets it; else the next of the team')
          .option('--note <text>', 'what they should know'),
      ),
    example: 'pass olga@shop.de --need "One view of the stock" --authority "Signs herself"',
    call: 'pass',
    body: ({ to, note, ...given }) => ({ to, note, ...findingsIn(given) }),
    done: 'Passed on.',
  },
  {
    name: 'opportunity',
    says: 'there is a project; say it again when it moves on',
    options: (command) =>
      found(
        command
          .option('--stage <id>', 'how far: a sub-category that the funnel names')
          .option('--value <number>', 'what it may bring'),
      ),
    example: 'opportunity olga@shop.de --stage proposal --value 12000',
    call: 'outcome',
    body: ({ stage, value, ...given }) => ({
      result: 'opportunity',
      stage,
      value: numberOf(value),
      ...findingsIn(given),
    }),
    done: 'Stored: an opportunity.',
  },
  {
    name: 'won',
    says: 'they bought: a customer from now on',
    options: (command) => found(command.option('--revenue <number>', 'what it brings')),
    example: 'won olga@shop.de --revenue 12000',
    call: 'outcome',
    body: ({ revenue, ...given }) => ({ result: 'won', revenue: numberOf(revenue), ...findingsIn(given) }),
    done: 'Stored: won.',
  },
  {
    name: 'lost',
    says: 'they did not buy',
    options: (command) =>
      command
        .option('--reason <reason>', 'an id of the list that the SLA policy has')
        .option('--note <text>', 'what else there is to say'),
    example: 'lost olga@shop.de --reason price',
    call: 'outcome',
    body: ({ reason, note }) => ({ result: 'lost', reason, note }),
    done: 'Stored: lost.',
  },
  {
    name: 'dispute',
    says: 'of marketing: a rejected lead is to be looked at again',
    options: (command) => command.requiredOption('--reason <text>', 'why'),
    example: 'dispute olga@shop.de --reason "She decides"',
    call: 'dispute',
    body: ({ reason }) => ({ reason }),
    done: 'Disputed: sales is told.',
  },
  {
    name: 'uphold',
    says: 'of sales, to a dispute: the rejection stands',
    options: (command) => command.requiredOption('--reason <text>', 'why'),
    example: 'uphold olga@shop.de --reason "Buys for herself alone"',
    call: 'review',
    body: ({ reason }) => ({ upheld: true, reason }),
    done: 'Stored: the rejection stands.',
  },
  {
    name: 'withdraw',
    says: 'of sales, to a dispute: the rejection does not stand',
    options: (command) => command.requiredOption('--reason <text>', 'why'),
    example: 'withdraw olga@shop.de --reason "She does decide"',
    call: 'review',
    body: ({ reason }) => ({ upheld: false, reason }),
    done: 'Stored: it counts as accepted; the lead stays where it is.',
  },
]

function answerCommand({ name, says, options = (command) => command, example, call, body, done }: Answer): Command {
  return options(new Command(name).argument('<lead>', handoffArgument).description(says))
    .addHelpText('after', `\nExample:\n  ripen handoff ${example}`)
    .action(async (lead: string, given: Given, command: Command) => {
      const { api, json } = withApi(command)
      // What was typed is read before anything is asked.
      const posted = body(given)
      const handoff = await answered(api, `/handoffs/${await handoffNamed(api, lead)}/${call}`, posted)
      if (json) return printJson(handoff)
      console.log(good(typeof done === 'string' ? done : done(given)))
      const { missing, due, duties } = handoff
      if (missing) console.log(`Still to find out: ${missing.join(', ')}.`)
      const next = duties.find((duty) => duty.due === due && !duty.metAt)
      if (due) console.log(`Next: ${next?.id ?? 'a duty'}, due ${moment(due)}.\n${whoseTimes()}`)
    })
}

/** The hand-off after the answer; throws Error that says who was first, where somebody was. */
async function answered(api: Api, path: string, posted: object): Promise<ShownHandoff> {
  try {
    return (await api.post<ShownHandoff>(path, posted)).body
  } catch (error) {
    const first = error instanceof ApiProblem && error.status === 409 ? whoWasFirst(error.body) : undefined
    throw first ? new Error(`${(error as Error).message} ${first}`) : error
  }
}

function didCommand(): Command {
  return new Command('did')
    .argument('<lead>', leadArgument)
    .argument(
      '<what>',
      'call, demo, email-replied, meeting-booked, waiting-on-lead, lead-answered, or what a duty names as its proof',
    )
    .description('what you did with a lead: it meets the duty that asks for it, or makes its clocks wait')
    .option('--at <time>', 'when, by your clock; when the report comes in, where it is left out')
    .addHelpText(
      'after',
      '\nExamples:\n  ripen handoff did olga@shop.de call\n  ripen handoff did olga@shop.de call --at "2026-11-24 09:30"',
    )
    .action(async (given: string, type: string, { at }: { at?: string }, command: Command) => {
      const { api, json } = withApi(command)
      const when = at === undefined ? undefined : timeOf(at)
      const { leadId } = await leadNamed(api, given)
      const { body } = await api.post<{ at: string; meets: string[] }>(`/leads/${leadId}/activities`, {
        type,
        at: when,
      })
      if (json) return printJson(body)
      console.log(good(`Stored: ${type}, ${moment(body.at)}.`))
      console.log(saysWhatItMeets(type, body.meets))
      console.log(whoseTimes())
    })
}

function saysWhatItMeets(type: string, meets: readonly string[]): string {
  if (meets.length > 0) return `It meets ${meets.join(' and ')}.`
  if (type === waitingFact) return 'The clocks of an accepted lead stand until it answers.'
  return 'No duty waits for it: "ripen handoff show" names those that there are.'
}

/** A time by the clock of whoever types, `2026-12-07 11:20`, or with a zone of its own. Throws Error for what is none. */
function timeOf(text: string): string {
  const local = /^(\d{4}-\d\d-\d\d)[ T]([01]\d|2[0-3]):([0-5]\d)$/.exec(text)
  const ms = local ? givenTime(String(local[1])) : givenTime(text)
  if (ms === undefined)
    throw new Error('give a time as "2026-12-07 11:20", or with a zone as 2026-12-07T11:20:00+03:00')
  return local ? atLocalTime(text.replace(' ', 'T'), ownZone()) : new Date(ms).toISOString()
}

function dayOf(text: string): string {
  const ms = givenTime(text)
  if (ms === undefined) throw new Error('give a day that the calendar has: 2027-01-15')
  return new Date(ms).toISOString()
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d+(\.\d+)?$/.test(text)) throw new Error('give a number of 0 or more, like 12000.50')
  return Number(text)
}
