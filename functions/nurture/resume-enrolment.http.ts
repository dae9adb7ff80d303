import { shownEnrolment } from '../../core/nurture/enrolment.ts'
import { nurtureRoutes } from '../../core/nurture/routes.ts'
import { resume } from '../../core/nurture/steering.ts'
import { log } from '../runtime/log.ts'
import { onRequest } from '../runtime/on-request.ts'
import { maySteer } from './may-steer.ts'
import { steerEnrolment } from './steer-enrolment.ts'

/** `POST /leads/{leadId}/enrolments/{enrolmentId}/resume`: lets the lead go on; again is no error. */
export const handler = onRequest(nurtureRoutes.resumeEnrolment, async ({ params, caller }) => {
  await maySteer(caller, params)
  const steered = await steerEnrolment(params, resume)
  log.info('staff steered an enrolment', { ...params, state: steered.state, by: caller.sub })
  return shownEnrolment(steered)
})
