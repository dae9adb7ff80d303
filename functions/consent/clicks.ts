import * as z from 'zod/mini'
import {
  type Click,
  judgeClicks,
  type Likelihood,
  markOf,
  signNames,
  signsOfAgent,
} from '../../core/consent/machine-click.ts'
import type { Send } from '../../core/consent/send.ts'
import type { MailReport } from '../../core/consent/ses-event.ts'
import { copyId } from '../../core/leads/merge.ts'
import { instant } from '../../core/names.ts'
import { activityKey, sendKey } from '../aws/keys.ts'
import { getItem, type Item, ifPresent, updateItem } from '../aws/table.ts'
import { emailVersion } from '../content/published.ts'
import { correctLead, isMisfolded } from '../leads/correct-lead.ts'
import { readMailbox } from './change-mailbox.ts'

/** The clicks on one mail that are seen beside each other: the latest. */
const keptAtMost = 30
const triesAtMost = 10

const keptClick = z.object({
  id: z.string(),
  at: instant,
  link: z.string(),
  signs: z.optional(z.array(z.enum(signNames))),
})
const kept = z.object({ clicks: z._default(z.array(keptClick), []), clickRev: z._default(z.int(), 0) })
type Kept = z.infer<typeof kept>

/** Puts a click beside the others on its mail; answers all of them with how likely each was a person's. Safe to repeat. */
export async function addClick(
  send: Send,
  report: MailReport & { link: string; method?: string; purpose?: string },
): Promise<ReadonlyMap<string, Judged>> {
  const signs = signsOfAgent(report)
  const click = { id: report.activityId, at: report.at, link: report.link, ...(signs.length > 0 && { signs }) }
  for (let attempt = 1; attempt <= triesAtMost; attempt += 1) {
    const before = await readClicks(send)
    if (before.clicks.some(({ id }) => id === click.id)) return judged(send, report, before)
    const clicks = [...before.clicks, click].slice(-keptAtMost)
    if (await writeClicks(send, before, clicks)) return judged(send, report, { ...before, clicks })
  }
  throw new Error('the clicks on a mail were changed by others at each of ten tries')
}

/** The clicks on a mail as they are judged now. */
export async function clicksNow(send: Send, report: MailReport): Promise<ReadonlyMap<string, Judged>> {
  return judged(send, report, await readClicks(send))
}

export interface Judged extends Likelihood {
  readonly at: string
}

/**
 * Marks facts that are stored already, where a later click shows that no person made them: what they count for changes, nothing is deleted, and what was marked
 * stays so. Where one had counted as a person's the lead is corrected. A fact that is not stored yet is marked by whoever stores it.
 */
export async function markFact(leadId: string, id: string, one: Judged): Promise<void> {
  const mark = markOf(one)
  if (Object.keys(mark).length === 0) return
  const key = activityKey(leadId, one.at, id)
  const fact = await getItem(key)
  const data = fact?.data as Item | undefined
  if (!fact || !data) return
  const isNews = data.machine !== true && data.person !== one.person
  const set = { data: { ...data, ...mark }, ...(mark.machine && { misjudged: true }) }
  const stored = isNews ? await updateItem(key, { set }, ifPresent) : fact
  if (stored && isMisfolded(stored)) await correctLead(leadId, { id, at: one.at })
  const into = (await readMailbox(leadId))?.mergedInto
  if (into) await markFact(into.leadId, copyId(leadId, id), one)
}

async function judged(send: Send, { sentAt }: MailReport, { clicks }: Kept): Promise<ReadonlyMap<string, Judged>> {
  const inOrder: (Click & { id: string })[] = [...clicks].sort((a, b) => (a.at < b.at ? -1 : 1))
  const found = judgeClicks(inOrder, send.deliveredAt ?? sentAt, await linksIn(send))
  return new Map(inOrder.map(({ id, at }, index) => [id, { at, ...(found[index] as Likelihood) }]))
}

async function readClicks({ leadId, sendId }: Send): Promise<Kept> {
  return kept.parse((await getItem(sendKey(leadId, sendId), { only: ['clicks', 'clickRev'] })) ?? {})
}

async function writeClicks({ leadId, sendId }: Send, { clickRev }: Kept, clicks: Kept['clicks']): Promise<boolean> {
  const stored = await updateItem(
    sendKey(leadId, sendId),
    { set: { clicks, clickRev: clickRev + 1 } },
    {
      text: `attribute_exists(pk) AND ${clickRev === 0 ? 'attribute_not_exists(#rev)' : '#rev = :rev'}`,
      names: { '#rev': 'clickRev' },
      ...(clickRev > 0 && { values: { ':rev': clickRev } }),
    },
  )
  return stored !== undefined
}

/** How many different links the mail has that are counted when clicked; undefined where its version can't be read any more. */
async function linksIn({ template, templateVersion, locale }: Send): Promise<number | undefined> {
  const html = (await emailVersion(template, templateVersion, locale))?.email.html
  if (html === undefined) return undefined
  const links = [...html.matchAll(/<a\b[^>]*?\bhref="([^"]*)"[^>]*>/gi)]
    .filter(([tag, href = '']) => !/ses:no-track/.test(tag) && !/^(mailto:|tel:|#)/.test(href))
    .map(([, href = '']) => href)
  return new Set(links).size
}
