import { type Enrolment, enrolment } from '../../core/nurture/enrolment.ts'
import { enrolmentKey } from '../aws/keys.ts'
import { type Expression, type Item, ifAbsent, putItem, updateItem } from '../aws/table.ts'

/** Where a clock must look (`dueKind`), and where those inside a sequence are counted by version and step. */
export function placesOfEnrolment(enrolment: Enrolment): Item {
  const active = enrolment.state === 'active'
  const inside = active || enrolment.state === 'paused'
  return {
    dueKind: active && enrolment.due ? 'enrolment' : undefined,
    dueAt: active ? enrolment.due : undefined,
    inSequence: inside ? `${enrolment.sequence}#${enrolment.version}` : undefined,
    // The step alone: with the due time in it every move would cost two index writes more.
    atStep: inside ? enrolment.step : undefined,
  }
}

/** Puts a new enrolment; false when this lead has one of this name already. */
export function putEnrolment(made: Enrolment): Promise<boolean> {
  return putItem(enrolmentKey(made.leadId, made.enrolmentId), { ...made, ...placesOfEnrolment(made) }, ifAbsent)
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

/** Moves the cursor on condition that this generation still acts and that nobody woke the enrolment since it was read: else undefined. */
export async function moveCursor(read: Enrolment, to: Enrolment): Promise<Enrolment | undefined> {
  const { leadId, enrolmentId, generation, wakeSeq, clicked, seen, sequence, version, n, ...moved } = to
  const condition: Expression = {
    text: '#generation = :mine AND #wakeSeq = :read AND #state = :active',
    names: { '#generation': 'generation', '#wakeSeq': 'wakeSeq', '#state': 'state' },
    values: { ':mine': read.generation, ':read': read.wakeSeq, ':active': read.state },
  }
  const set: Item = { ...moved, held: to.held, due: to.due, ...placesOfEnrolment(to) }
  const stored = await updateItem(enrolmentKey(leadId, enrolmentId), { set }, condition)
  return stored && enrolment.parse(stored)
}

/**
 * Writes facts or a decision of staff beside the cursor and raises `wakeSeq`, so that a TakeStep in flight decides again. Undefined when somebody
 * wrote in between, or when the enrolment is in none of these states.
 */
export async function wake(
  read: Enrolment,
  set: Item,
  states: readonly Enrolment['state'][],
): Promise<Enrolment | undefined> {
  const values = Object.fromEntries(states.map((state, index) => [`:state${index}`, state]))
  const stored = await updateItem(
    enrolmentKey(read.leadId, read.enrolmentId),
    { set: { ...set, wakeSeq: read.wakeSeq + 1 } },
    {
      text: `#wakeSeq = :read AND #state IN (${Object.keys(values).join(', ')})`,
      names: { '#wakeSeq': 'wakeSeq', '#state': 'state' },
      values: { ...values, ':read': read.wakeSeq },
    },
  )
  return stored && enrolment.parse(stored)
}
