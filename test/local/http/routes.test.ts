import { describe, expect, it } from 'vitest'
import { pathMatcher } from '../../../local/http/path-pattern.ts'
import { routeTable } from '../../../local/http/routes.ts'

const integration = { id: 'i', functionArn: 'arn', timeoutMs: 30_000 }
const tableOf = (...keys: string[]) =>
  routeTable(
    keys.map((key) => ({ key, integrationId: 'i' })),
    [integration],
  )

describe('the routes of an HTTP API', () => {
  const route = tableOf(
    'ANY /{proxy+}',
    'GET /pets/{id}',
    'GET /pets/dog',
    'ANY /pets/dog',
    'GET /pets/{proxy+}',
    '$default',
  )

  it.each([
    ['GET', '/pets/dog', 'GET /pets/dog', {}],
    ['POST', '/pets/dog', 'ANY /pets/dog', {}],
    ['GET', '/pets/1', 'GET /pets/{id}', { id: '1' }],
    ['GET', '/pets/a%20b', 'GET /pets/{id}', { id: 'a b' }],
    ['GET', '/pets/dog/1', 'GET /pets/{proxy+}', { proxy: 'dog/1' }],
    ['PUT', '/pets/1', 'ANY /{proxy+}', { proxy: 'pets/1' }],
    ['GET', '/', '$default', {}],
  ])('%s %s takes %s', (method, path, key, params) => {
    expect(route(method, path)).toMatchObject({ key, params })
  })

  it('takes none where there is no default', () => {
    expect(tableOf('GET /a')('GET', '/b')).toBeUndefined()
    expect(tableOf('GET /a')('GET', '/a/')).toBeUndefined()
  })

  it('needs an integration for each', () => {
    expect(() => routeTable([{ key: 'GET /a', integrationId: 'gone' }], [])).toThrow('GET /a has no integration')
  })
})

describe('a path with variables', () => {
  it('does not match what can not be decoded', () => {
    expect(pathMatcher('/u/{token}')('/u/%E0%A4%A')).toBeUndefined()
  })

  it('takes dots and brackets as they are', () => {
    expect(pathMatcher('/openapi.json')('/openapiXjson')).toBeUndefined()
    expect(pathMatcher('/a(b)/{c}')('/a(b)/d')).toEqual({ c: 'd' })
  })
})
