import { toInstant } from '../../core/names.ts'
import { now } from '../runtime/clock.ts'
import { changeTouch } from './touch-items.ts'

/** Closes a task or a message that nobody waits for any more; what was answered stays as it is. Safe to repeat. */
export async function closeTouch(leadId: string, touchId: string, why: string): Promise<void> {
  await changeTouch(leadId, touchId, ({ state }) =>
    state === 'open' ? { change: { state: 'closed', why, settledAt: toInstant(now()), nextAt: undefined } } : undefined,
  )
}
