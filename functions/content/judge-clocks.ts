import { clocksInWords, policyInside } from '../../core/handoff/clocks-in-flight.ts'
import { notValid, Problem } from '../runtime/problem.ts'
import type { CurrentItem, InFlight } from './content-items.ts'
import type { AskedInFlight } from './judge-in-flight.ts'
import { standsIn } from './leads-inside.ts'

/**
 * What is to be done with the clocks that run by a policy when its next version goes live; undefined where none runs. Throws {@link Problem} 409 telling how many
 * run, when it was not said, and 422 for what can't be done.
 */
export async function judgeClocks(
  policy: string,
  current: CurrentItem | undefined,
  { inFlight: choice, steps = {}, again }: AskedInFlight,
): Promise<InFlight | undefined> {
  const stands = current ? await standsIn(policyInside(policy), current.version) : []
  if (stands.length === 0) return undefined
  const words = clocksInWords(stands)
  if (!choice) {
    const detail = `${words} Say what becomes of them: "inFlight": "stay" (they keep what was promised for them) or "move" (they are due by the new version).`
    throw new Problem(409, detail, { extra: { type: 'sla-policies', id: policy, inFlight: stands } })
  }
  const errors = [
    ...(choice === 'exit' ? [{ pointer: '/inFlight', detail: 'a clock stays or moves: write "stay" or "move"' }] : []),
    ...(Object.keys(steps).length > 0 || again
      ? [{ pointer: '/steps', detail: 'a policy has no steps to move to: leave "steps" and "again" out' }]
      : []),
  ]
  if (errors.length > 0) throw notValid(errors, { type: 'sla-policies', id: policy, inFlight: stands })
  return { choice, steps: {} }
}
