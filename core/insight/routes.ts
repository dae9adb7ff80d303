import * as z from 'zod/mini'
import { slug } from '../names.ts'
import { admin, anyStaff, marketing, page, type Route, route } from '../route.ts'
import { attributionModels, attributionSplits } from './funnel/attribution-names.ts'
import { splits } from './funnel/splits.ts'
import { month } from './month.ts'
import { planAsked } from './planner/plan-asked.ts'

/** The months that leads came in: without them the last twelve. */
const months = () => ({ from: z.optional(month), to: z.optional(month) })

/** What is looked at from outside: is it up, what can it do, what went wrong; and what came of all leads. */
export const insightRoutes = {
  health: route({ method: 'GET', path: '/health', who: 'public', summary: 'Is it up', answers: { 200: 'it is' } }),
  openapi: route({
    method: 'GET',
    path: '/openapi.json',
    who: 'public',
    summary: 'This API as OpenAPI 3.1',
    answers: { 200: 'the document' },
  }),
  listDeadLetters: route({
    method: 'GET',
    path: '/dead-letters',
    who: admin,
    summary: 'What could not be handled, by queue',
    answers: { 200: '{ items }' },
  }),
  redriveDeadLetters: route({
    method: 'POST',
    path: '/dead-letters/{queue}/redrive',
    who: admin,
    summary: 'Try the dead letters of a queue again',
    params: () => z.object({ queue: z.string().check(z.maxLength(80)) }),
    answers: { 202: 'started', 404: 'no such queue', 409: 'a schedule does it by itself' },
  }),
  showExperiments: route({
    method: 'GET',
    path: '/content/sequences/{id}/experiments',
    who: anyStaff,
    summary: 'What the experiments of a sequence say so far, and how many leads they take',
    params: () => z.object({ id: slug }),
    answers: { 200: '{ items, version }', 404: 'no such sequence' },
  }),
  showFunnel: route({
    method: 'GET',
    path: '/insight/funnel',
    who: anyStaff,
    summary: 'How many leads reached each stage, of those who came in these months: conversion, time in stage, growth',
    query: () =>
      z.object({
        ...months(),
        by: z._default(z.enum(splits), 'all'),
        value: z.optional(z.string().check(z.minLength(1), z.maxLength(500))),
        cohort: z._default(
          z.union([z.enum(['all', 'month']), month], 'write all, month, or a month like 2026-09'),
          'all',
        ),
        /** Without it where there is one row: it takes most of the time to answer. */
        timeInStage: z.optional(z.enum(['true', 'false'])),
      }),
    answers: {
      200: '{ from, to, by, zone, countedAt, visitors, visitorsAre, items, growth }: visitors of all together, by source or by campaign',
    },
  }),
  showAttribution: route({
    method: 'GET',
    path: '/insight/attribution',
    who: anyStaff,
    summary: 'Which source or campaign brought the MQLs, SQLs, customers and revenue of those who came in these months',
    query: () =>
      z.object({
        ...months(),
        by: z._default(z.enum(attributionSplits), 'campaign'),
        model: z._default(z.enum(attributionModels), 'position'),
      }),
    answers: { 200: '{ from, to, by, model, zone, countedAt, items, total }' },
  }),
  recountFunnel: route({
    method: 'POST',
    path: '/insight/funnel/recount',
    who: admin,
    summary: 'Count the funnel anew from all activities, while what was counted is shown on',
    answers: { 202: 'begun', 409: 'it is counted anew already' },
  }),
  showMails: route({
    method: 'GET',
    path: '/insight/mails',
    who: anyStaff,
    summary: 'Mails by sequence and step in these months: delivered, opened, clicked, unsubscribed, complained, exits',
    query: () => z.object({ ...months(), sequence: z.optional(slug) }),
    answers: { 200: '{ from, to, zone, countedAt, items }' },
  }),
  listMailTimes: route({
    method: 'GET',
    path: '/insight/mail-times',
    who: marketing,
    summary:
      'When mails came and a person first clicked in each, lead by lead and naming nobody: what habit is judged by',
    query: () => z.object(page()),
    answers: { 200: '{ items: [{ zone, mails: [{ came, clicked }] }], next }: of leads that ever clicked' },
  }),
  makePlan: route({
    method: 'POST',
    path: '/insight/plan',
    who: anyStaff,
    summary:
      'What a revenue goal takes by stage and week, with typed in figures or those of own cohorts; stores nothing',
    body: () => planAsked,
    answers: { 200: 'the plan, worked out' },
  }),
  keepPlan: route({
    method: 'PUT',
    path: '/insight/plan',
    who: ['marketing', 'sales'],
    summary: 'Keep a plan, which is held against the forecast of qualified leads each night',
    body: () => planAsked,
    answers: { 200: 'the plan, worked out and kept' },
  }),
  showPlan: route({
    method: 'GET',
    path: '/insight/plan',
    who: anyStaff,
    summary: 'The plan that is kept, worked out with the figures of today',
    answers: {
      200: 'the plan, worked out',
      404: 'no plan is kept',
      409: 'it can’t be reached any more: with the problems',
    },
  }),
  listAccounts: route({
    method: 'GET',
    path: '/accounts',
    who: anyStaff,
    summary: 'Companies by what their people make together, the highest score first',
    query: () => z.object({ state: z.optional(z.enum(['qualified'])), ...page() }),
    answers: { 200: '{ items, next }' },
  }),
  showAccount: route({
    method: 'GET',
    path: '/accounts/{domain}',
    who: anyStaff,
    summary: 'One company: its score, its most engaged people, and who has which role',
    params: () =>
      z.object({ domain: z.string().check(z.maxLength(253), z.toLowerCase(), z.regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)) }),
    answers: { 200: 'the account', 404: 'no lead of this company, or a domain that makes no account' },
  }),
  showHoldOut: route({
    method: 'GET',
    path: '/content/sequences/{id}/hold-out',
    who: anyStaff,
    summary: 'What a sequence brought in MQLs, SQLs, customers and revenue against those it left out by chance',
    params: () => z.object({ id: slug }),
    query: () => z.object({ cost: z._default(z.coerce.number().check(z.gte(0), z.lte(1e12)), 0) }),
    answers: { 200: 'both arms and what they say', 404: 'no such sequence, or it holds nobody out' },
  }),
  showLeadCheck: route({
    method: 'GET',
    path: '/insight/lead-check',
    who: anyStaff,
    summary: 'The nightly proof that no lead is without a place: where all of them stand, and which were repaired',
    answers: {
      200: '{ last, running }: the last pass that is over, and the one that runs; neither before the first night',
    },
  }),
  doctor: route({
    method: 'GET',
    path: '/doctor',
    who: admin,
    summary: 'Is this stage ready to go live',
    answers: { 200: '{ items }: each check with what to do' },
  }),
} as const satisfies Record<string, Route>
