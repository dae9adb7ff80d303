import { Command } from 'commander'
import { type PausedSequence, type ShownForMail, whyNoMail } from '../../core/insight/why-no-mail.ts'
import type { Api } from '../api.ts'
import { leadArgument, leadNamed } from '../lead-named.ts'
import { dim, printJson } from '../output.ts'
import { ownZone, whoseTimes } from '../own-zone.ts'
import { momentInWords } from '../when.ts'
import { withApi } from './with-api.ts'

/** `ripen why <lead>`: why this lead gets no mail now. */
export function whyCommand(): Command {
  return new Command('why')
    .argument('<lead>', leadArgument)
    .description('why a lead gets no marketing mail now, and what would change it')
    .addHelpText('after', '\nExample:\n  ripen why jana@example.com')
    .action(async (who: string, _options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const lead = await leadNamed(api, who)
      const { body } = await api.get<{ items: { name: string; on: boolean; reason: string }[] }>('/switches')
      const mail = body.items.find(({ name }) => name === 'marketing-mail') ?? { on: true, reason: '' }
      const shown = lead as unknown as ShownForMail
      const zone = typeof lead.zone === 'string' ? lead.zone : ownZone()
      const said = (at: string) => (json ? at : momentInWords(at, zone))
      const reasons = whyNoMail(shown, mail, await pausedOf(api, shown), said)
      if (json) return printJson({ leadId: lead.leadId, reasons })
      if (reasons.length === 0) return console.log('Nothing keeps mail from this lead: its next one is due.')
      for (const { why, mend } of reasons) console.log(mend ? `${why}\n  ${dim(mend)}` : why)
      console.log(whoseTimes(zone))
    })
}

/** Those of the sequences it is inside that are paused as a whole. */
async function pausedOf(api: Api, { enrolments }: ShownForMail): Promise<PausedSequence[]> {
  const inside = enrolments.filter(({ state }) => state === 'active' || state === 'paused')
  const names = new Set(inside.flatMap(({ sequence }) => sequence ?? []))
  const states = await Promise.all(
    [...names].map((name) => api.get<PausedSequence & { paused: boolean }>(`/sequences/${encodeURIComponent(name)}`)),
  )
  return states.flatMap(({ body }) => (body.paused ? [body] : []))
}
