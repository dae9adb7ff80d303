import { Stack } from 'aws-cdk-lib'
import { EventBus } from 'aws-cdk-lib/aws-events'
import type { Construct } from 'constructs'
import { metricNames } from '../core/metrics.ts'
import { TouchDue } from '../core/outreach/events.ts'
import { outreachRoutes } from '../core/outreach/routes.ts'
import { smsEventPattern } from '../core/outreach/sms-event.ts'
import type { StageConfig } from './config.ts'
import { alarmPeriod } from './constructs/alarms.ts'
import { Capability } from './constructs/capability.ts'
import { EventConsumer } from './constructs/event-consumer.ts'
import { type Link, link } from './constructs/link.ts'
import { narrowed, pattern } from './constructs/pattern.ts'
import { Scheduled } from './constructs/scheduled.ts'
import type { Foundation } from './foundation/foundation.ts'
import { ownMetric } from './own-metric.ts'

/** By what AWS sends an SMS: whose, and under which settings. */
export const smsResources = ['phone-number', 'sender-id', 'pool', 'configuration-set'] as const

/** Nothing on AWS is this machine: only the embedded run may say otherwise. */
const guarded = link({ WEBHOOK_LOOPBACK: 'refused' })

/** What sequences do besides mail: people are told of tasks and answer them, providers deliver messages and report what came of them. */
export class Outreach extends Capability {
  constructor(scope: Construct, foundation: Foundation) {
    super(scope, 'Outreach')
    this.#tasks(foundation)
    this.#messages(foundation)
    this.#providers(foundation)
  }

  #tasks({ api, table, bus, mail, secrets, alarms, logs, stage, config }: Foundation): void {
    new EventConsumer(this, {
      bus: bus.bus,
      alarms,
      logGroup: logs.of('outreach'),
      file: 'outreach/tell-task.event',
      pattern: narrowed(pattern(TouchDue), { kind: ['task'] }),
      links: [
        table.deletes,
        table.lists('box', 'owner'),
        bus.publishes,
        mail.sends,
        secrets.tokens,
        api.address,
        link({ STAGE: stage, DEFAULT_ZONE: config.zone }),
      ],
      impact: 'People are not told of the tasks that sequences give them, which then time out.',
    })
    api.serve(this, outreachRoutes.listTasks, 'outreach/list-tasks.http', {
      links: [table.readsMany, table.lists('box', 'owner')],
    })
    api.serve(this, outreachRoutes.answerTask, 'outreach/answer-task.http', { links: [table.writes, bus.publishes] })
    const zone = link({ DEFAULT_ZONE: config.zone })
    api.serve(this, outreachRoutes.showTask, 'outreach/show-task.http', {
      links: [table.reads, secrets.tokens, zone],
    })
    api.serve(this, outreachRoutes.postTaskAnswer, 'outreach/post-task-answer.http', {
      links: [table.writes, bus.publishes, secrets.tokens, zone],
    })
    alarms.on(this, 'TasksOfNobody', {
      metric: ownMetric(metricNames.tasksOfNobody, stage, alarmPeriod),
      threshold: 1,
      impact: 'A sequence has a task that nobody can do: no active member of staff is left for it.',
      runbook: 'a-task-is-nobodys',
    })
  }

  /** Out: bus, queue, function; what was not taken is tried again by a sweep. */
  #messages({ table, bus, secrets, api, alarms, logs, stage, config }: Foundation): void {
    const { sms } = config
    new EventConsumer(this, {
      bus: bus.bus,
      alarms,
      logGroup: logs.of('outreach'),
      file: 'outreach/deliver-message.event',
      pattern: narrowed(pattern(TouchDue), { kind: ['message'] }),
      links: [
        table.writes,
        bus.publishes,
        secrets.tokens,
        api.address,
        guarded,
        link({ STAGE: stage }),
        ...(sms ? [smsFrom(sms), this.#sendsSms()] : []),
      ],
      // Each may wait for its provider for half of the time that the function has.
      batchSize: 1,
      maxConcurrency: 20,
      impact: 'SMS and other messages of sequences do not go, and their steps time out.',
    })
    new Scheduled(this, {
      alarms,
      logGroup: logs.of('outreach'),
      file: 'outreach/sweep-messages.schedule',
      schedule: 'rate(5 minutes)',
      links: [table.reads, table.lists('due'), bus.publishes],
      impact: 'Messages that a provider did not take at once are not tried again.',
    })
    if (sms) {
      new EventConsumer(this, {
        bus: EventBus.fromEventBusName(this, 'DefaultBus', 'default'),
        alarms,
        logGroup: logs.of('outreach'),
        file: 'outreach/record-sms.event',
        pattern: { source: [...smsEventPattern.source], detailType: [...smsEventPattern['detail-type']] },
        links: [table.writes, bus.publishes],
        impact: 'Nobody knows what came of SMS: their steps go on at their timeout.',
      })
    }
    for (const [id, name, impact] of [
      [
        'MessagesStuck',
        metricNames.messagesStuck,
        'Messages wait for a provider that is not there, or may have gone without anybody knowing.',
      ],
      ['MessagesRefused', metricNames.messagesRefused, 'A provider refuses messages of sequences.'],
    ] as const) {
      alarms.on(this, id, {
        metric: ownMetric(name, stage, alarmPeriod),
        threshold: 1,
        impact,
        runbook: 'a-provider-fails',
      })
    }
  }

  /** From the numbers, sender ids and pools of this account and region. */
  #sendsSms(): Link {
    const stack = Stack.of(this)
    const resources = smsResources.map((resource) =>
      stack.formatArn({ service: 'sms-voice', resource, resourceName: '*' }),
    )
    return link({}, ['sms-voice:SendTextMessage'], resources)
  }

  /** Who delivers, and what they report. */
  #providers({ api, table, bus, secrets, config }: Foundation): void {
    const { reads, writes } = table
    const keys = [writes, secrets.tokens]
    api.serve(this, outreachRoutes.listProviders, 'outreach/list-providers.http', { links: [reads] })
    api.serve(this, outreachRoutes.putProvider, 'outreach/put-provider.http', {
      links: [...keys, guarded, ...(config.sms ? [link({ SMS_ORIGINATION: config.sms.origination })] : [])],
    })
    api.serve(this, outreachRoutes.deleteProvider, 'outreach/delete-provider.http', { links: [writes] })
    api.serve(this, outreachRoutes.rotateProviderSecret, 'outreach/rotate-provider-secret.http', { links: keys })
    api.serve(this, outreachRoutes.receiveCallback, 'outreach/receive-callback.http', {
      links: [...keys, bus.publishes],
    })
  }
}

function smsFrom({ origination, configurationSet }: NonNullable<StageConfig['sms']>): Link {
  return link({
    SMS_ORIGINATION: origination,
    ...(configurationSet !== undefined && { SMS_CONFIGURATION_SET: configurationSet }),
  })
}
