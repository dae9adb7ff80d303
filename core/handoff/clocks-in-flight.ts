import type { StandsAt } from '../content/in-flight.ts'

/** How the hand-offs under a policy are named among those inside contents: no sequence has this name. */
export const policyInside = (policy: string) => `sla-policies/${policy}`

/** How many clocks run, in words. */
export function clocksInWords(stands: readonly StandsAt[]): string {
  const total = stands.reduce((sum, { leads }) => sum + leads, 0)
  const atLeast = stands.some((one) => one.atLeast) ? 'at least ' : ''
  const places = stands.map(({ version, step, leads }) => `${leads} ${step} (version ${version})`)
  return `${atLeast}${total} ${total === 1 ? 'clock runs' : 'clocks run'}: ${places.join(', ')}.`.replace(/^a/, 'A')
}
