import { Command } from 'commander'
import { type InFlightOptions, inFlightOf, ofContent, pathOf, withInFlight } from '../content-arguments.ts'
import { dim, good, printJson } from '../output.ts'
import { publishRefusal } from '../refusals.ts'
import { withApi } from './with-api.ts'

/** `ripen roll-back <type> <id> <version>`: an earlier version goes live again as the next one. */
export function rollBackCommand(): Command {
  return withInFlight(ofContent(new Command('roll-back')).argument('<version>', 'number of an earlier version'))
    .description('make an earlier version live again, as the next one: checked as it would be today')
    .addHelpText(
      'after',
      `
A draft stays as it is, and so does your folder: without "ripen pull" the next push brings the change back.

Examples:
  ripen roll-back emails white-paper-welcome 3
  ripen roll-back sequences white-paper 1 --in-flight stay`,
    )
    .action(async (type: string, id: string, version: string, options: InFlightOptions, command: Command) => {
      if (!/^[1-9]\d{0,8}$/.test(version)) throw new Error('give the number of a version; "ripen versions" lists them')
      const { api, json } = withApi(command)
      const path = pathOf(type, id)
      const { body: before, etag } = await api.get<{ version?: number }>(path)
      const { body } = await api
        .post<{ version: number }>(
          `${path}/roll-back`,
          { version: Number(version), ...inFlightOf(options) },
          etag ? { 'if-match': etag } : {},
        )
        .catch((error: unknown) => {
          throw publishRefusal(error, { id, step: options.step })
        })
      if (json) return printJson(body)
      if (body.version === before.version)
        console.log(dim(`Version ${body.version} is live and says the same: nothing was done.`))
      else console.log(good(`Version ${body.version} is live: it says what version ${version} said.`))
    })
}
