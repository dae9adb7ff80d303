import { Command } from 'commander'
import { isAgreedOn, sides } from '../../core/content/approvals.ts'
import type { ContentType } from '../../core/content/content-type.ts'
import type { Api } from '../api.ts'
import {
  type InFlightOptions,
  inFlightOf,
  ofContent,
  pathOf,
  versionNumber,
  withInFlight,
} from '../content-arguments.ts'
import { dim, good, printJson } from '../output.ts'
import { publishRefusal } from '../refusals.ts'
import { waitsForApproval } from '../show-pushed.ts'
import { withApi } from './with-api.ts'

/** `ripen roll-back <type> <id> <version>`: an earlier version goes live again as the next one. */
export function rollBackCommand(): Command {
  return withInFlight(
    ofContent(new Command('roll-back')).argument('<version>', 'number of an earlier version', versionNumber),
  )
    .description('make an earlier version live again, as the next one: checked as it would be today')
    .addHelpText(
      'after',
      `
What both sides agreed on (scoring models, SLA policies, the funnel) is stored as a draft instead: both have to agree to going back.
A draft stays as it is, and so does your folder: without "ripen pull" the next push brings the change back.

Examples:
  ripen roll-back emails white-paper-welcome 3
  ripen roll-back sequences white-paper 1 --in-flight stay`,
    )
    .action(async (type: string, id: string, version: number, options: InFlightOptions, command: Command) => {
      const { api, json } = withApi(command)
      const path = pathOf(type, id)
      if (isAgreedOn(type)) return draftAgain(api, json, { type, id, version })
      const { body: before, etag } = await api.get<{ version?: number }>(path)
      const { body } = await api
        .post<{ version: number }>(
          `${path}/roll-back`,
          { version, ...inFlightOf(options) },
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

/** "What both sides agreed to, one side alone doesn't take back": what the version said becomes the draft. */
async function draftAgain(
  api: Api,
  json: boolean,
  { type, id, version }: { type: string; id: string; version: number },
): Promise<void> {
  const path = pathOf(type, id)
  const { body: before, etag } = await api.get<{ draft?: { by: string } }>(path)
  if (before.draft)
    throw new Error(`there is a draft by ${before.draft.by} already: publish it, or push over it, first`)
  const { body: wanted } = await api.get<{ files: Record<string, string> }>(`${path}/versions/${version}`)
  await api.put(path, { files: wanted.files }, etag ? { 'if-match': etag } : {})
  if (json) return printJson({ drafted: version, missing: sides })
  console.log(good(`What version ${version} said is stored as a draft.`))
  console.log(waitsForApproval([{ type: type as ContentType, id, missing: sides }]))
}
