import type { Construct } from 'constructs'
import { metricNames } from '../core/metrics.ts'
import { TouchDue } from '../core/outreach/events.ts'
import { outreachRoutes } from '../core/outreach/routes.ts'
import { alarmPeriod } from './constructs/alarms.ts'
import { Capability } from './constructs/capability.ts'
import { EventConsumer } from './constructs/event-consumer.ts'
import { link } from './constructs/link.ts'
import { narrowed, pattern } from './constructs/pattern.ts'
import type { Foundation } from './foundation/foundation.ts'
import { ownMetric } from './own-metric.ts'

/** What sequences do besides mail: people are told of tasks and answer them. */
export class Outreach extends Capability {
  constructor(scope: Construct, foundation: Foundation) {
    super(scope, 'Outreach')
    this.#tasks(foundation)
  }

  #tasks({ api, table, bus, mail, alarms, logs, stage, config }: Foundation): void {
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
        link({ STAGE: stage, DEFAULT_ZONE: config.zone }),
      ],
      impact: 'People are not told of the tasks that sequences give them, which then time out.',
    })
    api.serve(this, outreachRoutes.listTasks, 'outreach/list-tasks.http', {
      links: [table.readsMany, table.lists('box', 'owner')],
    })
    api.serve(this, outreachRoutes.answerTask, 'outreach/answer-task.http', { links: [table.writes, bus.publishes] })
    alarms.on(this, 'TasksOfNobody', {
      metric: ownMetric(metricNames.tasksOfNobody, stage, alarmPeriod),
      threshold: 1,
      impact: 'A sequence has a task that nobody can do: no active member of staff is left for it.',
      runbook: 'a-task-is-nobodys',
    })
  }
}
