import { EnrolmentChanged } from '../../core/events.ts'
import { toInstant } from '../../core/names.ts'
import { sequencePaused, stoppedBySwitch } from '../../core/nurture/decide-step.ts'
import { type Enrolment, enrolment, isOpen } from '../../core/nurture/enrolment.ts'
import { announce, announcement, announcing } from '../aws/announce.ts'
import { enrolmentKey, experimentBox } from '../aws/keys.ts'
import { type Expression, getItem, type Item, ifAbsent, putItem, updateItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'

/** Where enrolments stand whose clock rings, and without one those that the switch holds and, for each sequence that is paused, those that wait in it. */
export const dueKinds = { clock: 'enrolment', stopped: 'stopped-enrolment', paused: 'paused-enrolment' } as const

/** Each paused sequence has its own list, so that the sweep need not go through those of another that stays paused. */
export function pausedKind(sequence: string): string {
  return `${dueKinds.paused}#${sequence}`
}

/** Where a clock must look (`dueKind`), and where those inside a sequence are counted by version and step. */
export function placesOfEnrolment(enrolment: Enrolment): Item {
  const { due, held, sequence, version, step } = enrolment
  const dueAt = enrolment.state === 'active' ? due : undefined
  const inside = isOpen(enrolment)
  return {
    dueKind: dueAt && dueKindOf(held, sequence),
    dueAt,
    sequenceVersion: inside ? `${sequence}#${version}` : undefined,
    // The step alone: with the due time in it every move would cost two index writes more.
    atStep: inside ? step : undefined,
  }
}

/** Where the leads of an experiment stand in the order in which they came to its split; for good, since they are counted when they have had their time. */
function placeOfTrial({ leadId, sequence, n, trial }: Enrolment): Item {
  return trial ? { box: experimentBox(sequence, trial.step), boxOrder: `${trial.at}#${leadId}#${n}` } : {}
}

function dueKindOf(held: string | undefined, sequence: string): string {
  if (held === sequencePaused) return pausedKind(sequence)
  return held === stoppedBySwitch ? dueKinds.stopped : dueKinds.clock
}

/** Reads one enrolment; undefined when there is none. */
export async function readEnrolment(leadId: string, enrolmentId: string): Promise<Enrolment | undefined> {
  const item = await getItem(enrolmentKey(leadId, enrolmentId))
  return item && enrolment.parse(item)
}

/** Puts a new enrolment, and owes its event: answers what was stored, or undefined when this lead has one of this name already. */
export async function putEnrolment(made: Enrolment, why: string): Promise<Item | undefined> {
  const item = { ...made, ...placesOfEnrolment(made), ...owing(made, why) }
  return (await putItem(enrolmentKey(made.leadId, made.enrolmentId), item, ifAbsent)) ? item : undefined
}

/**
 * Raises the generation to mine on condition that the stored one is not higher; answers the enrolment as it then is, or undefined when a later
 * generation acts. Nobody but TakeStep writes a generation.
 */
export async function raiseGeneration(of: Enrolment, generation: number, at: string): Promise<Enrolment | undefined> {
  const stored = await updateItem(
    enrolmentKey(of.leadId, of.enrolmentId),
    { set: { generation, generationAt: at, loops: 0 } },
    {
      text: 'attribute_exists(pk) AND #generation <= :mine',
      names: { '#generation': 'generation' },
      values: { ':mine': generation },
    },
  )
  return stored && enrolment.parse(stored)
}

/**
 * Moves the cursor on condition that this generation still acts and that nobody woke the enrolment since it was read, and answers what is stored then;
 * else undefined. One that ends owes its event.
 */
export async function moveCursor(read: Enrolment, to: Enrolment): Promise<Item | undefined> {
  const { leadId, enrolmentId, generation, wakeSeq, clicked, seen, sequence, version, n, ...moved } = to
  const condition: Expression = {
    text: '#generation = :mine AND #wakeSeq = :read AND #state = :active',
    names: { '#generation': 'generation', '#wakeSeq': 'wakeSeq', '#state': 'state' },
    values: { ':mine': read.generation, ':read': read.wakeSeq, ':active': read.state },
  }
  const optional: Item = { due: to.due, held: to.held, putOff: to.putOff }
  const set: Item = {
    ...moved,
    ...optional,
    ...placesOfEnrolment(to),
    ...placeOfTrial(to),
    ...(!isOpen(to) && owing(to)),
  }
  return updateItem(enrolmentKey(leadId, enrolmentId), { set }, condition)
}

/**
 * Writes facts or a decision of staff beside the cursor and raises `wakeSeq`, so that a TakeStep in flight decides again; a new state owes its event.
 * Undefined when somebody wrote in between, or when the enrolment is in none of these states.
 */
export async function wake(
  read: Enrolment,
  change: Partial<Enrolment>,
  states: readonly Enrolment['state'][],
): Promise<Enrolment | undefined> {
  const after = { ...read, ...change }
  const { sequenceVersion, atStep, ...due } = placesOfEnrolment(after)
  // A TakeStep may have moved the step since it was read: where it stands is its business until the lead is out.
  const places = isOpen(after) ? due : { ...due, sequenceVersion, atStep }
  const values = Object.fromEntries(states.map((state, index) => [`:state${index}`, state]))
  const stored = await updateItem(
    enrolmentKey(read.leadId, read.enrolmentId),
    { set: { ...change, ...(change.state && { ...places, ...owing(after) }), wakeSeq: read.wakeSeq + 1 } },
    {
      text: `#wakeSeq = :read AND #state IN (${Object.keys(values).join(', ')})`,
      names: { '#wakeSeq': 'wakeSeq', '#state': 'state' },
      values: { ...values, ':read': read.wakeSeq },
    },
  )
  return stored && enrolment.parse(stored)
}

/** Tells the bus what an enrolment owes, as it was `written` just now or else as it is stored. What is stored counts: should the bus not take it now, the sweep tells it. */
export async function tellEnrolment({ leadId, enrolmentId }: Enrolment, written?: Item): Promise<void> {
  const key = enrolmentKey(leadId, enrolmentId)
  try {
    const item = written ?? (await getItem(key))
    if (item?.announcements) await announce(key, item, [EnrolmentChanged])
  } catch (error) {
    log.warn('a change of an enrolment is stored and will be told by the sweep', {
      leadId,
      enrolmentId,
      error: error as Error,
    })
  }
}

function owing({ leadId, enrolmentId, sequence, state, reason, endedAt }: Enrolment, why = reason): Item {
  const at = endedAt ?? toInstant(now())
  return announcing([announcement(EnrolmentChanged, { leadId, enrolmentId, sequence, state, reason: why, at })], now())
}
