import * as z from 'zod'
import { stage, status } from '../leads/lead.ts'
import { enrolmentId, leadId, slug } from '../names.ts'
import { marketing, type Route, route } from '../route.ts'

const oneLead = () => z.object({ leadId })
const oneEnrolment = () => z.object({ leadId, enrolmentId })

/** Leads in sequences. */
export const nurtureRoutes = {
  enrolLead: route({
    method: 'POST',
    path: '/leads/{leadId}/enrolments',
    who: marketing,
    summary: 'Put a lead into a sequence',
    params: oneLead,
    body: () => z.strictObject({ sequence: slug }),
    answers: { 201: 'the enrolment', 404: 'no such lead or sequence', 409: 'already inside' },
  }),
  pauseEnrolment: route({
    method: 'POST',
    path: '/leads/{leadId}/enrolments/{enrolmentId}/pause',
    who: marketing,
    summary: 'Hold a lead in its sequence',
    params: oneEnrolment,
    answers: { 200: 'paused', 404: 'no such enrolment', 409: 'ended' },
  }),
  resumeEnrolment: route({
    method: 'POST',
    path: '/leads/{leadId}/enrolments/{enrolmentId}/resume',
    who: marketing,
    summary: 'Go on',
    params: oneEnrolment,
    answers: { 200: 'active', 404: 'no such enrolment', 409: 'ended' },
  }),
  exitEnrolment: route({
    method: 'POST',
    path: '/leads/{leadId}/enrolments/{enrolmentId}/exit',
    who: marketing,
    summary: 'Take a lead out of a sequence',
    params: oneEnrolment,
    answers: { 200: 'exited', 404: 'no such enrolment', 409: 'ended' },
  }),
  broadcastSequence: route({
    method: 'POST',
    path: '/sequences/{sequenceId}/broadcast',
    who: marketing,
    summary: 'Enrol a list: first the count, then with its confirmation',
    params: () => z.object({ sequenceId: slug }),
    body: () => z.strictObject({ stage: stage.optional(), status: status.optional(), confirm: z.string().optional() }),
    answers: {
      200: '{ count, confirm }: nothing done yet',
      202: 'enrolling',
      404: 'no such sequence',
      409: 'the count changed',
    },
  }),
} as const satisfies Record<string, Route>
