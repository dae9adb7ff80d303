import * as z from 'zod/mini'
import { stage, status } from '../leads/lead.ts'
import { enrolmentId, leadId, slug } from '../names.ts'
import { anyStaff, marketing, type Route, reason, route, sales } from '../route.ts'

const oneLead = () => z.object({ leadId })
const oneSequence = () => z.object({ sequenceId: slug })
const oneEnrolment = () => z.object({ leadId, enrolmentId })
/** Why somebody does it, where they say so. */
const said = () => z._default(z.strictObject({ reason: z.optional(reason()) }), {})

/** Leads in sequences. */
export const nurtureRoutes = {
  enrolLead: route({
    method: 'POST',
    path: '/leads/{leadId}/enrolments',
    who: marketing,
    summary: 'Put a lead into a sequence',
    params: oneLead,
    body: () => z.strictObject({ sequence: slug }),
    answers: { 201: 'the enrolment', 404: 'no such lead or sequence', 409: 'it may not enter: { reason }' },
  }),
  pauseEnrolment: route({
    method: 'POST',
    path: '/leads/{leadId}/enrolments/{enrolmentId}/pause',
    who: [...marketing, ...sales],
    summary: 'Hold a lead in its sequence',
    params: oneEnrolment,
    body: said,
    answers: {
      200: 'paused',
      403: 'sales, and not a sequence for the time with sales',
      404: 'no such enrolment',
      409: 'ended',
    },
  }),
  resumeEnrolment: route({
    method: 'POST',
    path: '/leads/{leadId}/enrolments/{enrolmentId}/resume',
    who: [...marketing, ...sales],
    summary: 'Go on',
    params: oneEnrolment,
    answers: {
      200: 'active',
      403: 'sales, and not a sequence for the time with sales',
      404: 'no such enrolment',
      409: 'ended',
    },
  }),
  exitEnrolment: route({
    method: 'POST',
    path: '/leads/{leadId}/enrolments/{enrolmentId}/exit',
    who: marketing,
    summary: 'Take a lead out of a sequence',
    params: oneEnrolment,
    body: said,
    answers: { 200: 'exited', 404: 'no such enrolment', 409: 'ended' },
  }),
  showSequencePause: route({
    method: 'GET',
    path: '/sequences/{sequenceId}',
    who: anyStaff,
    summary: 'Whether a sequence goes on or is paused, and who said so',
    params: oneSequence,
    answers: { 200: '{ sequence, paused, by, reason, at, history }', 404: 'no such sequence' },
  }),
  pauseSequence: route({
    method: 'POST',
    path: '/sequences/{sequenceId}/pause',
    who: marketing,
    summary: 'Hold all mail of a sequence; waits go on counting',
    params: oneSequence,
    body: () => z.strictObject({ reason: reason() }),
    answers: { 200: 'paused', 404: 'no such sequence' },
  }),
  resumeSequence: route({
    method: 'POST',
    path: '/sequences/{sequenceId}/resume',
    who: marketing,
    summary: 'Let the mail of a sequence go on, at the pace of sending',
    params: oneSequence,
    body: () => z.strictObject({ reason: reason() }),
    answers: { 200: 'it goes on', 404: 'no such sequence' },
  }),
  broadcastSequence: route({
    method: 'POST',
    path: '/sequences/{sequenceId}/broadcast',
    who: marketing,
    summary: 'Enrol a list: first the count, then with its confirmation',
    params: oneSequence,
    body: () =>
      z.strictObject({
        stage: z.optional(stage),
        status: z.optional(status),
        /** Those alone whom its trigger would take as they are, and who may enter. */
        triggered: z.optional(z.boolean()),
        /** Only how many leads counting them would read; what the trigger holds for is in no index. */
        estimate: z.optional(z.boolean()),
        confirm: z.optional(z.string()),
      }),
    answers: {
      200: '{ count, confirm }, or { reads } for an estimate: nothing done yet',
      202: 'enrolling',
      404: 'no such sequence',
      409: 'the count changed',
    },
  }),
} as const satisfies Record<string, Route>
