import { Command, Option } from 'commander'
import { checkCommand } from './commands/check.ts'
import { deadLettersCommand } from './commands/dead-letters.ts'
import { doctorCommand } from './commands/doctor.ts'
import { leadsCommand, showLeadCommand } from './commands/leads.ts'
import { loginCommand } from './commands/login.ts'
import { mailsCommand } from './commands/mails.ts'
import { diffCommand, pullCommand, pushCommand } from './commands/push.ts'
import { simulateCommand } from './commands/simulate.ts'
import { usersCommand } from './commands/users.ts'
import { whyCommand } from './commands/why.ts'
import { bad } from './output.ts'

const program = new Command('ripen')
  .description('Ripen on the command line: what the folder of templates and the people on call need.')
  .option('--api <url>', 'address of the API (default: the last sign-in, else http://localhost:4000)')
  .option('--token <jwt>', 'token of staff instead of a sign-in (or RIPEN_TOKEN)')
  .addOption(new Option('--json', 'print JSON for programs'))
  .configureHelp({ showGlobalOptions: true })
  .showHelpAfterError('(ripen --help shows what there is)')

for (const command of [
  checkCommand(),
  pushCommand(),
  pullCommand(),
  diffCommand(),
  simulateCommand(),
  leadsCommand(),
  showLeadCommand(),
  whyCommand(),
  mailsCommand(),
  usersCommand(),
  loginCommand(),
  doctorCommand(),
  deadLettersCommand(),
]) {
  program.addCommand(command)
}

try {
  await program.parseAsync()
} catch (error) {
  console.error(bad(`ripen: ${(error as Error).message}`))
  process.exitCode = 1
}
