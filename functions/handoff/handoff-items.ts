import { ActivityObserved, HandoffChanged } from '../../core/events.ts'
import { policyInside } from '../../core/handoff/clocks-in-flight.ts'
import { type Handoff, type HandoffState, handoff } from '../../core/handoff/handoff.ts'
import { inboxOrder } from '../../core/handoff/inbox.ts'
import { isClockRunning } from '../../core/handoff/keep-sla.ts'
import { type Announcement, announcement } from '../aws/announce.ts'
import { handoffKey } from '../aws/keys.ts'
import { type Expression, getItem, type Item, updateItem } from '../aws/table.ts'

/** The kinds of events that a hand-off may owe. */
export const handoffEvents = [HandoffChanged, ActivityObserved]

/** The lists of hand-offs: all of a state, and those of one owner. */
export const inboxOf = (state: HandoffState) => `HANDOFFS#${state}`
export const ownInboxOf = (owner: string, state: HandoffState) => `OWNER#${owner}#${state}`

/** Where a clock must look (`dueKind`), the inboxes it stands in, and the policy it is under while its clock runs. */
export function placesOfHandoff(one: Handoff): Item {
  return {
    dueKind: one.due ? 'handoff' : undefined,
    dueAt: one.due,
    box: inboxOf(one.state),
    ownerBox: ownInboxOf(one.owner, one.state),
    boxOrder: inboxOrder(one),
    // Whoever publishes a policy is told how many clocks run by it.
    sequenceVersion: one.due && isClockRunning(one) ? `${policyInside(one.policy)}#${one.policyVersion}` : undefined,
    atStep: one.state,
  }
}

/** A hand-off as it is stored, with what it owes the bus; undefined when there is none. */
export interface StoredHandoff {
  readonly handoff: Handoff
  readonly stored: Item
}

export async function readHandoff(handoffId: string): Promise<StoredHandoff | undefined> {
  const stored = await getItem(handoffKey(handoffId))
  return stored && { handoff: handoff.parse(stored), stored }
}

/** That a hand-off changed, for whoever follows them. */
export function handoffChanged({ leadId, handoffId, state, owner }: Handoff, cause: string, at: string): Announcement {
  return announcement(HandoffChanged, { leadId, handoffId, state, owner, cause, at })
}

/** Writes a hand-off on condition that nobody wrote what was decided since it was read; undefined when somebody did. */
export async function writeHandoff(
  read: Handoff,
  to: Handoff,
  owed: Item = {},
  condition?: Expression,
): Promise<StoredHandoff | undefined> {
  const { leadId, handoffId, k, generation, generationAt, version, ...decided } = to
  const set: Item = {
    ...decided,
    due: to.due,
    answer: to.answer,
    passesTo: to.passesTo,
    pauses: to.pauses,
    unpaused: to.unpaused,
    version: read.version + 1,
    ...placesOfHandoff(to),
    ...owed,
  }
  const stored = await updateItem(
    handoffKey(handoffId),
    { set },
    {
      text: ['#version = :read', condition?.text].filter(Boolean).join(' AND '),
      names: { '#version': 'version', ...condition?.names },
      values: { ':read': read.version, ...condition?.values },
    },
  )
  return stored && { handoff: handoff.parse(stored), stored }
}

/**
 * Raises the generation to mine on condition that the stored one is not higher; answers the hand-off as it then is, or undefined when a later generation
 * acts. Nobody but KeepSla writes a generation.
 */
export async function raiseGeneration(of: Handoff, generation: number, at: string): Promise<StoredHandoff | undefined> {
  const stored = await updateItem(
    handoffKey(of.handoffId),
    { set: { generation, generationAt: at, loops: 0 } },
    {
      text: 'attribute_exists(pk) AND #generation <= :mine',
      names: { '#generation': 'generation' },
      values: { ':mine': generation },
    },
  )
  return stored && { handoff: handoff.parse(stored), stored }
}
