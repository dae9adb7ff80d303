import { Duration } from 'aws-cdk-lib'
import { EventBus } from 'aws-cdk-lib/aws-events'
import type { Construct } from 'constructs'
import {
  AccountQualified,
  EnrolmentChanged,
  LeadChanged,
  LeadScored,
  sesDetailTypes,
  sesEventPattern,
} from '../core/events.ts'
import { accountCauses } from '../core/insight/accounts/heard.ts'
import { heardCauses, journeyEnds } from '../core/insight/funnel/heard.ts'
import { insightRoutes } from '../core/insight/routes.ts'
import { metricNames } from '../core/metrics.ts'
import { Capability } from './constructs/capability.ts'
import { EventConsumer } from './constructs/event-consumer.ts'
import { link } from './constructs/link.ts'
import { pattern } from './constructs/pattern.ts'
import { Scheduled } from './constructs/scheduled.ts'
import type { Foundation } from './foundation/foundation.ts'
import { ownMetric } from './own-metric.ts'

/** Insight: what came of all leads; and for engineers: is it up, is it ready to go live, what could not be handled. */
export class Insight extends Capability {
  constructor(scope: Construct, foundation: Foundation) {
    super(scope, 'Insight')
    this.#engineers(foundation)
    this.#funnel(foundation)
    this.#plan(foundation)
    this.#accounts(foundation)
  }

  #funnel({ api, bus, config, table, mail, alarms, logs }: Foundation): void {
    const zone = link({ DEFAULT_ZONE: config.zone })
    const asks = { links: [table.reads, zone], memorySize: 512 }
    api.serve(this, insightRoutes.showFunnel, 'insight/show-funnel.http', asks)
    api.serve(this, insightRoutes.showAttribution, 'insight/show-attribution.http', asks)
    api.serve(this, insightRoutes.showMails, 'insight/show-mails.http', asks)
    api.serve(this, insightRoutes.showHoldOut, 'insight/show-hold-out.http', asks)
    api.serve(this, insightRoutes.listMailTimes, 'insight/list-mail-times.http', {
      ...asks,
      links: [...asks.links, table.lists('stage')],
    })
    api.serve(this, insightRoutes.recountFunnel, 'insight/recount-funnel.http', { links: [table.writes, zone] })
    const impact = 'The funnel stands still: what leads do is not counted, and is once this works again.'
    // What is counted may come later than what is sent and handed over.
    const hears = {
      alarms,
      logGroup: logs.of('insight'),
      links: [table.writes],
      maxConcurrency: 5,
      givesWay: true,
      impact,
    }
    new EventConsumer(this, {
      ...hears,
      file: 'insight/follow-lead.event',
      bus: bus.bus,
      pattern: {
        ...pattern(LeadChanged, EnrolmentChanged),
        detail: {
          $or: [
            { cause: { type: [...heardCauses] } },
            { cause: { type: ['page-visited'] }, data: { source: [{ exists: true }] } },
            { cause: { type: ['page-visited'] }, data: { campaign: [{ exists: true }] } },
            { state: [...journeyEnds] },
          ],
        },
      },
    })
    const { source, detail } = sesEventPattern(mail.configurationSet.configurationSetName)
    new EventConsumer(this, {
      ...hears,
      file: 'insight/follow-delivery.event',
      bus: EventBus.fromEventBusName(this, 'DefaultBus', 'default'),
      pattern: { source, detailType: [sesDetailTypes.delivery], detail },
    })
    new Scheduled(this, {
      ...hears,
      file: 'insight/count-funnel.schedule',
      schedule: 'rate(1 minute)',
      links: [table.writes, table.lists('due', 'stage'), zone],
      memorySize: 512,
    })
  }

  #plan({ api, config, table, alarms, logs, stage }: Foundation): void {
    const zone = link({ DEFAULT_ZONE: config.zone })
    const asks = { links: [table.reads, zone], memorySize: 512 }
    api.serve(this, insightRoutes.makePlan, 'insight/make-plan.http', asks)
    api.serve(this, insightRoutes.showPlan, 'insight/show-plan.http', asks)
    api.serve(this, insightRoutes.keepPlan, 'insight/keep-plan.http', { ...asks, links: [table.writes, zone] })
    new Scheduled(this, {
      alarms,
      logGroup: logs.of('insight'),
      file: 'insight/check-plan.schedule',
      schedule: 'cron(40 5 * * ? *)',
      zone: config.zone,
      links: [...asks.links, link({ STAGE: stage })],
      memorySize: 512,
      impact: 'Nobody is told where fewer qualified leads come than are planned.',
    })
    alarms.on(this, 'PlanBelow', {
      metric: ownMetric(metricNames.planBelow, stage, Duration.days(1), 'Maximum'),
      threshold: 1,
      impact: 'Fewer qualified leads are to be expected than the plan needs: the revenue goal is in danger.',
      runbook: 'fewer-leads-than-planned',
    })
  }

  #accounts({ api, bus, mail, table, alarms, logs }: Foundation): void {
    const asks = { links: [table.reads, table.lists('box', 'content')], memorySize: 512 }
    api.serve(this, insightRoutes.listAccounts, 'insight/list-accounts.http', asks)
    api.serve(this, insightRoutes.showAccount, 'insight/show-account.http', asks)
    const impact = 'Companies stand still in the list of accounts: what their people do is not added up.'
    new EventConsumer(this, {
      alarms,
      logGroup: logs.of('insight'),
      file: 'insight/follow-account.event',
      bus: bus.bus,
      pattern: {
        ...pattern(LeadChanged, LeadScored),
        detail: { $or: [{ cause: { type: [...accountCauses] } }, { modelVersion: [{ exists: true }] }] },
      },
      links: [table.writes],
      maxConcurrency: 5,
      givesWay: true,
      impact,
    })
    new Scheduled(this, {
      alarms,
      logGroup: logs.of('insight'),
      file: 'insight/fold-accounts.schedule',
      schedule: 'rate(1 minute)',
      links: [table.deletes, bus.publishes, table.lists('due', 'box', 'content')],
      impact,
    })
    new EventConsumer(this, {
      alarms,
      logGroup: logs.of('insight'),
      file: 'insight/tell-account.event',
      bus: bus.bus,
      pattern: pattern(AccountQualified),
      links: [table.deletes, table.lists('box', 'content'), mail.sends],
      givesWay: true,
      impact: 'Sales is not told of companies whose people qualify together.',
    })
  }

  #engineers({ api, config, table, secrets, mail, stackName, queues, alarms, logs }: Foundation): void {
    api.serve(this, insightRoutes.health, 'insight/show-health.http', { links: [] })
    api.serve(this, insightRoutes.openapi, 'insight/show-openapi.http', { links: [api.address] })
    api.serve(this, insightRoutes.doctor, 'insight/check-readiness.http', {
      links: [
        table.reads,
        table.lists('box', 'content'),
        secrets.describes,
        mail.describes,
        link({ SEND_RATE: String(config.sendRate) }),
      ],
    })
    api.serve(this, insightRoutes.showLeadCheck, 'insight/show-lead-check.http', { links: [table.reads] })
    api.serve(this, insightRoutes.showExperiments, 'insight/show-experiments.http', { links: [table.reads] })
    new Scheduled(this, {
      alarms,
      logGroup: logs.of('insight'),
      file: 'insight/fold-experiments.schedule',
      schedule: 'rate(1 hour)',
      links: [table.writes, table.lists('box', 'content')],
      timeout: Duration.minutes(5),
      impact: 'The results of experiments stand still: no lead is counted any more.',
    })
    const looks = [
      link(
        { QUEUE_PREFIX: stackName },
        ['sqs:GetQueueAttributes', 'sqs:ListDeadLetterSourceQueues', 'sqs:ReceiveMessage'],
        [queues],
      ),
      // Of all actions of SQS this one alone takes no resource.
      link({}, ['sqs:ListQueues'], ['*']),
    ]
    const moves = link({}, ['sqs:StartMessageMoveTask', 'sqs:DeleteMessage', 'sqs:SendMessage'], [queues])
    api.serve(this, insightRoutes.listDeadLetters, 'insight/list-dead-letters.http', { links: looks })
    api.serve(this, insightRoutes.redriveDeadLetters, 'insight/redrive-dead-letters.http', { links: [...looks, moves] })
  }
}
