import type { Construct } from 'constructs'
import { HandoffChanged } from '../core/events.ts'
import { metricNames } from '../core/metrics.ts'
import { tellingCauses, toldKinds } from '../core/webhooks/event-types.ts'
import { WebhookDisabled, WebhookDue } from '../core/webhooks/events.ts'
import { webhookRoutes } from '../core/webhooks/routes.ts'
import { alarmPeriod } from './constructs/alarms.ts'
import { Capability } from './constructs/capability.ts'
import { EventConsumer } from './constructs/event-consumer.ts'
import { type Link, link } from './constructs/link.ts'
import { pattern } from './constructs/pattern.ts'
import { Scheduled } from './constructs/scheduled.ts'
import { CrmDelivery } from './crm-delivery.ts'
import type { Foundation } from './foundation/foundation.ts'
import { ownMetric } from './own-metric.ts'

/** Nothing on AWS is this machine: only the embedded run may say otherwise. */
const guarded = link({ WEBHOOK_LOOPBACK: 'refused' })

/** Webhooks: other systems are told what happens, and CRMs report what became of it. */
export class Webhooks extends Capability {
  constructor(scope: Construct, foundation: Foundation, clock: Link) {
    super(scope, 'Webhooks')
    this.#sends(foundation)
    this.#isManaged(foundation)
    this.#takesOutcomes(foundation, clock)
    const { bus, alarms, config } = foundation
    for (const crm of config.crm) new CrmDelivery(this, { crm, bus: bus.bus, alarms })
  }

  /** Out: bus, queue, function; no state machine. */
  #sends({ bus, table, secrets, mail, alarms, logs, stage, config }: Foundation): void {
    const consumer = { bus: bus.bus, alarms, logGroup: logs.of('webhooks') }
    new EventConsumer(this, {
      ...consumer,
      file: 'webhooks/queue-deliveries.event',
      pattern: told(),
      links: [table.writes, bus.publishes],
      // Few at a time have more in each batch, for which what is heard by whom is read once.
      maxConcurrency: 5,
      givesWay: true,
      impact: 'Other systems are not told what happens, until this is mended.',
    })
    new EventConsumer(this, {
      ...consumer,
      file: 'webhooks/describe-handoff.event',
      pattern: pattern(HandoffChanged),
      links: [table.reads, bus.publishes, link({ CRM_DELIVERY: config.crm.length > 0 ? 'on' : 'off' })],
      maxConcurrency: 5,
      givesWay: true,
      impact: 'CRMs are not told of new hand-offs.',
    })
    new EventConsumer(this, {
      ...consumer,
      file: 'webhooks/deliver-webhook.event',
      pattern: pattern(WebhookDue),
      links: [table.writes, bus.publishes, secrets.tokens, guarded],
      // Each may wait for its receiver for half of the time that the function has.
      batchSize: 1,
      maxConcurrency: 50,
      impact: 'Messages to other systems come late.',
    })
    new EventConsumer(this, {
      ...consumer,
      file: 'webhooks/tell-contact.event',
      pattern: pattern(WebhookDisabled),
      links: [table.writes, mail.sends, link({ STAGE: stage })],
      impact: 'Nobody is told of a webhook that was given up.',
    })
    new Scheduled(this, {
      alarms,
      logGroup: logs.of('webhooks'),
      file: 'webhooks/sweep-deliveries.schedule',
      schedule: 'rate(5 minutes)',
      links: [table.reads, table.lists('due'), bus.publishes],
      impact: 'Messages that other systems did not take are not tried again.',
    })
    alarms.on(this, 'WebhooksDisabled', {
      metric: ownMetric(metricNames.webhooksDisabled, stage, alarmPeriod),
      threshold: 1,
      impact: 'Another system is not told what happens any more: its webhook took nothing for three days.',
      runbook: 'a-webhook-was-given-up',
    })
  }

  #isManaged({ api, table, secrets, bus }: Foundation): void {
    const { reads, writes } = table
    api.serve(this, webhookRoutes.listWebhookTypes, 'webhooks/list-webhook-types.http', { links: [] })
    api.serve(this, webhookRoutes.listWebhooks, 'webhooks/list-webhooks.http', { links: [reads] })
    api.serve(this, webhookRoutes.putWebhook, 'webhooks/put-webhook.http', { links: [writes, secrets.tokens, guarded] })
    api.serve(this, webhookRoutes.deleteWebhook, 'webhooks/delete-webhook.http', { links: [writes] })
    api.serve(this, webhookRoutes.rotateWebhookSecret, 'webhooks/rotate-webhook-secret.http', {
      links: [writes, secrets.tokens],
    })
    api.serve(this, webhookRoutes.listDeliveries, 'webhooks/list-deliveries.http', {
      links: [reads, table.lists('box')],
    })
    api.serve(this, webhookRoutes.replayDeliveries, 'webhooks/replay-deliveries.http', {
      links: [writes, table.lists('box'), bus.publishes],
    })
  }

  /** In: what became of leads. */
  #takesOutcomes({ api, table, secrets, bus }: Foundation, clock: Link): void {
    const { reads, writes } = table
    const keys = [writes, secrets.tokens]
    api.serve(this, webhookRoutes.listOutcomeSources, 'webhooks/list-outcome-sources.http', { links: [reads] })
    api.serve(this, webhookRoutes.putOutcomeSource, 'webhooks/put-outcome-source.http', { links: keys })
    api.serve(this, webhookRoutes.deleteOutcomeSource, 'webhooks/delete-outcome-source.http', { links: [writes] })
    api.serve(this, webhookRoutes.rotateOutcomeSecret, 'webhooks/rotate-outcome-secret.http', { links: keys })
    api.serve(this, webhookRoutes.receiveOutcome, 'webhooks/receive-outcome.http', {
      links: [...keys, secrets.identity, bus.publishes, clock],
    })
    api.serve(this, webhookRoutes.listOutcomes, 'webhooks/list-outcomes.http', { links: [reads, table.lists('box')] })
  }
}

/** What webhooks may be told; of the changes of a lead those alone that matter outside. Other events have no `cause.type`. */
function told() {
  return { ...pattern(...toldKinds), detail: { cause: { type: [...tellingCauses, { exists: false }] } } }
}
