import { Command, InvalidArgumentError } from 'commander'
import type { User } from '../../core/staff/user.ts'
import type { Api } from '../api.ts'
import { dim, good, printJson, table } from '../output.ts'
import { withApi } from './with-api.ts'
import { calendarAfter, someDays, someHours, type WorkingTimeOptions, workingTimeInWords } from './working-time.ts'

type Given = 'name' | 'team' | 'manager' | 'zone' | 'locale' | 'capacity' | 'perWeek' | 'weight' | 'languages'

interface UserOptions extends Partial<Pick<User, Given>>, WorkingTimeOptions {
  readonly substitute?: string
  readonly group?: User['groups']
  readonly absent?: readonly string[]
}

/** `ripen users`, `add <email> --group g`, `change <id>`, `deactivate <id>`, `activate <id>`: named staff. */
export function usersCommand(): Command {
  return new Command('users')
    .description('the staff: who may sign in, and who gets leads')
    .addHelpText('after', '\nExample:\n  ripen users')
    .action(async (_options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const items = await Array.fromAsync(api.items<User>('/users'))
      if (json) return printJson({ items })
      const rows = items.map((one) => ({
        ...one,
        absent: one.absences.map(({ from, to }) => `${from}..${to}`),
        own: workingTimeInWords(one.calendar),
      }))
      const some = ['perWeek', 'weight', 'languages', 'substitute', 'own'] as const
      const used = some.filter((column) => rows.some((row) => row[column] !== undefined))
      const columns = ['userId', 'name', 'email', 'groups', 'team', 'capacity', ...used, 'absent', 'active']
      console.log(table(rows, columns, 'Nobody yet.'))
    })
    .addCommand(addCommand())
    .addCommand(changeCommand())
    .addCommand(activityCommand('deactivate', false, 'may not sign in any more, and gets no leads.'))
    .addCommand(activityCommand('activate', true, 'may sign in.'))
}

function addCommand(): Command {
  return withOwn(new Command('add'))
    .argument('<email>', 'its address at work')
    .description('add one of the staff (Cognito mails an invitation), or change what is given of who has this address')
    .option('--id <id>', 'short name in lower case (default: from the part before the @)')
    .addHelpText(
      'after',
      `
Examples:
  ripen users add anna@example.com --group sales --team inside-sales --zone Europe/Berlin
  ripen users add anna@example.com --absent 2026-12-24..2027-01-02`,
    )
    .action(async (email: string, { id: asked, ...options }: UserOptions & { id?: string }, command: Command) => {
      const { api, json } = withApi(command)
      const local = email.split('@')[0] ?? ''
      const id = asked ?? idOf(local)
      const staff = await Array.fromAsync(api.items<User>('/users'))
      const before = staff.find(({ userId }) => userId === id)
      if (before && before.email.toLowerCase() !== email.toLowerCase()) {
        throw new Error(
          `${id} is ${before.name}, ${before.email}: give this one another id with --id, or another address to ${before.name} with "ripen users change ${id} --email"`,
        )
      }
      if (!before && !options.group) throw new Error(`${id} is new: name at least one group with --group`)
      const body = await put(api, id, { name: local, ...before, ...changeOf(options, before), email })
      if (json) printJson(body)
      else console.log(saidOf(id, options, before, staff))
    })
}

function changeCommand(): Command {
  return withOwn(new Command('change'))
    .argument('<id>', 'as "ripen users" shows it')
    .description('change what is given of one of the staff, and leave the rest')
    .option('--email <address>', 'its address at work')
    .addHelpText('after', '\nExample:\n  ripen users change anna --manager mark --team inside-sales')
    .action(async (id: string, { email, ...options }: UserOptions & { email?: string }, command: Command) => {
      const { api, json } = withApi(command)
      const staff = await Array.fromAsync(api.items<User>('/users'))
      const before = staff.find(({ userId }) => userId === id)
      if (!before) throw new Error(`there is no user ${id}: "ripen users" lists them, "ripen users add" adds one`)
      const body = await put(api, id, { ...before, ...changeOf(options, before), ...(email && { email }) })
      if (json) printJson(body)
      else console.log(saidOf(id, options, before, staff))
    })
}

/** What can be said of one of the staff. */
function withOwn(command: Command): Command {
  return command
    .option('--group <name...>', 'marketing, sales-development, sales or admin; somebody new needs one')
    .option('--name <name>', 'as colleagues see it (default: the part before the @)')
    .option('--team <team>', 'sales team that routes name')
    .option('--manager <id>', 'who is told of breaches')
    .option('--zone <zone>', 'IANA time zone')
    .option('--locale <locale>', 'language of mails to this person')
    .option('--capacity <leads>', 'hand-offs at once, where a route goes by capacity', wholeNumber)
    .option('--per-week <leads>', 'new leads in a week, Monday to Sunday; more go to others', wholeNumber)
    .option('--weight <share>', 'share of the team’s leads: 2 gets twice as many as 1, 0 none in turn', wholeNumber)
    .option('--languages <language...>', 'languages that this person can speak with leads, like de pt-BR')
    .option('--substitute <id>', 'who gets this person’s leads while they are away; "none" for nobody')
    .option('--hours <days=hours...>', `own working hours like ${someHours}; "none" for the team’s`)
    .option('--holidays <place>', 'public holidays that count for this person: DE-BY, none; "team" for the team’s')
    .option(
      '--days-off <days...>',
      `own days off and half days like ${someDays}, in place of those before; "none" for none`,
    )
    .option('--absent <days...>', `days off like ${anAbsence}, in place of those before; "none" for none`)
}

function changeOf(options: UserOptions, before: User | undefined): Partial<User> {
  const { group, absent, substitute, hours, holidays, daysOff, ...given } = options
  return {
    ...given,
    ...(group && { groups: group }),
    ...(absent && { absences: absencesOf(absent) }),
    ...(substitute && { substitute: substitute === 'none' ? undefined : substitute }),
    ...((hours || holidays || daysOff) && {
      calendar: calendarAfter(before?.calendar, { hours, holidays, daysOff }),
    }),
  }
}

/** What was done, and what does not follow from it, though one may think so. */
function saidOf(
  id: string,
  { group, team, absent }: UserOptions,
  before: User | undefined,
  staff: readonly User[],
): string {
  const groups = (group ?? before?.groups ?? []).join(', ')
  const said = good(before ? `${id} is changed, and in ${groups}.` : `${id} is added, and in ${groups}.`)
  const isAlone = team !== undefined && !staff.some((one) => one.userId !== id && one.team === team)
  const isAway = before !== undefined && absent !== undefined && absencesOf(absent).length > 0
  return [
    said,
    ...(isAlone ? [dim(`The first of team ${team}: leads go there once a route of the SLA policy names it.`)] : []),
    ...(isAway
      ? [
          dim(
            `New leads go to others on these days. Those that ${id} has stay, and so do their clocks: "ripen inbox --owner ${id}" lists them.`,
          ),
        ]
      : []),
  ].join('\n')
}

function activityCommand(name: string, active: boolean, said: string): Command {
  return new Command(name)
    .argument('<id>', 'as "ripen users" shows it')
    .description(active ? 'let somebody sign in again' : 'let somebody who left sign in no more; no lead goes to them')
    .addHelpText('after', `\nExample:\n  ripen users ${name} anna`)
    .action(async (id: string, _options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const before = await find(api, id)
      if (!before) throw new Error(`there is no user ${id}: "ripen users" lists them`)
      const body = await put(api, id, { ...before, active })
      if (json) printJson(body)
      else console.log(good(`${id} ${said}`))
    })
}

async function find(api: Api, id: string): Promise<User | undefined> {
  for await (const one of api.items<User>('/users')) if (one.userId === id) return one
  return undefined
}

/** The API takes the whole of a user: what is not sent would be gone. */
async function put(api: Api, id: string, one: Partial<User>): Promise<unknown> {
  const { userId: _userId, ...body } = one
  return (await api.put(`/users/${encodeURIComponent(id)}`, body)).body
}

function idOf(local: string): string {
  return local
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

function wholeNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('Give a whole number.')
  return Number(text)
}

const anAbsence = '2026-12-24..2027-01-02'

/** Days off as they are typed: spans and single days. */
function absencesOf(texts: readonly string[]): User['absences'] {
  if (texts.length === 1 && texts[0] === 'none') return []
  return texts.map((text) => {
    const [, from, to = from] = /^(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?$/.exec(text) ?? []
    if (!from || !to) throw new Error(`--absent takes days like ${anAbsence}, one day, or "none" alone`)
    return { from, to }
  })
}
