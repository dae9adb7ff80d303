import { describe, expect, it } from 'vitest'
import { openApi } from '../../../core/insight/openapi.ts'
import { routes } from '../../../core/routes.ts'

interface Operation {
  operationId: string
  summary: string
  security: Record<string, string[]>[]
  parameters: { name: string; in: string; required: boolean; schema: object }[]
  requestBody?: { required: boolean; content: Record<string, { schema: Record<string, unknown> }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>
}
interface Document {
  openapi: string
  servers: { url: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, object>; securitySchemes: Record<string, object> }
}

const document = openApi(routes, 'https://api.example') as Document
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)
const of = (method: string, path: string) => document.paths[path]?.[method] as Operation

describe('the OpenAPI document', () => {
  it('is plain JSON of OpenAPI 3.1', () => {
    expect(document.openapi).toBe('3.1.0')
    expect(document.servers).toEqual([{ url: 'https://api.example' }])
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
  })

  it('has every route once, under a name of its own', () => {
    expect(operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort()).toEqual(
      Object.values(routes)
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    )
    expect(operations.map(({ operation }) => operation.operationId).sort()).toEqual(Object.keys(routes).sort())
  })

  it.each(operations.map(({ method, path, operation }) => [`${method} ${path}`, path, method, operation] as const))(
    '%s is described whole',
    (_name, path, method, operation) => {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()
      const parameters = operation.parameters.filter((one) => one.in === 'path')
      expect(parameters.map(({ name }) => name).sort()).toEqual(inPath)
      expect(parameters.every(({ required }) => required)).toBe(true)
      for (const { schema } of operation.parameters) expect(Object.keys(schema).length).toBeGreaterThan(0)
      if (method === 'get') expect(operation.requestBody).toBeUndefined()
      for (const [status, { description, content }] of Object.entries(operation.responses)) {
        expect(status).toMatch(/^[1-5]\d\d$/)
        expect(description).not.toBe('')
        if (Number(status) < 400) continue
        const type = status === '401' || status === '429' ? 'application/json' : 'application/problem+json'
        expect(Object.keys(content ?? {})).toEqual([type])
      }
      expect(Object.keys(operation.responses).some((status) => Number(status) < 400)).toBe(true)
    },
  )

  it('refers only to what it defines', () => {
    for (const [, name] of JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)) {
      expect(Object.keys(document.components.schemas)).toContain(name)
    }
  })

  it('asks for a token on staff routes alone', () => {
    expect(of('get', '/handoffs').security).toEqual([{ staff: [] }])
    expect(Object.keys(of('get', '/handoffs').responses)).toEqual(expect.arrayContaining(['401', '403', '422']))
    expect(of('post', '/u/{token}').security).toEqual([])
    expect(of('post', '/u/{token}').responses['401']).toBeUndefined()
  })

  it('says what bodies look like, and in which types they may come', () => {
    const outcome = of('post', '/handoffs/{handoffId}/outcome').requestBody
    expect(outcome?.required).toBe(true)
    expect(outcome?.content['application/json']?.schema).toMatchObject({
      type: 'object',
      required: ['result'],
      additionalProperties: false,
      properties: { result: { enum: ['opportunity', 'won', 'lost'] }, revenue: { type: 'number', minimum: 0 } },
    })
    expect(Object.keys(of('post', '/forms/{formId}').requestBody?.content ?? {})).toEqual([
      'application/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
    ])
    expect(of('post', '/content/{type}/{id}/publish').requestBody?.required).toBe(false)
  })

  it('says how queries are read', () => {
    expect(of('get', '/leads').parameters).toEqual(
      expect.arrayContaining([
        {
          name: 'limit',
          in: 'query',
          required: false,
          schema: { type: 'integer', minimum: 1, maximum: 100, default: 50 },
        },
      ]),
    )
  })
})
