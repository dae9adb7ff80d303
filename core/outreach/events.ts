import * as z from 'zod/mini'
import { eventKind } from '../events.ts'
import { leadId, sendId } from '../names.ts'

/** A task or a message was made: its person is to be told, its provider to be called. `tries`: how often that was tried, so that a late repeat does nothing. */
export const TouchDue = eventKind('TouchDue', () =>
  z.object({ leadId, touchId: sendId, kind: z.enum(['task', 'message']), tries: z.int() }),
)
