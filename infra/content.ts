import { Duration } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { contentRoutes } from '../core/content/routes.ts'
import { ContentPublished } from '../core/events.ts'
import { Capability } from './constructs/capability.ts'
import { EventConsumer } from './constructs/event-consumer.ts'
import { link } from './constructs/link.ts'
import { pattern } from './constructs/pattern.ts'
import type { Foundation } from './foundation/foundation.ts'

/** Content: drafts, checks, versions and previews of what marketing and sales own. */
export class Content extends Capability {
  constructor(scope: Construct, { api, bus, table, alarms, logs, config }: Foundation) {
    super(scope, 'Content')
    const read = [table.reads]
    const heavy = { timeout: Duration.seconds(29), memorySize: 1024 }
    api.serve(this, contentRoutes.listContent, 'content/list-content.http', {
      links: [...read, table.lists('content')],
    })
    api.serve(this, contentRoutes.showContent, 'content/show-content.http', { links: read })
    api.serve(this, contentRoutes.showContentVersion, 'content/show-content-version.http', { links: read })
    api.serve(this, contentRoutes.draftContent, 'content/draft-content.http', {
      links: [table.writes, table.lists('content')],
      ...heavy,
    })
    api.serve(this, contentRoutes.publishContent, 'content/publish-content.http', {
      links: [table.writes, table.lists('content', 'sequence'), bus.publishes],
      ...heavy,
    })
    new EventConsumer(this, {
      file: 'content/settle-in-flight.event',
      bus: bus.bus,
      pattern: pattern(ContentPublished),
      links: [table.writes, table.lists('sequence'), bus.publishes],
      alarms,
      logGroup: logs.of('content'),
      impact: 'Leads inside a sequence are not moved to its new version, or not taken out, as was chosen.',
    })
    const brand = link({ COMPANY: config.company, POSTAL_ADDRESS: config.postalAddress })
    api.serve(this, contentRoutes.previewEmail, 'content/preview-email.http', { links: [...read, brand], ...heavy })
    api.serve(this, contentRoutes.simulateSequence, 'content/simulate-sequence.http', {
      links: [...read, brand, link({ DEFAULT_ZONE: config.zone })],
      timeout: heavy.timeout,
      memorySize: 512,
    })
  }
}
