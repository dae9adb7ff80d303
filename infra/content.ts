import { Duration } from 'aws-cdk-lib'
import { Construct } from 'constructs'
import { routes } from '../core/routes.ts'
import type { Foundation } from './foundation/foundation.ts'

/** Content: drafts, checks, versions and previews of what marketing and sales own. */
export class Content extends Construct {
  constructor(scope: Construct, { api, basics, bus, table, mail }: Foundation) {
    super(scope, 'Content')
    const read = [basics, table.reads]
    const heavy = { timeout: Duration.seconds(29), memorySize: 1024 }
    api.serve(this, routes.listContent, 'content/list-content.http', { links: read })
    api.serve(this, routes.showContent, 'content/show-content.http', { links: read })
    api.serve(this, routes.showContentVersion, 'content/show-content-version.http', { links: read })
    api.serve(this, routes.draftContent, 'content/draft-content.http', { links: [basics, table.writes], ...heavy })
    api.serve(this, routes.publishContent, 'content/publish-content.http', {
      links: [basics, table.writes, bus.publishes],
      ...heavy,
    })
    api.serve(this, routes.previewEmail, 'content/preview-email.http', {
      links: [...read, mail.describes, api.address],
      ...heavy,
    })
    api.serve(this, routes.simulateSequence, 'content/simulate-sequence.http', {
      links: [...read, mail.describes, api.address],
      ...heavy,
    })
  }
}
