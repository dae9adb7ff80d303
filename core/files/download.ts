import { derivedId } from '../consent/derived-id.ts'
import { type Likelihood, markOf } from '../consent/machine-click.ts'
import type { Send } from '../consent/send.ts'
import { interestsShownBy } from '../content/content-tags.ts'
import { inLocale } from '../content/words.ts'
import type { Activity } from '../leads/activity.ts'
import { fromInstant } from '../names.ts'
import type { GatedFile } from './gated-file.ts'

/** "Repeated downloads by the same person within a short time are one fact." */
const oneForMs = 30 * 60_000

/** Is this still the download that was counted at `at`? */
export function isSameDownload(at: string, nowMs: number): boolean {
  return nowMs < fromInstant(at) + oneForMs
}

/** The name of a download: it follows from what happened, so that a repeat of the telling is the same fact. */
export function downloadId(leadId: string, file: string, at: string): string {
  return derivedId('download', leadId, file, at)
}

/** Of a file that is fetched in pieces only the first counts: the others are the same download going on. */
export function isContinuation(range: string | undefined): boolean {
  return range !== undefined && !/^\s*bytes\s*=\s*0+-/i.test(range)
}

/**
 * The fact that somebody downloaded a file, in the shape that downloads of websites have too (`file`, `path`), with the mail that it came by: no address, no
 * network and no browser is kept.
 */
export function downloadFact(
  link: { readonly leadId: string; readonly at: string; readonly locale: string },
  file: GatedFile,
  send: Send | undefined,
  likelihood: Likelihood | undefined,
): Activity {
  const { leadId, at, locale } = link
  const tags = interestsShownBy(file)
  const known = {
    file: file.id,
    path: `/files/${file.id}`,
    title: inLocale(file.title, locale),
    locale,
    ...(tags.length > 0 && { tags }),
    sendId: send?.sendId,
    template: send?.template,
    topic: send?.topic,
    sequence: send?.sequence,
    enrolmentId: send?.enrolmentId,
    step: send?.step,
    ...(likelihood && markOf(likelihood)),
  }
  const data = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as Activity['data']
  return { leadId, id: downloadId(leadId, file.id, at), type: 'content-downloaded', at, data }
}
