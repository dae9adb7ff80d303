import * as z from 'zod'
import { leadId, slug } from '../names.ts'
import { admin, anyStaff, figure, page, type Route, reason, route } from '../route.ts'
import { stage, status } from './lead.ts'

const oneLead = () => z.object({ leadId })

/** Leads: found, looked at, exported, erased, suppressed, and told facts about. */
export const leadRoutes = {
  listLeads: route({
    method: 'GET',
    path: '/leads',
    who: anyStaff,
    summary: 'Leads by stage or status',
    query: () => z.object({ stage: stage.optional(), status: status.optional(), ...page() }),
    answers: { 200: '{ items, next }' },
  }),
  findLead: route({
    method: 'POST',
    path: '/leads/search',
    who: anyStaff,
    summary: 'The one lead with this address',
    body: () => z.strictObject({ email: z.string().max(320) }),
    answers: { 200: '{ items }: one or none' },
  }),
  showLead: route({
    method: 'GET',
    path: '/leads/{leadId}',
    who: anyStaff,
    summary: 'One lead',
    params: oneLead,
    answers: { 200: 'the lead', 404: 'no such lead' },
  }),
  showTimeline: route({
    method: 'GET',
    path: '/leads/{leadId}/timeline',
    who: anyStaff,
    summary: 'What happened to a lead and why',
    params: oneLead,
    query: () => z.object(page()),
    answers: { 200: '{ items, next }, newest first', 404: 'no such lead' },
  }),
  exportLead: route({
    method: 'GET',
    path: '/leads/{leadId}/export',
    who: admin,
    summary: 'All that is held of one person',
    params: oneLead,
    query: () => z.object({ cursor: page().cursor }),
    answers: { 200: '{ leadId, exportedAt, items, next }: everything, in pages of 5 MB', 404: 'no such lead' },
  }),
  eraseLead: route({
    method: 'DELETE',
    path: '/leads/{leadId}',
    who: admin,
    summary: 'Erase one person',
    params: oneLead,
    answers: { 204: 'erased, again 204' },
  }),
  suppressLead: route({
    method: 'POST',
    path: '/leads/{leadId}/suppress',
    who: admin,
    summary: 'No mail to this lead',
    params: oneLead,
    body: () => z.strictObject({ reason: reason() }),
    answers: { 200: 'stored', 404: 'no such lead' },
  }),
  unsuppressLead: route({
    method: 'POST',
    path: '/leads/{leadId}/unsuppress',
    who: admin,
    summary: 'Lift a suppression',
    params: oneLead,
    body: () => z.strictObject({ reason: reason() }),
    answers: { 200: 'stored', 404: 'no such lead' },
  }),
  reportActivity: route({
    method: 'POST',
    path: '/leads/{leadId}/activities',
    who: anyStaff,
    summary: 'A fact from outside',
    params: oneLead,
    body: () =>
      z.strictObject({
        id: z
          .string()
          .regex(/^[A-Za-z0-9_-]{8,128}$/)
          .optional(),
        type: slug,
        at: z.iso.datetime({ offset: true }),
        data: z.record(z.string(), z.union([z.string(), figure(), z.boolean()])).default({}),
      }),
    answers: { 202: 'taken: { activityId }', 404: 'no such lead' },
  }),
} as const satisfies Record<string, Route>
