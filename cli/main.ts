import { Command, Option } from 'commander'
import { helpConfiguration, likeItsParent } from './help.ts'
import { loadLess } from './load-less.ts'
import { bad } from './output.ts'

loadLess()
// yaml looks at each token whether it is to be logged; a copy of the environment answers that many times faster.
process.env = { ...process.env }

/** By the headings of the help. Each is read when it is called: together they take longer than most of them run. */
const groups: Readonly<Record<string, Readonly<Record<string, () => Promise<Command>>>>> = {
  'Write and check:': {
    check: async () => (await import('./commands/check.ts')).checkCommand(),
    preview: async () => (await import('./commands/preview.ts')).previewCommand(),
    simulate: async () => (await import('./commands/simulate.ts')).simulateCommand(),
  },
  'Publish:': {
    push: async () => (await import('./commands/push.ts')).pushCommand(),
    pull: async () => (await import('./commands/pull.ts')).pullCommand(),
    diff: async () => (await import('./commands/diff.ts')).diffCommand(),
    versions: async () => (await import('./commands/versions.ts')).versionsCommand(),
    approve: async () => (await import('./commands/approve.ts')).approveCommand(),
    'roll-back': async () => (await import('./commands/roll-back.ts')).rollBackCommand(),
    uses: async () => (await import('./commands/uses.ts')).usesCommand(),
    plan: async () => (await import('./commands/in-flight.ts')).planCommand(),
    'in-flight': async () => (await import('./commands/in-flight.ts')).inFlightCommand(),
  },
  'Leads and sequences:': {
    leads: async () => (await import('./commands/leads.ts')).leadsCommand(),
    lead: async () => (await import('./commands/leads.ts')).showLeadCommand(),
    why: async () => (await import('./commands/why.ts')).whyCommand(),
    merge: async () => (await import('./commands/merge.ts')).mergeCommand(),
    unmerge: async () => (await import('./commands/merge.ts')).unmergeCommand(),
    merges: async () => (await import('./commands/merge.ts')).mergesCommand(),
    import: async () => (await import('./commands/import.ts')).importCommand(),
    enrol: async () => (await import('./commands/enrol.ts')).enrolCommand(),
    enrolment: async () => (await import('./commands/enrol.ts')).enrolmentCommand(),
    broadcast: async () => (await import('./commands/broadcast.ts')).broadcastCommand(),
    sequence: async () => (await import('./commands/sequence.ts')).sequenceCommand(),
    replies: async () => (await import('./commands/replies.ts')).repliesCommand(),
    tasks: async () => (await import('./commands/tasks.ts')).tasksCommand(),
  },
  'Sales:': {
    inbox: async () => (await import('./commands/inbox.ts')).inboxCommand(),
    handoff: async () => (await import('./commands/handoff.ts')).handoffCommand(),
  },
  'Scoring:': {
    model: async () => (await import('./commands/model.ts')).modelCommand(),
    backtest: async () => (await import('./commands/backtest.ts')).backtestCommand(),
    accounts: async () => (await import('./commands/accounts.ts')).accountsCommand(),
  },
  'Figures:': {
    funnel: async () => (await import('./commands/funnel.ts')).funnelCommand(),
    planner: async () => (await import('./commands/planner.ts')).plannerCommand(),
    agreement: async () => (await import('./commands/agreement.ts')).agreementCommand(),
    experiments: async () => (await import('./commands/experiments.ts')).experimentsCommand(),
    'hold-out': async () => (await import('./commands/hold-out.ts')).holdOutCommand(),
    'send-time': async () => (await import('./commands/send-time.ts')).sendTimeCommand(),
  },
  'Run it:': {
    login: async () => (await import('./commands/login.ts')).loginCommand(),
    token: async () => (await import('./commands/token.ts')).tokenCommand(),
    users: async () => (await import('./commands/users.ts')).usersCommand(),
    keys: async () => (await import('./commands/keys.ts')).keysCommand(),
    webhooks: async () => (await import('./commands/webhooks.ts')).webhooksCommand(),
    providers: async () => (await import('./commands/providers.ts')).providersCommand(),
    'outcome-sources': async () => (await import('./commands/outcomes.ts')).outcomeSourcesCommand(),
    outcomes: async () => (await import('./commands/outcomes.ts')).outcomesCommand(),
    doctor: async () => (await import('./commands/doctor.ts')).doctorCommand(),
    'lead-check': async () => (await import('./commands/lead-check.ts')).leadCheckCommand(),
    'dead-letters': async () => (await import('./commands/dead-letters.ts')).deadLettersCommand(),
    mails: async () => (await import('./commands/mails.ts')).mailsCommand(),
  },
}

const program = new Command('ripen')
  .description('Ripen on the command line: what the folder of templates, sales and the people on call need.')
  .option('--api <url>', 'address of the API (default: the last sign-in, else http://localhost:4000)')
  .option('--token <jwt>', 'token of staff instead of a sign-in (or RIPEN_TOKEN)')
  .addOption(new Option('--json', 'print JSON for programs'))
  .configureHelp(helpConfiguration)
  .showHelpAfterError('(ripen --help shows what there is)')

// Help and what is no command need all of them.
const first = commandIn(process.argv.slice(2))
const isNamed = Object.values(groups).some((group) => Object.hasOwn(group, first))
for (const [heading, group] of Object.entries(groups)) {
  for (const [name, load] of Object.entries(group)) {
    if (isNamed && name !== first) continue
    program.addCommand(likeItsParent(await load(), program).helpGroup(heading))
  }
}

try {
  await program.parseAsync()
} catch (error) {
  console.error(bad(`ripen: ${(error as Error).message}`))
  process.exitCode = 1
}

/** The first word that is neither a global option nor the value of one. */
function commandIn([word = '', ...rest]: readonly string[]): string {
  if (word === '--api' || word === '--token') return commandIn(rest.slice(1))
  return word === '--json' || /^--(api|token)=/.test(word) ? commandIn(rest) : word
}
