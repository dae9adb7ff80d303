import type { Construct } from 'constructs'
import { LeadPosted } from '../core/sources/events.ts'
import { sourceRoutes } from '../core/sources/routes.ts'
import { Capability } from './constructs/capability.ts'
import { EventConsumer } from './constructs/event-consumer.ts'
import { link } from './constructs/link.ts'
import { pattern } from './constructs/pattern.ts'
import type { Foundation } from './foundation/foundation.ts'

/** Other sources: webinars, networks, partners post leads by the API, with keys of their own. */
export class Sources extends Capability {
  constructor(scope: Construct, { api, bus, config, table, secrets, staff, alarms, logs, stage }: Foundation) {
    super(scope, 'Sources')
    const { reads, writes } = table
    api.serve(this, sourceRoutes.postLead, 'sources/post-lead.http', {
      links: [writes, secrets.identity, bus.publishes, staff.vouches],
    })
    api.serve(this, sourceRoutes.listApiKeys, 'sources/list-api-keys.http', { links: [reads] })
    api.serve(this, sourceRoutes.makeApiKey, 'sources/make-api-key.http', { links: [writes] })
    api.serve(this, sourceRoutes.rotateApiKey, 'sources/rotate-api-key.http', { links: [writes] })
    api.serve(this, sourceRoutes.revokeApiKey, 'sources/revoke-api-key.http', { links: [writes] })
    new EventConsumer(this, {
      file: 'sources/record-post.event',
      bus: bus.bus,
      pattern: pattern(LeadPosted),
      links: [
        writes,
        table.lists('box'),
        bus.publishes,
        secrets.identity,
        link({ STAGE: stage, MERGE_RULE: config.mergeRule }),
      ],
      alarms,
      logGroup: logs.of('sources'),
      impact: 'Leads that other sources posted come late; their posts wait in the queue.',
    })
  }
}
