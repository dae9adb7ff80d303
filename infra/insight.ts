import { Duration } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { insightRoutes } from '../core/insight/routes.ts'
import { Capability } from './constructs/capability.ts'
import { link } from './constructs/link.ts'
import { Scheduled } from './constructs/scheduled.ts'
import type { Foundation } from './foundation/foundation.ts'

/** Insight for engineers: is it up, is it ready to go live, what could not be handled. */
export class Insight extends Capability {
  constructor(scope: Construct, { api, config, table, secrets, mail, stackName, queues, alarms, logs }: Foundation) {
    super(scope, 'Insight')
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
