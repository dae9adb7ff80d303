import type { Construct } from 'constructs'
import { VisitorActed, VisitorNamed } from '../core/website/events.ts'
import { websiteRoutes } from '../core/website/routes.ts'
import { Capability } from './constructs/capability.ts'
import { EventConsumer } from './constructs/event-consumer.ts'
import { link } from './constructs/link.ts'
import { pattern } from './constructs/pattern.ts'
import type { Foundation } from './foundation/foundation.ts'

/** Websites: what their visitors do, and who they are once a form or a link in a mail said so. */
export class Website extends Capability {
  constructor(scope: Construct, { api, bus, config, table, secrets, alarms, logs, stage }: Foundation) {
    super(scope, 'Website')
    const sites = [table.reads, table.lists('content')]
    api.serve(this, websiteRoutes.takeEvents, 'website/take-events.http', {
      links: [...sites, secrets.tokens, bus.publishes],
    })
    api.serve(this, websiteRoutes.preflightEvents, 'website/preflight-events.http', { links: sites })
    api.serve(this, websiteRoutes.showScript, 'website/show-script.http', { links: [] })
    new EventConsumer(this, {
      file: 'website/record-visits.event',
      bus: bus.bus,
      pattern: pattern(VisitorActed, VisitorNamed),
      links: [table.deletes, bus.publishes, link({ STAGE: stage, MERGE_RULE: config.mergeRule })],
      alarms,
      logGroup: logs.of('website'),
      impact: 'What people do on the website is not recorded: scores, sequences and sales see it late.',
    })
  }
}
