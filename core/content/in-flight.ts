import { end, type Sequence } from '../nurture/sequence.ts'
import { pointerOf } from './problem.ts'

/** How many leads stand at a step of a version of a sequence. */
export interface StandsAt {
  readonly version: number
  readonly step: string
  readonly leads: number
}

/** More are not moved or taken out by publishing. */
export const movedAtMost = 500

/** "312 wait at step welcome of version 4": where the leads inside a sequence stand, for people. */
export function standsInWords(stands: readonly StandsAt[]): string {
  const total = stands.reduce((sum, { leads }) => sum + leads, 0)
  const places = stands.slice(0, 10).map(({ version, step, leads }) => `${leads} at step ${step} of version ${version}`)
  const rest = stands.length > 10 ? ' and more' : ''
  return `${total} ${total === 1 ? 'lead stands' : 'leads stand'} inside: ${places.join(', ')}${rest}.`
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
      detail: `the new version has no step "${step}", and leads stand there: say where they go on`,
    }))
  return [...targets, ...lost]
}
