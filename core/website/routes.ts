import { type Route, route } from '../route.ts'
import { visitBatch } from './visit.ts'

/** What websites call: the script, and where it sends what visitors do. */
export const websiteRoutes = {
  takeEvents: route({
    method: 'POST',
    path: '/events',
    who: 'public',
    summary: 'What a visitor of a website did, at most 8 KB and 20 events; text/plain is read as JSON',
    body: () => visitBatch,
    reads: 'json',
    answers: {
      202: '{ taken, why?, sign? }: how many events are stored; 0 without consent, with Do Not Track or Global Privacy Control',
      403: 'a page of this origin may send none',
    },
  }),
  preflightEvents: route({
    method: 'OPTIONS',
    path: '/events',
    who: 'public',
    summary: 'CORS preflight of events',
    answers: { 204: 'allowed origins' },
  }),
  showScript: route({
    method: 'GET',
    path: '/ripen.js',
    who: 'public',
    summary: 'The script for websites',
    answers: { 200: 'the script', 304: 'the browser has it' },
  }),
} as const satisfies Record<string, Route>
