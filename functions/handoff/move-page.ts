import { afterPage, type Settled } from '../../core/content/in-flight-job.ts'
import { slaPoliciesKind } from '../../core/content/schemas.ts'
import { policyInside } from '../../core/handoff/clocks-in-flight.ts'
import { handoff } from '../../core/handoff/handoff.ts'
import { moveClocks } from '../../core/handoff/move-clocks.ts'
import type { SlaPolicy } from '../../core/handoff/policy.ts'
import { toInstant } from '../../core/names.ts'
import { currentKey, type Key } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'
import { moveJob, readJob } from '../content/in-flight-items.ts'
import { insidePage } from '../content/leads-inside.ts'
import { pointerFrom } from '../content/pointers.ts'
import { contentVersion } from '../content/published.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { readUser } from '../staff/directory.ts'
import { changeHandoff } from './change-handoff.ts'
import { calendarOf } from './policy-in-force.ts'

/** As many as are moved well within the time of one function: some five calls each. */
const clocksOfPage = 40

/**
 * Moves one page of the clocks that run by older versions of a policy and asks for the next. A page may be gone through twice: what was moved is no longer under
 * an older version, and only the first to be done with a page moves on.
 */
export async function movePage(policy: string, version: number, page: number): Promise<void> {
  const what = policyInside(policy)
  const job = await readJob(what, version)
  if (job?.state !== 'running' || job.page !== page) return
  const at = toInstant(now())
  if (await isSuperseded(policy, version))
    return moveJob(job, { ...job, page: page + 1, state: 'superseded', endedAt: at })
  const published = await contentVersion(slaPoliciesKind, policy, version)
  if (!published) throw new Error('the version that clocks are to be moved to is gone')
  const { inside, next } = await insidePage(what, job.older, { cursor: job.cursor, limit: clocksOfPage })
  const found: Settled[] = []
  for (const { key } of inside) found.push(await moveOne(key, published.value, version))
  const after = afterPage(job, found, next, at)
  await moveJob(job, after)
  if (after.state === 'done')
    log.info('moved the clocks of a policy', { policy, version, settled: after.settled, failed: after.failed })
}

/** A later version that moves says so of all clocks, also of those that this job has not come to. */
async function isSuperseded(policy: string, version: number): Promise<boolean> {
  const { live } = await pointerFrom(await getItem(currentKey('sla-policies', policy)))
  for (let later = Number(live?.version ?? version); later > version; later -= 1) {
    if (await readJob(policyInside(policy), later)) return true
  }
  return false
}

async function moveOne(key: Key, policy: SlaPolicy, version: number): Promise<Settled> {
  const parsed = handoff.safeParse(await getItem(key))
  const leadId = key.pk.replace('LEAD#', '')
  if (!parsed.success) return { outcome: 'failed', leadId, reason: 'its hand-off could not be read' }
  const { handoffId, team, owner } = parsed.data
  const calendar = await calendarOf(policy, team, await readUser(owner))
  let isMoved = false
  await changeHandoff(handoffId, (read) => {
    const moved = moveClocks(read, { policy, version, calendar }, now())
    isMoved = moved !== undefined
    return moved && { handoff: moved, causes: ['policy-moved'] }
  })
  return { outcome: isMoved ? 'settled' : 'gone' }
}
