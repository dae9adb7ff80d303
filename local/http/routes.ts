import type { IntegrationSettings, RouteSettings } from './api-settings.ts'
import { pathMatcher } from './path-pattern.ts'

/** A route that a request took. */
export interface Taken {
  readonly key: string
  readonly params: Readonly<Record<string, string>>
  readonly authorizerId: string | undefined
  readonly integration: IntegrationSettings
}

interface Rule extends Omit<Taken, 'params'> {
  readonly method: string
  readonly match: (path: string) => Record<string, string> | undefined
  /** One letter a segment, so that text order is the order in which API Gateway prefers routes: literal, then variable, then the rest. */
  readonly rank: string
}

const fallback = '$default'

/**
 * The routes of an HTTP API, tried in API Gateway's order: the most specific path, then a method of its own before `ANY`, then `$default`.
 * Throws Error for a route without its integration.
 */
export function routeTable(
  routes: readonly RouteSettings[],
  integrations: readonly IntegrationSettings[],
): (method: string, path: string) => Taken | undefined {
  const rules = routes.map((route): Rule => {
    const integration = integrations.find(({ id }) => id === route.integrationId)
    if (!integration) throw new Error(`the route ${route.key} has no integration`)
    const [method = '', path = ''] = route.key.split(' ')
    return {
      key: route.key,
      authorizerId: route.authorizerId,
      integration,
      method,
      match: pathMatcher(path),
      rank: rankOf(method, path),
    }
  })
  const ordered = rules.filter(({ key }) => key !== fallback).sort((a, b) => (a.rank < b.rank ? -1 : 1))
  const last = rules.find(({ key }) => key === fallback)
  return (method, path) => {
    for (const rule of ordered) {
      const params = rule.method === method || rule.method === 'ANY' ? rule.match(path) : undefined
      if (params) return { ...rule, params }
    }
    return last && { ...last, params: {} }
  }
}

function rankOf(method: string, path: string): string {
  const segments = path
    .split('/')
    .map((segment) => (segment.endsWith('+}') ? 'c' : segment.startsWith('{') ? 'b' : 'a'))
  return `${segments.join('')} ${method === 'ANY' ? 'b' : 'a'}`
}
