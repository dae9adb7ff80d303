import { writeFileSync } from 'node:fs'
import { Command } from 'commander'
import type { Agreement } from '../../core/handoff/agreement/agreement.ts'
import { bold, dim, good, printJson } from '../output.ts'
import { agreementPage } from '../pages/agreement-page.ts'
import { withApi } from './with-api.ts'

interface Options {
  readonly locale: string
  readonly ofVersion?: string
  readonly html?: string
}

/** `ripen agreement`: what marketing and sales promise each other, for people to read. */
export function agreementCommand(): Command {
  return new Command('agreement')
    .description('what marketing and sales promise each other: the SLA policy, scoring model and funnel as a document')
    .option(
      '--locale <language>',
      'en, ru or fa; the texts of your own are in the nearest language that they have',
      'en',
    )
    .option('--of-version <n>', 'as an earlier version of the SLA policy had it (default: the one in force)')
    .option('--html <file>', 'write it as a page to print or pass on')
    .addHelpText('after', '\nExamples:\n  ripen agreement\n  ripen agreement --locale ru --html agreement.html')
    .action(async ({ locale, ofVersion, html }: Options, command: Command) => {
      const { api, json } = withApi(command)
      const query = new URLSearchParams({ locale, ...(ofVersion && { version: ofVersion }) })
      const { body } = await api.get<Agreement>(`/insight/agreement?${query}`)
      if (html) writeFileSync(html, agreementPage(body))
      if (json) return printJson(body)
      if (html) return console.log(good(`The agreement is in ${html}.`))
      console.log(inText(body))
    })
}

function inText({ title, about, sections }: Agreement): string {
  const parts = sections.map(({ heading, lines }) => {
    const said = lines.map((line) => (typeof line === 'string' ? `  ${line}` : `  ${bold(line[0])}: ${line[1]}`))
    return `\n${bold(heading)}\n${said.join('\n')}`
  })
  return [bold(title), ...(about ? [dim(about)] : []), ...parts].join('\n')
}
