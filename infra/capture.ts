import type { Construct } from 'constructs'
import { captureRoutes } from '../core/capture/routes.ts'
import { FormSubmitted, LeadChanged } from '../core/events.ts'
import { Capability } from './constructs/capability.ts'
import { EventConsumer } from './constructs/event-consumer.ts'
import { link } from './constructs/link.ts'
import { pattern } from './constructs/pattern.ts'
import { Scheduled } from './constructs/scheduled.ts'
import type { Foundation } from './foundation/foundation.ts'

/** Copies of the function that sends confirmations at once. */
const confirmationWorkers = 20

/** Forms: from the post to an accepted submission. */
export class Capture extends Capability {
  constructor(scope: Construct, { api, bus, table, secrets, mail, alarms, logs, stage, config }: Foundation) {
    super(scope, 'Capture')
    api.serve(this, captureRoutes.submitForm, 'capture/submit-form.http', {
      links: [table.reads, secrets.tokens, bus.publishes, api.address],
    })
    api.serve(this, captureRoutes.showForm, 'capture/show-form.http', { links: [table.reads, secrets.tokens] })
    api.serve(this, captureRoutes.preflightForm, 'capture/preflight-form.http', { links: [table.reads, api.address] })
    api.serve(this, captureRoutes.showThanks, 'capture/show-thanks.http', { links: [table.reads] })
    api.serve(this, captureRoutes.listSubmissions, 'capture/list-submissions.http', {
      links: [table.reads, table.lists('box')],
    })
    api.serve(this, captureRoutes.releaseSubmission, 'capture/release-submission.http', {
      links: [table.writes, bus.publishes],
    })
    const capture = { alarms, logGroup: logs.of('capture') }
    const ask = [
      table.writes,
      bus.publishes,
      secrets.tokens,
      mail.sends,
      mail.hearsReplies,
      api.address,
      mail.pacedBy(confirmationWorkers),
    ]
    new EventConsumer(this, {
      ...capture,
      file: 'capture/accept-submission.event',
      bus: bus.bus,
      pattern: pattern(FormSubmitted),
      links: [...ask, secrets.identity, link({ STAGE: stage, MERGE_RULE: config.mergeRule })],
      impact: 'People who posted a form get no confirmation and no mail; their posts wait in the queue.',
    })
    new EventConsumer(this, {
      ...capture,
      file: 'capture/pass-to-support.event',
      bus: bus.bus,
      pattern: {
        ...pattern(LeadChanged),
        detail: { cause: { type: ['form-submitted'] }, data: { intent: ['service'] } },
      },
      givesWay: true,
      links: [table.deletes, table.lists('box'), mail.sends, link({ DEFAULT_ZONE: config.zone })],
      impact: 'Who asks for help by a form gets none: support does not hear of it.',
    })
    new Scheduled(this, {
      ...capture,
      file: 'capture/ask-again.schedule',
      schedule: 'rate(5 minutes)',
      links: [...ask, table.lists('due')],
      impact: 'Who should get a mail to confirm that could not go at once does not get it.',
    })
  }
}
