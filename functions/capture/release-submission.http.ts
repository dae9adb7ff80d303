import { captureRoutes } from '../../core/capture/routes.ts'
import { isExpired } from '../../core/capture/submission-record.ts'
import { shownSubmission } from '../../core/capture/submission-view.ts'
import { FormSubmitted } from '../../core/events.ts'
import { toInstant } from '../../core/names.ts'
import { publish } from '../aws/bus.ts'
import { now } from '../runtime/clock.ts'
import { onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { letIn, readSubmissionRecord } from './submissions.ts'

/**
 * `POST /submissions/{submissionId}/release`: puts the post on the bus again as released, and only then marks it: a crash between the two leaves a post that
 * the consumer lets in. Releasing it once more changes nothing.
 */
export const handler = onRequest(captureRoutes.releaseSubmission, async ({ params: { submissionId }, caller }) => {
  const record = await readSubmissionRecord(submissionId)
  if (!record || isExpired(record, now()))
    throw new Problem(404, 'There is no such submission, or its 30 days are over.')
  if (record.released) return shownSubmission(record)
  if (record.state !== 'quarantined')
    throw new Problem(409, `This submission is not quarantined: it is ${record.state}.`)
  const released = { at: toInstant(now()), by: caller.name }
  await publish(FormSubmitted, { ...record.post, released })
  return shownSubmission(await letIn(record, released))
})
