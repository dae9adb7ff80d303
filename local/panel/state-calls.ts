import type { ApiCalls } from '../aws/aws-endpoint.ts'
import type { Bus } from '../bus/bus.ts'
import type { VirtualClock } from '../clock.ts'
import type { Reply } from '../http/reply.ts'
import type { Lambdas } from '../lambda/lambda.ts'
import type { Machines } from '../machines/machines.ts'
import type { MailStore } from '../mail/mail-store.ts'
import type { Queues } from '../queues/queues.ts'
import type { TableEngine } from '../table/table-engine.ts'
import type { Work } from '../work.ts'
import { json } from './panel-request.ts'

export interface StateSources {
  readonly clock: VirtualClock
  readonly work: Work
  readonly queues: Queues
  readonly machines: Machines
  readonly lambdas: Lambdas
  readonly bus: Bus
  readonly mails: MailStore
  readonly table: TableEngine
  readonly awsCalls: ApiCalls
}

/** What `GET /_local/state` answers. */
export function stateOf(from: StateSources) {
  const queues: Record<string, number> = {}
  const deadLetters: Record<string, number> = {}
  for (const { arn, name } of from.queues.all()) {
    const { visible, inFlight } = from.queues.depth(arn)
    const into = from.queues.isDeadLetter(arn) ? deadLetters : queues
    into[name] = visible + inFlight
  }
  return {
    now: new Date(from.clock.now()).toISOString(),
    speed: from.clock.speed,
    /** Pieces of work at this moment. */
    open: from.work.open,
    queues,
    deadLetters,
    executions: from.machines.executions.counts(),
    mails: from.mails.count(),
    /** Since the start: calls by function. */
    calls: from.lambdas.calls,
    /** What AWS would bill. Transitions count from the first start on this data folder, all else since this start. */
    billed: {
      transitions: from.machines.executions.transitions(),
      events: from.bus.accepted,
      eventsByName: { ...from.bus.acceptedByName },
      queueMessages: from.queues.sent,
      table: from.table.use,
      apiCalls: from.awsCalls,
    },
    rssMb: Math.round(process.memoryUsage.rss() / 1_048_576),
    threads: from.lambdas.warm,
  }
}

export class StateCalls {
  readonly #from: StateSources

  constructor(from: StateSources) {
    this.#from = from
  }

  async show(): Promise<Reply> {
    return json(stateOf(this.#from))
  }
}
