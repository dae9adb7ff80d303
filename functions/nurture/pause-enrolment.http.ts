import { shownEnrolment } from '../../core/nurture/enrolment.ts'
import { nurtureRoutes } from '../../core/nurture/routes.ts'
import { pause, saidByStaff } from '../../core/nurture/steering.ts'
import { log } from '../runtime/log.ts'
import { onRequest } from '../runtime/on-request.ts'
import { maySteer } from './may-steer.ts'
import { steerEnrolment } from './steer-enrolment.ts'

/** `POST /leads/{leadId}/enrolments/{enrolmentId}/pause`: holds the lead where it is; again is no error. */
export const handler = onRequest(nurtureRoutes.pauseEnrolment, async ({ params, body, caller }) => {
  await maySteer(caller, params)
  const steered = await steerEnrolment(params, (enrolment, nowMs) => pause(enrolment, nowMs, saidByStaff(body.reason)))
  log.info('staff steered an enrolment', { ...params, state: steered.state, by: caller.sub })
  return shownEnrolment(steered)
})
