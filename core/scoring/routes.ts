import * as z from 'zod/mini'
import { instant, leadId, slug } from '../names.ts'
import { anyStaff, marketing, page, type Route, reason, route, sales } from '../route.ts'

const oneModel = () => z.object({ id: slug })

/** Scores and bars: how a lead came to its score, where sales' bar stands, and what a model would do. */
export const scoringRoutes = {
  showScoreHistory: route({
    method: 'GET',
    path: '/leads/{leadId}/score-history',
    who: anyStaff,
    summary: 'Every change of a lead’s score and stage, with its cause',
    params: () => z.object({ leadId }),
    query: () => z.object(page()),
    answers: { 200: '{ items: [{ kind, at, says, … }], next }, newest first', 404: 'no such lead' },
  }),
  showDial: route({
    method: 'GET',
    path: '/content/scoring-models/{id}/dial',
    who: anyStaff,
    summary: 'Where sales’ bar stands and will stand, and who set it',
    params: oneModel,
    answers: { 200: '{ now, turns, bounds, set, changes, capacity }', 404: 'no such model is live' },
  }),
  setThreshold: route({
    method: 'PUT',
    path: '/content/scoring-models/{id}/threshold',
    who: sales,
    summary: 'Set sales’ bar within the bounds that both sides agreed to, or propose another one',
    params: oneModel,
    body: () =>
      z.strictObject({
        /** `null` goes back to what model and dial say. */
        score: z.nullable(z.int()),
        until: z.optional(instant),
        /** Only say what bar sales would like, within the bounds or not. */
        propose: z.optional(z.literal(true)),
        reason: reason(),
      }),
    answers: {
      200: '{ set, was }, or { proposed }',
      404: 'no such model is live',
      409: 'set by somebody else at this moment',
    },
  }),
  planModel: route({
    method: 'POST',
    path: '/content/scoring-models/{id}/plan',
    who: ['marketing', 'sales'],
    summary: 'Who would move, were the draft published now; does nothing',
    params: oneModel,
    answers: {
      200: '{ leads, stages, ready }',
      202: '{ state: "running", looked }: ask again',
      404: 'no such model',
    },
  }),
  volumeModel: route({
    method: 'POST',
    path: '/content/scoring-models/{id}/volume',
    who: anyStaff,
    summary: 'How many leads a week each bar would have given',
    params: oneModel,
    answers: {
      200: '{ weeks, bars: [{ score, aWeek, fewest, most }], capacity }',
      202: '{ state: "running", looked }: ask again',
      404: 'no such model',
    },
  }),
  backtestModel: route({
    method: 'POST',
    path: '/content/scoring-models/{id}/backtest',
    who: marketing,
    summary: 'What the model would have done with your own closed leads',
    params: oneModel,
    answers: {
      200: '{ leads, figures, warnings }',
      202: '{ state: "running", looked }: ask again',
      404: 'no such model',
    },
  }),
} as const satisfies Record<string, Route>
