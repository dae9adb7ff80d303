import { Argument, Command, Option } from 'commander'
import { type Approvals, agreedTypes, approvalsInWords, type Side, sides } from '../../core/content/approvals.ts'
import { pathOf } from '../content-arguments.ts'
import { bold, dim, good, printJson } from '../output.ts'
import { moment } from '../own-zone.ts'
import { withApi } from './with-api.ts'

interface Shown {
  readonly version?: number
  readonly approvals?: Approvals
  readonly draft?: { readonly at: string; readonly by: string }
}

/** `ripen approve <type> <id>`: one side agrees to the draft as it is now. */
export function approveCommand(): Command {
  return new Command('approve')
    .description('agree to a draft for marketing or for sales: what both sides live by goes live only when both did')
    .addArgument(new Argument('<type>', 'type of content').choices(agreedTypes))
    .argument('<id>', 'its id, for example b2b')
    .addOption(new Option('--side <side>', 'for which side, where you are in both groups').choices(sides))
    .addHelpText(
      'after',
      `
An approval counts for just this draft: whoever edits it voids it. Nobody approves for both sides.
Look first: "ripen versions scoring-models b2b --diff" says what changes, "ripen model plan b2b" who would move.

Examples:
  ripen approve scoring-models b2b
  ripen approve funnel funnel --side sales`,
    )
    .action(async (type: string, id: string, { side }: { side?: Side }, command: Command) => {
      const { api, json } = withApi(command)
      const path = pathOf(type, id)
      const { body: shown, etag } = await api.get<Shown>(path)
      if (!shown.draft) {
        if (json) return printJson({ approvals: shown.approvals ?? {}, missing: [] })
        const so = approvalsInWords(shown.approvals)
        return console.log(dim(`There is nothing to approve: version ${shown.version} is live${so ? `, ${so}` : ''}.`))
      }
      const { body } = await api.post<{ side: Side; approvals: Approvals; missing: readonly Side[] }>(
        `${path}/approve`,
        side ? { side } : {},
        etag ? { 'if-match': etag } : {},
      )
      if (json) return printJson(body)
      const { by, at } = shown.draft
      console.log(good(`Approved for ${body.side}: the draft that ${by} stored on ${moment(at)}.`))
      console.log(
        body.missing.length > 0
          ? `It waits for ${body.missing.join(' and ')} now.`
          : `Both sides agreed: ${bold('ripen push --publish')} makes it live.`,
      )
    })
}
