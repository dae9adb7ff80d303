import type { Activity } from '../leads/activity.ts'
import { toInstant } from '../names.ts'
import { answerFact } from './facts.ts'
import { tellingFormer } from './former-owner.ts'
import type { Duty, Handoff, SlaStep } from './handoff.ts'
import { nextDuty, nextLook, type SlaAction } from './keep-sla.ts'
import type { Choice } from './route-lead.ts'
import { telling } from './telling.ts'

/** Whom the due steps concern, where any of them asks. */
export interface Concerned {
  readonly manager?: string | undefined
  readonly next?: Choice | undefined
}

export interface CarriedOut {
  readonly handoff: Handoff
  /** What was done, for those who follow hand-offs. */
  readonly causes: readonly string[]
  /** What the lead's own story gets of it. */
  readonly facts: readonly Activity[]
}

/**
 * The hand-off after what was due, with the mails that staff is owed for it; nothing is stored yet. Stops after the lead went to somebody else or back to
 * marketing: what comes after that is decided anew.
 */
export function carryOut(
  handoff: Handoff,
  actions: readonly SlaAction[],
  concerned: Concerned,
  nowMs: number,
): CarriedOut {
  const at = toInstant(nowMs)
  const causes: string[] = []
  let to = handoff
  for (const action of actions) {
    causes.push(action.kind === 'step' ? action.step.what : action.kind)
    if (action.kind === 'step') {
      to = takeStep(to, action.step, concerned, at)
      if (action.step.what === 'reassign' || action.step.what === 'recycle') break
    } else {
      to = onDuty(to, action.kind, action.duty, at)
    }
  }
  const facts = to.state === handoff.state ? [] : [answerFact(to, takenBack(at))]
  return { handoff: { ...to, due: nextLook(to, nowMs) }, causes, facts }
}

function onDuty(handoff: Handoff, kind: 'warn' | 'breach', id: string, at: string): Handoff {
  const { whose } = handoff.duties.find((duty) => duty.id === id) ?? {}
  const to = whose ?? handoff.owner
  const mark = kind === 'warn' ? { warnedAt: at } : { breachedAt: at, missedBy: to }
  const duties = handoff.duties.map((duty) => (duty.id === id ? { ...duty, ...mark } : duty))
  if (kind === 'warn')
    return telling({ ...handoff, duties }, `warning-${id}`, to, { template: 'handoff-warning', duty: id, at })
  // The steps of the policy are for the owner's duties; whoever else owes one is told by this alone.
  if (whose) return telling({ ...handoff, duties }, `breach-${id}`, to, { template: 'handoff-escalated', duty: id, at })
  return { ...handoff, duties }
}

function takeStep(handoff: Handoff, { index, what }: SlaStep, { manager, next }: Concerned, at: string): Handoff {
  const done = (said: string, who?: string): Handoff => ({
    ...handoff,
    escalations: [...handoff.escalations, { index, what: said, at, ...(who && { who }) }],
  })
  const mail = { template: 'handoff-escalated', at } as const
  switch (what) {
    case 'notify-owner':
      return telling(done(what, handoff.owner), `step-${index}`, handoff.owner, mail)
    case 'notify-manager':
      return manager ? telling(done(what, manager), `step-${index}`, manager, mail) : done(`${what}: there is nobody`)
    case 'reassign': {
      if (!next) return done(`${what}: nobody else is there`)
      const given: Handoff = {
        ...done(what, next.owner),
        owner: next.owner,
        routedBy: `${undone[nextDuty(handoff)?.what ?? 'answer']} by ${handoff.owner} in time; ${next.why}`,
        previousOwners: [...handoff.previousOwners, handoff.owner],
      }
      const told = telling(given, 'opened', next.owner, { template: 'handoff-opened', at })
      return tellingFormer(told, handoff.owner, at)
    }
    case 'recycle': {
      return { ...done(what), state: 'recycled', answer: handoff.answer ?? takenBack(at) }
    }
  }
}

/** What was not done, as {@link routedInWords} knows it. */
const undone: Readonly<Record<Duty['what'], string>> = {
  answer: 'not answered',
  call: 'not called',
  email: 'not written to',
  meeting: 'not met',
  pass: 'not passed on',
}

function takenBack(at: string) {
  return { kind: 'recycled', at, by: 'sla', reason: 'its duties were not done in time' } as const
}
