import { toInstant } from '../names.ts'
import type { Enrolment } from '../nurture/enrolment.ts'
import { end, type Sequence } from '../nurture/sequence.ts'
import { pointerOf } from './problem.ts'

/** How many leads stand at a step of a version of a sequence. */
export interface StandsAt {
  readonly version: number
  readonly step: string
  readonly leads: number
  /** There may be more: they were not all counted. */
  readonly atLeast?: boolean
}

/** "312 wait at step welcome of version 4": where the leads inside a sequence stand, for people. */
export function standsInWords(stands: readonly StandsAt[]): string {
  const total = stands.reduce((sum, { leads }) => sum + leads, 0)
  const places = stands
    .slice(0, 10)
    .map(({ version, step, leads, atLeast }) => `${counted(leads, atLeast)} at step ${step} of version ${version}`)
  const rest = stands.length > 10 ? ' and more' : ''
  const all = counted(
    total,
    stands.some(({ atLeast }) => atLeast),
  )
  return `${all} ${total === 1 ? 'lead stands' : 'leads stand'} inside: ${places.join(', ')}${rest}.`
}

function counted(leads: number, atLeast: boolean | undefined): string {
  return atLeast ? `at least ${leads}` : String(leads)
}

/**
 * Why those inside can't be moved to this version: targets that are no steps of it, and steps with leads that it lacks and that have no target
 * ("a removed step without a target: 422"). Each with a pointer into the request.
 */
export function moveErrors(
  sequence: Sequence,
  stands: readonly StandsAt[],
  steps: Readonly<Record<string, string>>,
): { pointer: string; detail: string }[] {
  const known = new Set([end, ...sequence.steps.map(({ id }) => id)])
  const targets = Object.entries(steps)
    .filter(([, to]) => !known.has(to))
    .map(([from, to]) => ({ pointer: pointerOf(['steps', from]), detail: `the new version has no step "${to}"` }))
  const lost = [...new Set(stands.map(({ step }) => step))]
    .filter((step) => !known.has(step) && !Object.hasOwn(steps, step))
    .map((step) => ({
      pointer: pointerOf(['steps', step]),
      detail: `leads stand there, and the new version has no step "${step}": say where they go on`,
    }))
  return [...targets, ...lost]
}

/** How leads are moved to a version: where those go on whose step it lacks or who shall go on elsewhere, and whether mails that they had may go again. */
export interface Move {
  readonly version: number
  readonly steps: Readonly<Record<string, string>>
  readonly again?: boolean | undefined
}

/**
 * What moving changes of an enrolment: its cursor goes to the same step of the new version, or to the one named for it, with `wakeSeq` + 1, so that a TakeStep in
 * flight decides again; due at once. Of what it got before it gets nothing a second time, unless that was asked for. Undefined where the new version has no
 * step for it: the lead went on to a step that nobody stood at when the move was judged.
 */
export function moveTo(
  read: Enrolment,
  sequence: Sequence,
  { version, steps, again }: Move,
  nowMs: number,
): Partial<Enrolment> | undefined {
  const step = (Object.hasOwn(steps, read.step) ? steps[read.step] : undefined) ?? read.step
  if (step !== end && !sequence.steps.some(({ id }) => id === step)) return undefined
  const at = toInstant(nowMs)
  const had = Object.fromEntries(
    [...Object.keys(read.sent), ...(read.unconfirmed ?? [])].map((template) => [template, []]),
  )
  return {
    version,
    step,
    since: step === read.step ? read.since : at,
    due: read.state === 'active' ? at : undefined,
    wakeSeq: read.wakeSeq + 1,
    moved: { at, from: read.version, visit: read.visit, ...(!again && { had }) },
  }
}
