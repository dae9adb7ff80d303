import * as z from 'zod/mini'
import { importId, listRow, listSource, rowsAtMost } from '../lists/list-row.ts'
import { leadId, slug } from '../names.ts'
import { admin, anyStaff, figure, marketing, page, type Route, reason, route } from '../route.ts'
import { stage, status } from './lead.ts'
import { mergeStates } from './merge-record.ts'

const oneLead = () => z.object({ leadId })

/** Leads: found, looked at, exported, erased, suppressed, and told facts about. */
export const leadRoutes = {
  listLeads: route({
    method: 'GET',
    path: '/leads',
    who: anyStaff,
    summary: 'Leads by stage or status',
    query: () => z.object({ stage: z.optional(stage), status: z.optional(status), ...page() }),
    answers: { 200: '{ items, next }' },
  }),
  findLead: route({
    method: 'POST',
    path: '/leads/search',
    who: anyStaff,
    summary: 'The one lead with this address',
    body: () => z.strictObject({ email: z.string().check(z.maxLength(320)) }),
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
  mergeLead: route({
    method: 'POST',
    path: '/leads/{leadId}/merge',
    who: marketing,
    summary: 'Two leads are one person: this one is merged into another; again the same',
    params: oneLead,
    body: () => z.strictObject({ into: leadId, reason: reason() }),
    answers: {
      200: '{ leadId, into, at, undoUntil }',
      404: 'no such lead',
      409: 'merged already, others are merged into it, or sales has both',
    },
  }),
  unmergeLead: route({
    method: 'POST',
    path: '/leads/{leadId}/unmerge',
    who: marketing,
    summary: 'Undo a merge within 30 days, withdrawals made meanwhile stay for both; or say no to what is proposed',
    params: oneLead,
    body: () => z.strictObject({ reason: reason() }),
    answers: {
      200: '{ leadId, into, at }, or { leadId, dismissed } of what was proposed',
      404: 'no such lead',
      409: 'not merged, or too long ago',
    },
  }),
  listMerges: route({
    method: 'GET',
    path: '/merges',
    who: marketing,
    summary: 'Leads that are or may be one person, newest first',
    query: () => z.object({ state: z._default(z.enum(mergeStates), 'merged'), ...page() }),
    answers: { 200: '{ items, next }' },
  }),
  reportActivity: route({
    method: 'POST',
    path: '/leads/{leadId}/activities',
    who: anyStaff,
    summary: 'A fact from outside',
    params: oneLead,
    body: () =>
      z.strictObject({
        id: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{8,128}$/))),
        type: slug,
        /** Now, where it is left out. */
        at: z.optional(z.iso.datetime({ offset: true })),
        data: z._default(z.record(z.string(), z.union([z.string(), figure(), z.boolean()])), {}),
      }),
    answers: {
      202: 'taken: { activityId, at, meets }, the duties of an open hand-off that it meets',
      404: 'no such lead',
    },
  }),
  importLeads: route({
    method: 'POST',
    path: '/leads/import',
    who: marketing,
    summary: 'People of a list, with proof of their consent; a repeated call changes nothing',
    body: () =>
      z.strictObject({
        importId,
        dryRun: z._default(z.boolean(), false),
        source: listSource,
        rows: z.array(listRow).check(z.minLength(1), z.maxLength(rowsAtMost)),
      }),
    answers: {
      200: '{ importId, rows: [{ n, result, reason?, withdrawn? }] }: new, changed, unchanged, withdrawn, suppressed, erased or rejected',
      409: 'the import has another source',
    },
  }),
} as const satisfies Record<string, Route>
