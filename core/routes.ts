import { captureRoutes } from './capture/routes.ts'
import { consentRoutes } from './consent/routes.ts'
import { contentRoutes } from './content/routes.ts'
import { handoffRoutes } from './handoff/routes.ts'
import { insightRoutes } from './insight/routes.ts'
import { leadRoutes } from './leads/routes.ts'
import { nurtureRoutes } from './nurture/routes.ts'
import type { Route } from './route.ts'
import { staffRoutes } from './staff/routes.ts'

/** Every route of the HTTP API: the gateway, the command line and OpenAPI are made from this; a handler takes its own from its capability. */
export const routes = {
  ...captureRoutes,
  ...consentRoutes,
  ...leadRoutes,
  ...nurtureRoutes,
  ...contentRoutes,
  ...handoffRoutes,
  ...staffRoutes,
  ...insightRoutes,
} as const satisfies Record<string, Route>
