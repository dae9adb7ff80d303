import { DateTime } from 'luxon'
import { pass } from '../flows/target.ts'
import type { SteadyTarget } from './steady-target.ts'

/** Where the people of the story and sales are. */
const zone = 'Europe/Berlin'

/** Passes to this time of a working day (Monday to Friday): today's, or the next one's where it is over. */
export async function toWorkingDay(target: SteadyTarget, time: string): Promise<void> {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const now = DateTime.fromMillis(await target.now(), { zone })
  let then = now.set({ hour, minute, second: 0, millisecond: 0 })
  while (then < now || then.weekday > 5) then = then.plus({ days: 1 })
  await target.passTo(then.toMillis())
}

/** Passes by steps of half an hour until there is something to see; throws Error naming `what` after four days. */
export async function untilSeen<Seen>(
  target: SteadyTarget,
  what: string,
  look: () => Promise<Seen | undefined | false>,
): Promise<Seen> {
  for (let halfHours = 0; halfHours < 200; halfHours += 1) {
    const seen = await look()
    if (seen) return seen
    await pass(target, '30m')
  }
  throw new Error(`there is no sign of ${what} within four days`)
}
