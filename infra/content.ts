import { Duration } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { contentRoutes } from '../core/content/routes.ts'
import { Capability } from './constructs/capability.ts'
import { link } from './constructs/link.ts'
import type { Foundation } from './foundation/foundation.ts'

/** Content: drafts, checks, versions and previews of what marketing and sales own. */
export class Content extends Capability {
  constructor(scope: Construct, { api, bus, table, config, images }: Foundation) {
    super(scope, 'Content')
    const read = [table.reads]
    const heavy = { timeout: Duration.seconds(29), memorySize: 1024 }
    api.serve(this, contentRoutes.listContent, 'content/list-content.http', {
      links: [...read, table.lists('content')],
    })
    api.serve(this, contentRoutes.showContent, 'content/show-content.http', { links: read })
    api.serve(this, contentRoutes.showContentVersion, 'content/show-content-version.http', { links: read })
    api.serve(this, contentRoutes.draftContent, 'content/draft-content.http', {
      links: [table.writes, table.lists('content', 'box')],
      ...heavy,
    })
    api.serve(this, contentRoutes.publishContent, 'content/publish-content.http', {
      links: [table.writes, table.lists('content', 'sequence', 'box'), bus.publishes],
      ...heavy,
    })
    api.serve(this, contentRoutes.approveContent, 'content/approve-content.http', {
      links: [table.writes, table.lists('content', 'box')],
      ...heavy,
    })
    api.serve(this, contentRoutes.listContentVersions, 'content/list-versions.http', { links: read })
    api.serve(this, contentRoutes.diffContent, 'content/diff-content.http', { links: read, ...heavy })
    api.serve(this, contentRoutes.showUses, 'content/show-uses.http', {
      links: [...read, table.lists('content', 'sequence')],
      timeout: heavy.timeout,
      memorySize: 512,
    })
    for (const [route, file] of [
      [contentRoutes.rollBackContent, 'content/roll-back-content.http'],
      [contentRoutes.publishTogether, 'content/publish-together.http'],
    ] as const) {
      api.serve(this, route, file, {
        links: [table.writes, table.lists('content', 'sequence', 'box'), bus.publishes],
        ...heavy,
      })
    }
    api.serve(this, contentRoutes.planInFlight, 'content/plan-in-flight.http', {
      links: [...read, table.lists('sequence'), link({ DEFAULT_ZONE: config.zone })],
      ...heavy,
    })
    api.serve(this, contentRoutes.showInFlight, 'content/show-in-flight.http', { links: read })
    api.serve(this, contentRoutes.showImage, 'content/show-image.http', { links: [images.reads] })
    api.serve(this, contentRoutes.storeImage, 'content/store-image.http', { links: [table.writes, images.writes] })
    const brand = link({ COMPANY: config.company, POSTAL_ADDRESS: config.postalAddress })
    api.serve(this, contentRoutes.previewEmail, 'content/preview-email.http', {
      links: [...read, brand, api.address],
      ...heavy,
    })
    api.serve(this, contentRoutes.simulateSequence, 'content/simulate-sequence.http', {
      links: [...read, table.lists('content'), brand, api.address, link({ DEFAULT_ZONE: config.zone })],
      ...heavy,
    })
  }
}
