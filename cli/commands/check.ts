import { relative, resolve } from 'node:path'
import { Command } from 'commander'
import type { NamedOutside } from '../../core/content/outreach-references.ts'
import { type ContentProblem, isError } from '../../core/content/problem.ts'
import { githubAnnotation } from '../github-annotations.ts'
import { dim, printJson } from '../output.ts'
import { readFolder } from '../read-folder.ts'
import { countProblems, showProblems } from '../show-problems.ts'

const more = `
Errors can't be published and end with exit code 1; warnings are for you to judge.

With --json:
  { "files": 65, "problems": [ {
      "file": "emails/welcome/en.md",   path in the folder
      "line": 12, "column": 5,          from 1; absent where a whole file is meant
      "pointer": "/steps/0/send",       JSON pointer (RFC 6901), where the file is data
      "severity": "error",              or "warning"
      "message": "...", "mend": "...",  what is wrong, what to do
      "mails": ["emails/..."] } ],      for a shared file: the mails it is wrong in
    "coverage": {                       where mails or files name a stage
      "cells": [ { "stage": "lead", "audience": "retail", "own": [...], "forAnyone": [...] } ],
      "holes": [ { "stage": "mql", "audience": "retail" } ], "unplaced": [...] },
    "notLookedAt": {                    where steps name them: known to the running system alone
      "staff": ["inside-sales"], "providers": ["sms-twin"] } }

Mails and files that say for which stage and audience they are ("stage: lead", "audience: retail" on
top of a mail or in file.yaml) make a matrix, which shows where you have nothing to say yet.

On GitHub Actions problems are shown at their lines of the pull request, by themselves: nobody
reads a log for them. --no-github prints them as elsewhere, --github as there.

Examples:
  ripen check
  ripen --json check templates`

/** `ripen check [folder]`: offline; exit 1 when something can't be published. */
export function checkCommand(): Command {
  return new Command('check')
    .argument('[folder]', 'folder with emails, sequences, forms …', 'templates')
    .option('--github', "print GitHub's annotations (by itself where GITHUB_ACTIONS is true)")
    .option('--no-github', 'print for people there, too')
    .option('--no-matrix', 'leave out which content there is for whom')
    .description('every problem of a folder of templates, with file, line, column and what to do; needs no network')
    .addHelpText('after', more)
    .action(async (folder: string, options: { github?: boolean; matrix: boolean }, command: Command) => {
      const files = readFolder(folder)
      const { checkFolder } = await import('../../core/content/check-folder.ts')
      const { problems, coverage, notLookedAt } = await checkFolder(files)
      const count = Object.keys(files).length
      if (command.optsWithGlobals().json) printJson({ files: count, problems, coverage, notLookedAt })
      else {
        const github = options.github ?? process.env.GITHUB_ACTIONS === 'true'
        if (problems.length > 0) console.log(`${github ? annotations(problems, folder) : showProblems(problems)}\n`)
        if (coverage && !github && options.matrix) {
          const { showCoverage } = await import('../show-coverage.ts')
          console.log(`${showCoverage(coverage)}\n`)
        }
        if (notLookedAt && !github) console.log(`${showNotLookedAt(notLookedAt)}\n`)
        console.log(countProblems(problems, count))
      }
      if (problems.some(isError)) process.exitCode = 1
    })
}

/** Who works here, and who delivers, is known where Ripen runs and nowhere in the folder. */
function showNotLookedAt({ staff, providers }: NamedOutside): string {
  const named = [
    ...(staff.length > 0 ? [`teams and staff (${staff.join(', ')})`] : []),
    ...(providers.length > 0 ? [`providers (${providers.join(', ')})`] : []),
  ]
  return dim(`not looked at here: ${named.join(' and ')}, whom steps name; "ripen push" says whether they are there`)
}

function annotations(problems: readonly ContentProblem[], folder: string): string {
  const root = process.env.GITHUB_WORKSPACE ?? process.cwd()
  const pathOf = (file: string) => relative(root, resolve(folder, file)).replaceAll('\\', '/')
  return problems.map((one) => githubAnnotation(one, pathOf(one.file))).join('\n')
}
