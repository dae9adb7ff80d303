import { ActivityObserved } from '../../core/events.ts'
import type { Handoff } from '../../core/handoff/handoff.ts'
import type { Activity } from '../../core/leads/activity.ts'
import { toInstant } from '../../core/names.ts'
import { announce, announcement, announcing } from '../aws/announce.ts'
import { handoffKey } from '../aws/keys.ts'
import { startClock, stopClock } from '../aws/start-clock.ts'
import type { Item } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { handoffClock } from './handoff-clock.ts'
import { handoffChanged, handoffEvents, readHandoff, type StoredHandoff, writeHandoff } from './handoff-items.ts'
import { noteSettled, settledBy, settleLead } from './settle-lead.ts'

/** What becomes of a hand-off, why (for those who follow hand-offs), and the facts about the lead that it makes. */
export interface HandoffChange {
  readonly handoff: Handoff
  readonly causes?: readonly string[]
  readonly facts?: readonly Activity[]
}

/** Too many writers at once; whoever called tries again. */
export class HandoffContended extends Error {
  constructor() {
    super('the hand-off was changed by others at each of ten tries')
    this.name = 'HandoffContended'
  }
}

/**
 * Changes a hand-off: reads it, decides, writes on condition that nobody wrote in between (else reads and decides again). The facts are owed with the write,
 * the lead is settled and the clock stopped where there is nothing left to keep. Answers the hand-off as it is now, or undefined when there is none.
 */
export async function changeHandoff(
  handoffId: string,
  decide: (handoff: Handoff) => HandoffChange | undefined,
): Promise<Handoff | undefined> {
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const read = await readHandoff(handoffId)
    if (!read) return undefined
    const change = decide(read.handoff)
    if (!change) return read.handoff
    const written = await writeHandoff(read.handoff, change.handoff, owedBy(change, read.stored))
    if (!written) continue
    await followUp(written)
    // A clock that has nothing left to ring for; what rings by itself at the end is not stopped.
    if (read.handoff.due && !written.handoff.due)
      await stopClock(handoffClock(written.handoff), written.handoff.generation)
    if (isSooner(written.handoff.due, read.handoff.due))
      await startClock(handoffClock(written.handoff), written.handoff.generation + 1)
    return written.handoff
  }
  throw new HandoffContended()
}

/**
 * A clock that sleeps beyond its time, or none: the lead answered before the pause ran out, or what was done was passed on. One that is not woken is found by
 * the sweep.
 */
function isSooner(due: string | undefined, before: string | undefined): boolean {
  return due !== undefined && (before === undefined || due < before)
}

/** The attributes that owe the bus what this change says. */
export function owedBy({ handoff, causes = [], facts = [] }: HandoffChange, before?: Item): Item {
  const nowMs = now()
  const told = causes.map((cause) => handoffChanged(handoff, cause, toInstant(nowMs)))
  const observed = facts.map((activity) => announcement(ActivityObserved, { activity }))
  return told.length + observed.length === 0 ? {} : announcing([...told, ...observed], nowMs, before)
}

/** What follows from a stored change. It is stored whatever happens here: the bus is told by the sweep, and the lead settled by who hears of it. */
export async function followUp({ handoff, stored }: StoredHandoff): Promise<void> {
  const { handoffId } = handoff
  try {
    await settleLead(handoff)
    // One write says that the lead is settled and the bus told; whoever hears of it before makes up for the first.
    if (stored.announcements) await announce(handoffKey(handoffId), stored, handoffEvents, settledBy(handoff))
    else await noteSettled(handoff)
  } catch (error) {
    log.warn('a hand-off is stored, and what follows from it will be made up for', { handoffId, error: error as Error })
  }
}
