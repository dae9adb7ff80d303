import { type InFlightJob, inFlightJob } from '../../core/content/in-flight-job.ts'
import { InFlightRequested } from '../../core/events.ts'
import { announce, announcement, announcing } from '../aws/announce.ts'
import { inFlightKey } from '../aws/keys.ts'
import { getItem, type Item, ifAbsent, putItem, updateItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'

/** Reads the job of a version; undefined when there is none. */
export async function readJob(sequence: string, version: number): Promise<InFlightJob | undefined> {
  const item = await getItem(inFlightKey(sequence, version))
  return item && inFlightJob.parse(item)
}

/** Puts a job and asks for its first page; one that is there already is left as it is, and so is done once. */
export async function startJob(started: InFlightJob): Promise<void> {
  const item: Item = { ...started, ...asking(started) }
  if (await putItem(inFlightKey(started.sequence, started.version), item, ifAbsent)) await tell(started, item)
}

/** Moves a job to its next page, or to its end, on condition that nobody did, and asks for that page. */
export async function moveJob(read: InFlightJob, to: InFlightJob): Promise<void> {
  const { sequence, version, ...rest } = to
  const isRunning = to.state === 'running'
  const set: Item = { ...rest, cursor: to.cursor, endedAt: to.endedAt, ...(isRunning && asking(to)) }
  const stored = await updateItem(
    inFlightKey(sequence, version),
    { set },
    { text: '#page = :read', names: { '#page': 'page' }, values: { ':read': read.page } },
  )
  if (stored && isRunning) await tell(to, stored)
}

function asking({ sequence, version, page }: InFlightJob): Item {
  return announcing([announcement(InFlightRequested, { sequence, version, page })], now())
}

/** What is stored counts: should the bus not take it now, the sweep asks for the page. */
async function tell({ sequence, version }: InFlightJob, stored: Item): Promise<void> {
  try {
    await announce(inFlightKey(sequence, version), stored, [InFlightRequested])
  } catch (error) {
    log.warn('the next page of those inside a sequence will be asked for by the sweep', {
      sequence,
      version,
      error: error as Error,
    })
  }
}
