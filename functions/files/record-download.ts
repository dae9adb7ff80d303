import { signsOfAgent } from '../../core/consent/machine-click.ts'
import type { Send } from '../../core/consent/send.ts'
import { ActivityObserved } from '../../core/events.ts'
import { downloadFact, downloadId, isSameDownload } from '../../core/files/download.ts'
import { toInstant } from '../../core/names.ts'
import { publish } from '../aws/bus.ts'
import { env } from '../aws/env.ts'
import { activityKey, downloadKey } from '../aws/keys.ts'
import { getItem, type Item, updateItem } from '../aws/table.ts'
import { addClick, type Judged, markFact } from '../consent/clicks.ts'
import { readSend } from '../consent/send-records.ts'
import { now } from '../runtime/clock.ts'
import type { AskedFile } from './asked-file.ts'

/** Who fetches, as far as the request tells. */
interface Fetcher {
  readonly method: string
  readonly agent: string | undefined
  /** `prefetch`: a browser fetches ahead what nobody asked for yet. */
  readonly purpose: string | undefined
}

/**
 * Puts a download on the bus as a fact, once for all of the same person within half an hour: a mark beside the lead says which one was told, so that repeats
 * write nothing. Those of machines have a mark of their own. Who dies between mark and bus leaves a mark that the next request tells from.
 */
export async function recordDownload(asked: AskedFile, fetcher: Fetcher): Promise<void> {
  const { leadId, sendId, file } = asked
  const isMachine = signsOfAgent(fetcher).length > 0
  const key = downloadKey(leadId, file.id, isMachine ? 'machine' : 'person')
  const mark = await markedAt(key, toInstant(now()), (before) => isOver(asked, before, isMachine))
  if (!mark || mark.told === true) return
  const at = String(mark.at)
  const send = await readSend(leadId, sendId)
  const judged = send && (await besideClicks(asked, send, at, fetcher))
  const likelihood = judged ?? (isMachine ? { person: 0, signs: signsOfAgent(fetcher) } : undefined)
  await publish(ActivityObserved, {
    activity: downloadFact({ leadId, at, locale: asked.locale }, file, send, likelihood),
  })
  await updateItem(key, { set: { told: true } }, ifMarked(at))
}

/** The mark as it stands, or as it is set now where that is over; undefined where somebody else sets one at this moment. */
async function markedAt(
  key: ReturnType<typeof downloadKey>,
  at: string,
  isOver: (at: string) => Promise<boolean>,
): Promise<Item | undefined> {
  const before = await getItem(key)
  if (before && !(await isOver(String(before.at)))) return before
  const free = before ? ifMarked(String(before.at)) : { text: 'attribute_not_exists(pk)' }
  return updateItem(key, { set: { at, told: undefined } }, free)
}

/** May the next download be counted? Half an hour is over, or what was counted as a person's turned out to be a machine's. */
async function isOver({ leadId, file }: AskedFile, at: string, isMachine: boolean): Promise<boolean> {
  if (!isSameDownload(at, now())) return true
  if (isMachine) return false
  const fact = await getItem(activityKey(leadId, at, downloadId(leadId, file.id, at)))
  return (fact?.data as Item | undefined)?.machine === true
}

/** Puts the download among the clicks on its mail, so that each is judged beside the others: now, and whenever another comes. */
async function besideClicks(
  { leadId, file }: AskedFile,
  send: Send,
  at: string,
  { method, agent, purpose }: Fetcher,
): Promise<Judged | undefined> {
  const id = downloadId(leadId, file.id, at)
  const clicks = await addClick(send, {
    what: 'clicked',
    messageId: send.messageId ?? '',
    sentAt: send.settledAt ?? send.preparedAt,
    at,
    activityId: id,
    about: undefined,
    link: `${env('API_URL')}/files/${file.id}`,
    method,
    ...(agent !== undefined && { agent }),
    ...(purpose !== undefined && { purpose }),
  })
  for (const [other, one] of clicks) if (other !== id) await markFact(leadId, other, one)
  return clicks.get(id)
}

function ifMarked(at: string) {
  return { text: '#at = :at', names: { '#at': 'at' }, values: { ':at': at } }
}
