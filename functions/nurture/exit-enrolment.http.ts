import { shownEnrolment } from '../../core/nurture/enrolment.ts'
import { nurtureRoutes } from '../../core/nurture/routes.ts'
import { saidByStaff, takeOut } from '../../core/nurture/steering.ts'
import { log } from '../runtime/log.ts'
import { onRequest } from '../runtime/on-request.ts'
import { steerEnrolment } from './steer-enrolment.ts'

/** `POST /leads/{leadId}/enrolments/{enrolmentId}/exit`: takes the lead out of the sequence; 409 once it ended. */
export const handler = onRequest(nurtureRoutes.exitEnrolment, async ({ params, body, caller }) => {
  const steered = await steerEnrolment(params, (enrolment, nowMs) =>
    takeOut(enrolment, nowMs, saidByStaff(body.reason)),
  )
  log.info('staff steered an enrolment', { ...params, state: steered.state, by: caller.sub })
  return shownEnrolment(steered)
})
