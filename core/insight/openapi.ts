import * as z from 'zod/mini'
import type { Route } from '../route.ts'

/** What every route may answer beside its own, by what it takes: see {@link usualAnswers}. */
const problems: Readonly<Record<number, string>> = {
  400: 'unreadable',
  401: 'no or bad token (answered by the gateway)',
  403: 'wrong role',
  404: 'nothing at this address',
  413: 'too large',
  415: 'another content type',
  422: 'readable but wrong: errors with pointers',
  429: 'too many requests (answered by the gateway)',
  503: 'not now: try again after Retry-After',
}

/** The HTTP API as OpenAPI 3.1, from the catalogue of routes alone; `url` is where it is served. */
export function openApi(routes: Readonly<Record<string, Route>>, url: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const [operationId, route] of Object.entries(routes)) {
    const path = paths[route.path] ?? {}
    path[route.method.toLowerCase()] = operation(operationId, route)
    paths[route.path] = path
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Ripen',
      version: '1',
      description:
        'Leads from form post to sales hand-off. Times are RFC 3339 in UTC; lists are `{ items, next }`; errors are problem+json (RFC 9457).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url }],
    paths,
    components: {
      securitySchemes: {
        staff: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'An access token of the user pool' },
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key with the scope of the call' },
      },
      schemas: { Problem: problemSchema, GatewayMessage: gatewaySchema },
    },
  }
}

function operation(operationId: string, route: Route): object {
  const isPublic = route.who === 'public'
  return {
    operationId,
    summary: route.summary,
    tags: [route.path.split('/')[1] || 'root'],
    ...(isPublic ? {} : { description: callersInWords(route) }),
    security: isPublic ? [] : [{ staff: [] }, ...(route.keyScope ? [{ apiKey: [] }] : [])],
    parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')],
    ...(route.reads !== 'none' && { requestBody: bodyOf(route) }),
    responses: responsesOf(route),
  }
}

function callersInWords({ who, keyScope }: Route): string {
  const key = keyScope ? `, or an API key with the scope ${keyScope}` : ''
  return `For ${[...new Set([...who, 'admin'])].join(', ')}${key}.`
}

type JsonSchema = { properties?: Record<string, object>; required?: string[]; additionalProperties?: unknown }

function schemaOf(schema: z.ZodMiniType): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return rest as JsonSchema
}

function parametersOf(schema: z.ZodMiniType, place: 'path' | 'query'): object[] {
  const { properties = {}, required = [] } = schemaOf(schema)
  return Object.entries(properties).map(([name, one]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: one,
  }))
}

function bodyOf({ reads, body }: Route): object {
  const schema = schemaOf(body)
  const types =
    reads === 'form'
      ? ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data']
      : ['application/json']
  return {
    required: !body.safeParse(undefined).success && (schema.required ?? []).length > 0,
    content: Object.fromEntries(types.map((type) => [type, { schema }])),
  }
}

function responsesOf(route: Route): Record<string, object> {
  const own = Object.entries(route.answers).map(([status, description]) => [
    status,
    Number(status) < 400 ? good(route, Number(status), description) : problem(Number(status), description),
  ])
  const usual = usualAnswers(route)
    .filter((status) => !(status in route.answers))
    .map((status) => [status, problem(status, problems[status] ?? '')])
  return Object.fromEntries([...own, ...usual])
}

/** Which of the usual problems a route can answer: nothing is parsed where nothing is taken. */
function usualAnswers({ who, reads, path, query }: Route): number[] {
  const takes = reads !== 'none' || Object.keys(schemaOf(query).properties ?? {}).length > 0
  return [
    ...(reads === 'none' ? [] : [400, 413, 415]),
    ...(who === 'public' ? [] : [401, 403]),
    ...(path.includes('{') ? [404] : []),
    ...(takes ? [422] : []),
    429,
    ...(path === '/health' ? [] : [503]),
  ]
}

function good({ method, path }: Route, status: number, description: string): object {
  if (status === 204 || status === 303) return { description }
  const isPage = /^\/(forms|confirm|u|preferences|answer)\//.test(path) && !(method === 'POST' && status === 202)
  const type = isPage ? 'text/html' : 'application/json'
  return { description, content: { [type]: isPage ? { schema: { type: 'string' } } : { schema: {} } } }
}

/** The gateway's own answers are `{ "message" }`, all others problem+json. */
function problem(status: number, description: string): object {
  const isGateway = status === 401 || status === 429
  const type = isGateway ? 'application/json' : 'application/problem+json'
  const name = isGateway ? 'GatewayMessage' : 'Problem'
  return { description, content: { [type]: { schema: { $ref: `#/components/schemas/${name}` } } } }
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: { pointer: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
}

const gatewaySchema = { type: 'object', required: ['message'], properties: { message: { type: 'string' } } }
