import type * as z from 'zod/mini'
import { type Concerned, carryOut } from '../../core/handoff/carry-out.ts'
import type { Handoff } from '../../core/handoff/handoff.ts'
import { dueActions, nextLook, type SlaAction } from '../../core/handoff/keep-sla.ts'
import { hasLeft, takeOver } from '../../core/handoff/owner-left.ts'
import { fromInstant, toInstant } from '../../core/names.ts'
import type { User } from '../../core/staff/user.ts'
import type { keepSla } from '../../core/tasks.ts'
import { startClock } from '../aws/start-clock.ts'
import { type ReadLead, readLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { readUser } from '../staff/directory.ts'
import { followUp, type HandoffChange, owedBy } from './change-handoff.ts'
import { handoffClock } from './handoff-clock.ts'
import { raiseGeneration, readHandoff, type StoredHandoff, writeHandoff } from './handoff-items.ts'
import { judgeFacts } from './judge-facts.ts'
import { managerFor, nextOf, standInFor } from './next-of-team.ts'
import { tellStaff } from './tell-staff.ts'

type State = z.output<typeof keepSla.input>

/** No wait of a state machine is longer; what is due later is looked at in between. */
const longestWaitMs = 30 * 86_400_000
/** An execution lives a year at most and keeps 25,000 history events: it hands over well before. */
const handOverAfterMs = 300 * 86_400_000
const handOverAfterLoops = 1_000
/** A lost race reads and decides again; so often in a row that it must be something else. */
const decisionsAtMost = 8
/** When a mail to staff that SES turned away for now is tried again, and when it is given up: nobody needs yesterday's. */
const tellAgainMs = 5 * 60_000
const tellWithinMs = 24 * 3_600_000

/**
 * Keeps the clocks of one hand-off: does what is due, each thing once and in order, then tells staff. What is done is written before anybody is told of it.
 * The item in the table is the truth: this may run twice, late, or beside another; only the highest generation acts.
 */
export async function keepDueSla(state: State): Promise<State> {
  for (let attempt = 1; attempt <= decisionsAtMost; attempt += 1) {
    const lead = await readLead(state.leadId)
    const read = await readHandoff(state.handoffId)
    if (!lead || lead.mailbox.erasedAt || !read || read.handoff.generation > state.generation) return finished(state)
    const mine = await acting(read, state)
    if (!mine) continue
    const owner = await readUser(mine.handoff.owner)
    const left = hasLeft(mine.handoff, owner)
    if (!mine.handoff.due && !left) return finished(state)
    if (isWornOut(mine.handoff)) {
      await startClock(handoffClock(mine.handoff), state.generation + 1)
      return finished(state)
    }
    const kept = left ? await giveToNext(mine, lead) : mine
    const done = kept && (await doWhatIsDue(kept, lead))
    const told = done && (await tellAll(done, lead, owner))
    if (!told) continue
    const { due } = told
    return due ? { ...state, waitSeconds: secondsUntil(fromInstant(due)), finished: false } : finished(state)
  }
  throw new Error('the hand-off was changed by others at each of eight decisions')
}

/** The hand-off with this generation acting; undefined when it must be read again. */
async function acting(read: StoredHandoff, { generation }: State): Promise<StoredHandoff | undefined> {
  const { handoff } = read
  if (handoff.generation === generation && handoff.generationAt) return read
  return raiseGeneration(handoff, generation, toInstant(now()))
}

/** An owner who left is followed by the next of the team, or who stands in; undefined when somebody wrote in between. */
async function giveToNext(read: StoredHandoff, lead: ReadLead): Promise<StoredHandoff | undefined> {
  const { handoff, stored } = read
  const { handoffId, team, by, owner, previousOwners } = handoff
  const passedOver = [...previousOwners, owner]
  const dealt = { handoffId, locale: lead.profile.locale, passedOver, beyondWeek: true }
  const next = (await nextOf({ team, by }, dealt)) ?? (await standInFor(team, passedOver))
  if (!next) {
    log.error('the owner of a hand-off left and nobody can take it over', { handoffId, team })
    return read
  }
  const given = takeOver(handoff, next, now())
  return move(handoff, { ...given, due: lookAt(given) }, owedBy({ handoff: given, causes: ['owner-left'] }, stored))
}

/** Writes what is due by now; undefined when somebody wrote in between, so that it must be decided again. */
async function doWhatIsDue(read: StoredHandoff, lead: ReadLead): Promise<StoredHandoff | undefined> {
  const { handoff, stored } = read
  // What was logged comes first: nobody is warned of what is done, or breached while the lead is waited for.
  const judged = (await judgeFacts(handoff))?.(handoff) ?? { handoff, causes: [] }
  const actions = dueActions(judged.handoff, now())
  if (judged.handoff === handoff && actions.length === 0) return read
  const done = carryOut(judged.handoff, actions, await concernedBy(judged.handoff, actions, lead), now())
  const change: HandoffChange = { ...done, causes: [...judged.causes, ...done.causes] }
  return move(handoff, { ...change.handoff, due: lookAt(change.handoff) }, owedBy(change, stored))
}

/** Tells staff what they are owed, and stores when to look again; undefined when somebody wrote in between. */
async function tellAll(
  { handoff, stored }: StoredHandoff,
  lead: ReadLead,
  known: User | undefined,
): Promise<Handoff | undefined> {
  const left = []
  for (const tell of handoff.tells) {
    const settled = await tellStaff(handoff, tell, lead, known)
    const old = fromInstant(tell.at) < now() - tellWithinMs
    if (!settled && !old) left.push(tell)
  }
  const after = { ...handoff, tells: left }
  const to = { ...after, due: lookAt(after) }
  const isSame = to.due === handoff.due && left.length === handoff.tells.length
  const written = isSame ? { handoff, stored } : await move(handoff, to)
  if (written) await followUp(written)
  return written?.handoff
}

/** The write of a clock: on condition that its generation still acts and that nobody wrote in between. */
function move(read: Handoff, to: Handoff, owed = {}): Promise<StoredHandoff | undefined> {
  return writeHandoff(read, { ...to, loops: read.loops + 1 }, owed, {
    text: '#generation = :mine',
    names: { '#generation': 'generation' },
    values: { ':mine': read.generation },
  })
}

async function concernedBy(handoff: Handoff, actions: readonly SlaAction[], { profile }: ReadLead) {
  const { handoffId, owner, team, by, previousOwners } = handoff
  const asks = (what: string) => actions.some((action) => action.kind === 'step' && action.step.what === what)
  const dealt = { handoffId, locale: profile.locale, passedOver: [...previousOwners, owner], beyondWeek: true }
  const concerned: Concerned = {
    manager: asks('notify-manager') ? await managerFor(owner, team) : undefined,
    next: asks('reassign') ? await nextOf({ team, by }, dealt) : undefined,
  }
  return concerned
}

/** When the clock rings next: for the SLA, or for a mail that could not go yet. */
function lookAt(handoff: Handoff): string | undefined {
  const sla = nextLook(handoff, now())
  const mail = handoff.tells.length > 0 ? toInstant(now() + tellAgainMs) : undefined
  return [sla, mail].filter((at) => at !== undefined).sort()[0]
}

function isWornOut({ loops, generationAt, openedAt }: Handoff): boolean {
  return loops >= handOverAfterLoops || now() - fromInstant(generationAt ?? openedAt) > handOverAfterMs
}

function secondsUntil(dueMs: number): number {
  return Math.max(0, Math.ceil(Math.min(dueMs - now(), longestWaitMs) / 1000))
}

function finished(state: State): State {
  return { ...state, waitSeconds: 0, finished: true }
}
