import { Command, Option } from 'commander'
import { type MergeRecord, mergeStates } from '../../core/leads/merge-record.ts'
import type { Api } from '../api.ts'
import { idOf, leadArgument } from '../lead-named.ts'
import { dim, good, printJson, table } from '../output.ts'
import { withApi } from './with-api.ts'

/** `ripen merge <lead> <into> --reason`: two leads are one person. */
export function mergeCommand(): Command {
  return new Command('merge')
    .argument('<lead>', 'the lead whose address is no longer used: its address or id')
    .argument('<into>', 'the lead that stands for the person: its address or id')
    .requiredOption('--reason <text>', 'why they are one person, for whoever asks later')
    .description('two leads are one person: what one did counts for the other, and mail goes to the other alone')
    .addHelpText(
      'after',
      `
No mail goes to the first address from then on, its withdrawals bind the other, and its sequences end. For 30 days
"ripen unmerge" takes them apart again; see docs/identity.md.

Example:
  ripen merge jana@old-job.example jana@new-job.example --reason "wrote that she moved"`,
    )
    .action(async (who: string, into: string, { reason }: { reason: string }, command: Command) => {
      const { api, json } = withApi(command)
      const path = `/leads/${await idOf(api, who)}/merge`
      const { body } = await api.post<{ into: string; undoUntil: string }>(path, {
        into: await idOf(api, into),
        reason,
      })
      if (json) return printJson(body)
      console.log(good('They are one lead now.'))
      console.log(dim(`Until ${body.undoUntil.slice(0, 10)} "ripen unmerge ${who}" takes them apart again.`))
    })
}

/** `ripen unmerge <lead> --reason`: they are two people after all. */
export function unmergeCommand(): Command {
  return new Command('unmerge')
    .argument('<lead>', `the lead that was merged into another: ${leadArgument}`)
    .requiredOption('--reason <text>', 'why, for whoever asks later')
    .description('undo a merge within 30 days; withdrawals made meanwhile stay for both')
    .addHelpText('after', '\nExample:\n  ripen unmerge jana@old-job.example --reason "two people of one name"')
    .action(async (who: string, { reason }: { reason: string }, command: Command) => {
      const { api, json } = withApi(command)
      const { body } = await api.post(`/leads/${await mergedId(api, who)}/unmerge`, { reason })
      return json ? printJson(body) : console.log(good('They are two leads again.'))
    })
}

type Shown = MergeRecord & { readonly email?: string; readonly intoEmail?: string; readonly undoUntil?: string }

/** `ripen merges`: what is merged, and what a rule proposes. */
export function mergesCommand(): Command {
  return new Command('merges')
    .description('leads that are one person, newest first')
    .addOption(new Option('--state <which>', 'which of them').choices(mergeStates).default('merged'))
    .addHelpText(
      'after',
      `
What is proposed says by which signs: "ripen merge" of the two addresses makes them one, "ripen unmerge" of the first
says that it is two people, and they are not proposed again.

Examples:
  ripen merges
  ripen merges --state proposed`,
    )
    .action(async ({ state }: { state: string }, command: Command) => {
      const { api, json } = withApi(command)
      const items: Shown[] = []
      for await (const one of api.items<Shown>(`/merges?state=${state}`)) items.push(one)
      if (json) return printJson({ items })
      const rows = items.map(({ leadId, into, email, intoEmail, at, by, reason, undoUntil }) => ({
        lead: email ?? leadId,
        into: intoEmail ?? into,
        at: at.slice(0, 10),
        by,
        reason,
        ...(undoUntil && { 'undo until': undoUntil.slice(0, 10) }),
      }))
      const columns = ['lead', 'into', 'at', 'by', 'reason', ...(state === 'merged' ? ['undo until'] : [])]
      console.log(table(rows, columns, 'There are none.'))
    })
}

/** By its address the API answers the lead that it was merged into, which names the ones that are in it. */
async function mergedId(api: Api, who: string): Promise<string> {
  const id = await idOf(api, who)
  const { leadId, mergedFrom = [] } = (
    await api.get<{ leadId: string; mergedFrom?: readonly { leadId: string }[] }>(`/leads/${id}`)
  ).body
  if (id !== leadId || mergedFrom.length === 0) return id
  const [only, ...others] = mergedFrom
  if (only && others.length === 0) return only.leadId
  throw new Error(
    `several are merged into this lead, name one by its id: ${mergedFrom.map((one) => one.leadId).join(', ')}`,
  )
}
