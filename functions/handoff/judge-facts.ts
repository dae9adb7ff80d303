import { meetDuties } from '../../core/handoff/facts.ts'
import type { Handoff } from '../../core/handoff/handoff.ts'
import { waitingFact } from '../../core/handoff/pause-facts.ts'
import type { Activity } from '../../core/leads/activity.ts'
import { now } from '../runtime/clock.ts'
import { loggedFacts } from './logged-facts.ts'

/** A hand-off after what was logged about its lead, and what changed by that, for those who follow hand-offs. */
export interface Judged {
  readonly handoff: Handoff
  readonly causes: readonly string[]
}

/**
 * Reads the facts that bear on a hand-off's clocks; answers what they make of it, which may be asked again after a lost race: duties are met by what proves them,
 * and clocks stand while sales waits for the lead. Undefined where there are no such facts.
 */
export async function judgeFacts(handoff: Handoff): Promise<((read: Handoff) => Judged) | undefined> {
  const facts = await loggedFacts(handoff)
  if (facts.length === 0) return undefined
  const pause = await pausing(handoff, facts)
  return (read) => {
    const met = meetDuties(read, facts, now())
    const to = pause(met)
    return { handoff: to, causes: [...(met === read ? [] : ['duty-met']), ...(to === met ? [] : ['clocks-moved'])] }
  }
}

/** Calendars and their holidays are loaded only where somebody waits, or waited, for the lead. */
async function pausing(handoff: Handoff, facts: readonly Activity[]): Promise<(met: Handoff) => Handoff> {
  if (!handoff.pauses && !facts.some(({ type }) => type === waitingFact)) return (met) => met
  const { pausingCalendar } = await import('./pausing-calendar.ts')
  const { pauseClocks } = await import('../../core/handoff/pauses.ts')
  const calendar = await pausingCalendar(handoff)
  return (met) => (calendar ? pauseClocks(met, facts, calendar, now()) : met)
}
