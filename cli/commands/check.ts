import { Command } from 'commander'
import { checkFolder } from '../../core/content/check-folder.ts'
import { isError } from '../../core/content/problem.ts'
import { printJson } from '../output.ts'
import { readFolder } from '../read-folder.ts'
import { countProblems, showProblems } from '../show-problems.ts'

/** `ripen check [folder]`: offline; exit 1 when something can't be published. */
export function checkCommand(): Command {
  return new Command('check')
    .argument('[folder]', 'folder with emails, sequences, forms …', 'templates')
    .description('every problem of a folder of templates, with file, line, column and what to do; needs no network')
    .action(async (folder: string, _options: unknown, command: Command) => {
      const files = readFolder(folder)
      const { problems } = await checkFolder(files)
      if (command.optsWithGlobals().json) printJson({ files: Object.keys(files).length, problems })
      else {
        if (problems.length > 0) console.log(`${showProblems(problems)}\n`)
        console.log(countProblems(problems, Object.keys(files).length))
      }
      if (problems.some(isError)) process.exitCode = 1
    })
}
