import { createHash } from 'node:crypto'
import { TrialRequested } from '../../core/events.ts'
import { toInstant } from '../../core/names.ts'
import type { ModelVersion } from '../../core/scoring/decide-score.ts'
import { scoringFacts } from '../../core/scoring/scoring-facts.ts'
import { countMove } from '../../core/scoring/trial/moves.ts'
import { type Judged, judgeOwn } from '../../core/scoring/trial/own-past.ts'
import { afterPage, newTrial, type Trial, type TrialKind } from '../../core/scoring/trial/trial.ts'
import { countVolume } from '../../core/scoring/trial/volume.ts'
import { publish } from '../aws/bus.ts'
import { queryItems } from '../aws/table.ts'
import { readLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { factsAfter } from './score-items.ts'
import { beginTrial, moveTrial, readTrial } from './trial-items.ts'

/** Leads of one page, and how many of them are read at a time. */
const leadsOfPage = 100
const atOnce = 10
/** What one piece judges goes into one item. */
const judgedOfPiece = 3_000

/** The trial of one kind that was begun for this state of the model on this day, or is begun now. */
export async function trialOf(kind: TrialKind, model: ModelVersion, hash: string): Promise<Trial> {
  const at = toInstant(now())
  const what = JSON.stringify([kind, model.id, hash, at.slice(0, 10)])
  const trialId = createHash('sha256').update(what).digest('hex').slice(0, 32)
  return beginTrial(newTrial({ trialId, kind, hash }, model.value, at))
}

/**
 * Goes on with a trial until `untilMs` of the monotonic clock; where leads are left, the rest is asked for on the bus, so that it goes on by itself. Safe to repeat,
 * and to run twice at once: of two that did the same piece one moves on.
 */
export async function runTrial(read: Trial, model: ModelVersion, untilMs: number): Promise<Trial> {
  if (read.state !== 'running') return read
  let at = read
  const found: Judged[] = []
  while (at.state === 'running' && performance.now() < untilMs && found.length < judgedOfPiece) {
    const page = await queryItems({ index: 'stage', pk: at.stage, limit: leadsOfPage, cursor: at.cursor })
    const leads = page.items.map(({ pk }) => String(pk).replace('LEAD#', ''))
    for (let from = 0; from < leads.length; from += atOnce) {
      for (const look of await Promise.all(leads.slice(from, from + atOnce).map(lookAt)))
        at = counted(at, model, look, found)
    }
    at = afterPage(at, page.next)
  }
  const moved = { ...at, page: read.page + 1, movedAt: toInstant(now()) }
  if (!(await moveTrial(read.page, moved, found))) return (await readTrial(read.trialId)) ?? moved
  if (moved.state === 'running') await askForMore(moved)
  return moved
}

/** Is a trial at work in the background, so that who asks needs not look at leads itself? */
export function goesOn({ state, page, movedAt }: Trial): boolean {
  return state === 'running' && page > 1 && now() - Date.parse(movedAt) < stalledMs
}
/** A piece of work takes less. */
const stalledMs = 120_000

/** Should the bus not take it, whoever looks at the trial goes on with it. */
async function askForMore({ trialId, page }: Trial): Promise<void> {
  try {
    await publish(TrialRequested, { trialId, page })
  } catch (error) {
    log.warn('a trial goes on when somebody looks at it', { trialId, error: error as Error })
  }
}

async function lookAt(leadId: string) {
  try {
    const lead = await readLead(leadId)
    if (!lead || lead.mailbox.erasedAt) return 'gone'
    return { lead, facts: await factsAfter(leadId, undefined) }
  } catch (error) {
    log.error('a lead could not be looked at for a trial', { leadId, error: error as Error })
    return 'failed'
  }
}

function counted(at: Trial, model: ModelVersion, look: Awaited<ReturnType<typeof lookAt>>, found: Judged[]): Trial {
  if (look === 'gone') return at
  if (look === 'failed') return { ...at, failed: at.failed + 1 }
  const { lead, facts } = look
  const looked = at.looked + 1
  const startedMs = Date.parse(at.startedAt)
  switch (at.kind) {
    case 'plan':
      return { ...at, looked, moves: countMove(at.moves, model, lead, facts, startedMs) }
    case 'volume':
      return { ...at, looked, volume: countVolume(at.volume, model.value, scoringFacts(lead.profile), facts) }
    case 'backtest': {
      const own = judgeOwn(model.value, lead.profile, facts, startedMs)
      if (!own) return { ...at, looked }
      found.push(own.judged)
      const late = { ...at.late }
      for (const field of own.late) late[field] = (late[field] ?? 0) + 1
      return { ...at, looked, judged: at.judged + 1, late }
    }
  }
}
