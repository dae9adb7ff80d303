import { moveTo } from '../../core/content/in-flight.ts'
import { afterPage, type InFlightJob, type Settled } from '../../core/content/in-flight-job.ts'
import { sequencesKind } from '../../core/content/schemas.ts'
import { toInstant } from '../../core/names.ts'
import { type Enrolment, enrolment, isOpen } from '../../core/nurture/enrolment.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { takeOut } from '../../core/nurture/steering.ts'
import { currentKey, enrolmentKey, type Key } from '../aws/keys.ts'
import { startClock, stopClock } from '../aws/start-clock.ts'
import { getItem, updateItem } from '../aws/table.ts'
import { closeAsked } from '../nurture/end-enrolment.ts'
import { enrolmentClock } from '../nurture/enrolment-clock.ts'
import { placesOfEnrolment, tellEnrolment, wake } from '../nurture/enrolment-items.ts'
import { settleLead } from '../nurture/settle-lead.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { readVersion } from './content-items.ts'
import { moveJob, readJob } from './in-flight-items.ts'
import { insidePage } from './leads-inside.ts'
import { pointerFrom } from './pointers.ts'
import { contentVersion } from './published.ts'

/** As many as are settled well within the time of one function: some six calls each. */
const leadsOfPage = 40
const triesAtMost = 8
export const outByVersion = 'taken out when a new version went live'

/**
 * Settles one page of those inside older versions of a sequence and asks for the next. A page may be gone through twice: who was moved or is out is no longer
 * inside an older version, and only the first to be done with a page moves on.
 */
export async function settlePage(sequence: string, version: number, page: number): Promise<void> {
  const job = await readJob(sequence, version)
  if (job?.state !== 'running' || job.page !== page) return
  if (await isSuperseded(job)) return moveJob(job, { ...job, page: page + 1, state: 'superseded', endedAt: nowAt() })
  const published = await contentVersion(sequencesKind, sequence, version)
  if (!published) throw new Error('the version that leads are to be moved to is gone')
  const { inside, next } = await insidePage(sequence, job.older, { cursor: job.cursor, limit: leadsOfPage })
  const found: Settled[] = []
  for (const { key } of inside) found.push(await settleOne(key, job, published.value))
  const after = afterPage(job, found, next, nowAt())
  await moveJob(job, after)
  if (after.state !== 'done') return
  const { choice, settled, left, failed } = after
  log.info('settled those inside a sequence', { sequence, version, choice, settled, left, failed })
}

/** A later version that moves or takes out says so of all who are inside, also of those that this job has not come to. */
async function isSuperseded({ sequence, version }: InFlightJob): Promise<boolean> {
  const { live } = await pointerFrom(await getItem(currentKey('sequences', sequence)))
  const newest = Number(live?.version ?? version)
  for (let later = newest; later > version; later -= 1) if (await readJob(sequence, later)) return true
  if (newest <= version) return false
  // Its event may be on its way still.
  const choice = (await readVersion('sequences', sequence, newest))?.inFlight?.choice
  return choice !== undefined && choice !== 'stay'
}

async function settleOne(key: Key, job: InFlightJob, sequence: Sequence): Promise<Settled> {
  for (let attempt = 1; attempt <= triesAtMost; attempt += 1) {
    const item = await getItem(key)
    const parsed = enrolment.safeParse(item)
    const leadId = key.pk.replace('LEAD#', '')
    if (item && !parsed.success) return { outcome: 'failed', leadId, reason: 'its enrolment could not be read' }
    const read = parsed.data
    if (!read || !isOpen(read) || read.version >= job.version) return { outcome: 'gone' }
    const settled = job.choice === 'exit' ? await exit(read) : await move(read, job, sequence)
    if (settled === 'no step') {
      const reason = `it went on to step ${read.step}, which version ${job.version} has not and for which no other was named: it stays on version ${read.version}`
      return { outcome: 'left', leadId, reason }
    }
    if (settled) return { outcome: 'settled' }
  }
  throw new Error('an enrolment was changed by others at each of eight tries to settle it')
}

/** One write moves the cursor; then its clock is started anew, so that what is due in the new version is done at once. False when somebody wrote in between. */
async function move(read: Enrolment, job: InFlightJob, sequence: Sequence): Promise<boolean | 'no step'> {
  const change = moveTo(read, sequence, job, now())
  if (!change) return 'no step'
  const moved: Enrolment = { ...read, ...change }
  const stored = await updateItem(
    enrolmentKey(read.leadId, read.enrolmentId),
    { set: { ...change, ...placesOfEnrolment(moved) } },
    {
      text: '#wakeSeq = :read AND #step = :step AND #version = :version AND #state = :state',
      names: { '#wakeSeq': 'wakeSeq', '#step': 'step', '#version': 'version', '#state': 'state' },
      values: { ':read': read.wakeSeq, ':step': read.step, ':version': read.version, ':state': read.state },
    },
  )
  if (stored && moved.state === 'active') await startAnew(enrolment.parse(stored))
  return stored !== undefined
}

/** Best effort: it is due now, and so the sweep starts it within half an hour where this could not. */
async function startAnew(moved: Enrolment): Promise<void> {
  const clock = enrolmentClock(moved)
  try {
    const started = await startClock(clock, moved.generation + 1)
    if (started > moved.generation) await stopClock(clock, moved.generation)
  } catch (error) {
    log.warn('a moved lead waits for the sweep to start its clock', { error: error as Error })
  }
}

async function exit(read: Enrolment): Promise<boolean> {
  const change = takeOut(read, now(), outByVersion)
  if (typeof change === 'string') return true
  const out = await wake(read, change, [read.state])
  if (!out) return false
  await closeAsked(out)
  await tellEnrolment(out)
  const cause = { type: 'enrolment-exited', id: out.enrolmentId, at: nowAt() }
  await settleLead(out.leadId, { ...cause, data: { sequence: out.sequence } })
  return true
}

function nowAt(): string {
  return toInstant(now())
}
