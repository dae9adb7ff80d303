import { Construct } from 'constructs'
import { routes } from '../core/routes.ts'
import { link } from './constructs/link.ts'
import type { Foundation } from './foundation/foundation.ts'

/** Insight for engineers: is it up, is it ready to go live, what could not be handled. */
export class Insight extends Construct {
  constructor(scope: Construct, { api, config, table, secrets, mail, stackName, queues }: Foundation) {
    super(scope, 'Insight')
    api.serve(this, routes.health, 'insight/show-health.http', { links: [] })
    api.serve(this, routes.openapi, 'insight/show-openapi.http', { links: [api.address] })
    api.serve(this, routes.doctor, 'insight/check-readiness.http', {
      links: [
        table.reads,
        table.lists('box', 'content'),
        secrets.describes,
        mail.describes,
        link({ SEND_RATE: String(config.sendRate) }),
      ],
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
    api.serve(this, routes.listDeadLetters, 'insight/list-dead-letters.http', { links: looks })
    api.serve(this, routes.redriveDeadLetters, 'insight/redrive-dead-letters.http', { links: [...looks, moves] })
  }
}
