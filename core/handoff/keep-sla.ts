import { fromInstant, toInstant } from '../names.ts'
import type { Duty, Handoff, SlaStep } from './handoff.ts'

/** What the SLA asks for now, with the time at which it fell due. */
export type SlaAction =
  | { readonly kind: 'warn'; readonly duty: string; readonly atMs: number }
  | { readonly kind: 'breach'; readonly duty: string; readonly atMs: number }
  | { readonly kind: 'step'; readonly step: SlaStep; readonly atMs: number }

/** "Accepting stops only the accept clock": the others run until they are met, or the lead is given back or has become more. */
export function isClockRunning({ state }: Pick<Handoff, 'state'>): boolean {
  return state === 'open' || state === 'accepted'
}

/**
 * What is due by now, in the order of the times at which it fell due, without what was done before. A warning whose duty is due too is left out: the breach
 * says more. Steps on a breach come in the order of the policy, and only while a duty is breached and not met.
 */
export function dueActions(handoff: Handoff, nowMs: number): SlaAction[] {
  if (!isClockRunning(handoff)) return []
  const actions: SlaAction[] = []
  for (const duty of unmet(handoff)) {
    const warnMs = warningMs(duty)
    if (warnMs !== undefined && warnMs <= nowMs && fromInstant(duty.due) > nowMs) {
      actions.push({ kind: 'warn', duty: duty.id, atMs: warnMs })
    }
    if (!duty.breachedAt && fromInstant(duty.due) <= nowMs) {
      actions.push({ kind: 'breach', duty: duty.id, atMs: fromInstant(duty.due) })
    }
  }
  for (const { step, atMs } of stepsAhead(handoff)) {
    if (atMs > nowMs) break
    actions.push({ kind: 'step', step, atMs })
  }
  return actions.sort((a, b) => a.atMs - b.atMs || rank(a) - rank(b))
}

/** When to look again: the next warning, breach or step; undefined when every clock on the hand-off stopped. */
export function nextLook(handoff: Handoff, nowMs: number): string | undefined {
  if (!isClockRunning(handoff)) return undefined
  const times = unmet(handoff).flatMap((duty) => {
    const dueMs = duty.breachedAt ? [] : [fromInstant(duty.due)]
    const warnMs = warningMs(duty)
    return warnMs === undefined || fromInstant(duty.due) <= nowMs ? dueMs : [warnMs, ...dueMs]
  })
  const [step] = stepsAhead(handoff)
  if (step) times.push(step.atMs)
  return times.length > 0 ? toInstant(Math.max(Math.min(...times), nowMs)) : undefined
}

/** When the next duty of the owner is due, be it past; undefined when none is left to do. */
export function nextDutyDue(handoff: Handoff): string | undefined {
  return nextDuty(handoff)?.due
}

/** The duty of the owner that is due next, or was; of two at the same time the first that the policy names. */
export function nextDuty(handoff: Handoff): Duty | undefined {
  if (!isClockRunning(handoff)) return undefined
  return owners(handoff).sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0))[0]
}

/** The steps not taken yet, in order, each not before the one before it and not before the first breach; none takes away a lead that has a meeting ahead. */
function stepsAhead(handoff: Handoff): { step: SlaStep; atMs: number }[] {
  const duties = owners(handoff)
  if (duties.length === 0) return []
  let atMs = Math.min(...duties.map(({ due }) => fromInstant(due)))
  return handoff.steps
    .filter(({ index }) => !handoff.escalations.some((done) => done.index === index))
    .map((step) => {
      atMs = Math.max(atMs, fromInstant(step.due), takesAway(step) ? afterMeetingMs(handoff) : 0)
      return { step, atMs }
    })
}

function takesAway({ what }: SlaStep): boolean {
  return what === 'reassign' || what === 'recycle'
}

/** Nobody loses a lead whom they are about to meet: until then, with a day to say how it went. */
function afterMeetingMs({ meeting }: Handoff): number {
  return meeting ? fromInstant(meeting.on) + 86_400_000 : 0
}

function unmet({ duties }: Handoff): Duty[] {
  return duties.filter(({ metAt }) => !metAt)
}

/** Only what the owner owes takes a lead away: marketing's duties do not. */
function owners(handoff: Handoff): Duty[] {
  return unmet(handoff).filter(({ who }) => who !== 'marketing')
}

function warningMs({ warnAt, warnedAt }: Duty): number | undefined {
  return warnAt && !warnedAt ? fromInstant(warnAt) : undefined
}

function rank({ kind }: SlaAction): number {
  return kind === 'warn' ? 0 : kind === 'breach' ? 1 : 2
}
