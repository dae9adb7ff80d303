import type { Handoff } from '../../core/handoff/handoff.ts'
import { env } from '../aws/env.ts'
import type { Clock } from '../aws/start-clock.ts'

/** The clock of a hand-off: an execution of `workflows/sla.asl.json`. */
export function handoffClock({ leadId, handoffId }: Pick<Handoff, 'leadId' | 'handoffId'>): Clock {
  return { machineArn: env('SLA_MACHINE_ARN'), subject: handoffId, ids: { leadId, handoffId } }
}
