import type { Enrolment } from '../../core/nurture/enrolment.ts'
import { env } from '../aws/env.ts'
import type { Clock } from '../aws/start-clock.ts'

/** The clock of an enrolment: an execution of `workflows/nurture.asl.json`. */
export function enrolmentClock({ leadId, enrolmentId }: Pick<Enrolment, 'leadId' | 'enrolmentId'>): Clock {
  return {
    machineArn: env('NURTURE_MACHINE_ARN'),
    subject: `${leadId}/${enrolmentId}`,
    ids: { leadId, enrolmentId },
  }
}
