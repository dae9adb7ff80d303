import { createHash } from 'node:crypto'
import { base32 } from '../base32.ts'
import type { Activity } from '../leads/activity.ts'
import type { Touch } from './touch.ts'

/** The fact that says what came of a task or a message, the same however often it is told; sequences wait for it. */
export function resultFact(one: Touch, type: string, result: string, at: string): Activity {
  const { leadId, touchId, step, sequence, channel, what } = one
  const id = base32(createHash('sha256').update(['touch', touchId, type, result].join('\n')).digest().subarray(0, 20))
  const data = { touch: touchId, sequence, step, result, ...(channel && { channel }), ...(what && { what }) }
  return { leadId, id, type, at, data }
}
