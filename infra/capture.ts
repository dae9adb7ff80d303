import { Construct } from 'constructs'
import { FormSubmitted } from '../core/events.ts'
import { routes } from '../core/routes.ts'
import { EventConsumer } from './constructs/event-consumer.ts'
import { pattern } from './constructs/pattern.ts'
import type { Foundation } from './foundation/foundation.ts'

/** Forms: from the post to an accepted submission. */
export class Capture extends Construct {
  constructor(scope: Construct, { api, basics, bus, table, secrets, mail, alarms, logs }: Foundation) {
    super(scope, 'Capture')
    const form = [basics, table.reads, api.address, secrets.tokens]
    api.serve(this, routes.submitForm, 'capture/submit-form.http', { links: [...form, bus.publishes] })
    api.serve(this, routes.showForm, 'capture/show-form.http', { links: form })
    api.serve(this, routes.preflightForm, 'capture/preflight-form.http', { links: form })
    api.serve(this, routes.showThanks, 'capture/show-thanks.http', { links: form })
    api.serve(this, routes.listSubmissions, 'capture/list-submissions.http', { links: [basics, table.reads] })
    api.serve(this, routes.releaseSubmission, 'capture/release-submission.http', {
      links: [basics, table.writes, bus.publishes],
    })
    new EventConsumer(this, {
      file: 'capture/accept-submission.event',
      bus: bus.bus,
      pattern: pattern(FormSubmitted),
      links: [basics, table.writes, bus.publishes, secrets.identity, secrets.tokens, mail.sends, api.address],
      alarms,
      logGroup: logs.of('capture'),
      impact: 'People who posted a form get no confirmation and no mail; their posts wait in the queue.',
    })
  }
}
