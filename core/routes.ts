import { captureRoutes } from './capture/routes.ts'
import { consentRoutes } from './consent/routes.ts'
import { contentRoutes } from './content/routes.ts'
import { fileRoutes } from './files/routes.ts'
import { handoffRoutes } from './handoff/routes.ts'
import { insightRoutes } from './insight/routes.ts'
import { leadRoutes } from './leads/routes.ts'
import { nurtureRoutes } from './nurture/routes.ts'
import { outreachRoutes } from './outreach/routes.ts'
import { replyRoutes } from './replies/routes.ts'
import type { Route } from './route.ts'
import { scoringRoutes } from './scoring/routes.ts'
import { sourceRoutes } from './sources/routes.ts'
import { staffRoutes } from './staff/routes.ts'
import { webhookRoutes } from './webhooks/routes.ts'
import { websiteRoutes } from './website/routes.ts'

/** Every route of the HTTP API: the gateway, the command line and OpenAPI are made from this; a handler takes its own from its capability. */
export const routes = {
  ...captureRoutes,
  ...consentRoutes,
  ...leadRoutes,
  ...sourceRoutes,
  ...nurtureRoutes,
  ...outreachRoutes,
  ...replyRoutes,
  ...contentRoutes,
  ...fileRoutes,
  ...handoffRoutes,
  ...scoringRoutes,
  ...staffRoutes,
  ...insightRoutes,
  ...webhookRoutes,
  ...websiteRoutes,
} as const satisfies Record<string, Route>
