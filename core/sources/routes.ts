import * as z from 'zod/mini'
import { duration } from '../duration.ts'
import { listSource } from '../lists/list-row.ts'
import { admin, keyScopes, marketing, type Route, route } from '../route.ts'
import { keyId } from './api-key.ts'
import { postedLead } from './posted-lead.ts'

const oneKey = () => z.object({ keyId })

/** Leads from other sources, and the keys by which programs post them. */
export const sourceRoutes = {
  postLead: route({
    method: 'POST',
    path: '/leads',
    who: marketing,
    keyScope: 'leads:write',
    summary: 'One lead from another source, with proof of consent, at most 32 KB; the same again changes nothing',
    body: postedLead,
    answers: { 202: 'taken: { postId }, the same for everybody, known or not' },
  }),
  listApiKeys: route({
    method: 'GET',
    path: '/api-keys',
    who: admin,
    summary: 'All API keys, without their secrets',
    answers: { 200: '{ items }' },
  }),
  makeApiKey: route({
    method: 'POST',
    path: '/api-keys',
    who: admin,
    summary: 'A new API key, answered once',
    body: () =>
      z.strictObject({
        name: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
        scopes: z.array(z.enum(keyScopes)).check(z.minLength(1), z.maxLength(keyScopes.length)),
        /** All leads that it posts are of this source. */
        source: z.optional(listSource),
      }),
    answers: { 201: 'made: with `apiKey`', 409: 'too many' },
  }),
  rotateApiKey: route({
    method: 'POST',
    path: '/api-keys/{keyId}/rotate',
    who: admin,
    summary: 'A new secret for a key, answered once; the one before counts until the overlap ends',
    params: oneKey,
    body: () => z.strictObject({ overlap: z._default(z.union([z.literal('0s'), duration]), '24h') }),
    answers: { 200: '{ apiKey, previousUntil }', 404: 'no such key', 409: 'three secrets count already' },
  }),
  revokeApiKey: route({
    method: 'DELETE',
    path: '/api-keys/{keyId}',
    who: admin,
    summary: 'Nothing more is taken with this key',
    params: oneKey,
    answers: { 204: 'gone' },
  }),
} as const satisfies Record<string, Route>
