import { Duration } from 'aws-cdk-lib'
import { Construct } from 'constructs'
import { LeadQualified } from '../core/events.ts'
import { routes } from '../core/routes.ts'
import { EventConsumer } from './constructs/event-consumer.ts'
import { Handler } from './constructs/handler.ts'
import { Machine } from './constructs/machine.ts'
import { pattern } from './constructs/pattern.ts'
import { Scheduled } from './constructs/scheduled.ts'
import type { Foundation } from './foundation/foundation.ts'

/** Hand-off: a qualified lead gets an owner, and the SLA clock runs until sales answered. */
export class Handoff extends Construct {
  constructor(scope: Construct, { api, basics, bus, table, secrets, mail, alarms, logs }: Foundation) {
    super(scope, 'Handoff')
    const machine = new Machine(this, { workflow: 'sla', variable: 'SLA_MACHINE_ARN' })
    const logGroup = logs.of('handoff')
    const acts = [basics, table.writes, bus.publishes, machine.runs]
    const tells = [...acts, mail.sends, secrets.tokens, api.address]

    const keepSla = new Handler(this, {
      file: 'handoff/keep-sla.task',
      links: tells,
      logGroup,
      timeout: Duration.seconds(60),
    })
    machine.run(keepSla, 'KeepSlaFunctionArn', 'sla')
    new EventConsumer(this, {
      file: 'handoff/forward-lead.event',
      bus: bus.bus,
      pattern: pattern(LeadQualified),
      links: tells,
      alarms,
      logGroup,
      impact: 'Ripe leads do not reach sales.',
    })
    new Scheduled(this, {
      file: 'handoff/sweep-handoffs.schedule',
      schedule: 'rate(15 minutes)',
      links: tells,
      alarms,
      logGroup,
      impact: 'An SLA clock that was lost is not started again.',
    })
    api.serve(this, routes.listHandoffs, 'handoff/list-handoffs.http', { links: [basics, table.reads] })
    api.serve(this, routes.showHandoff, 'handoff/show-handoff.http', { links: [basics, table.reads] })
    api.serve(this, routes.acceptHandoff, 'handoff/accept-handoff.http', { links: acts })
    api.serve(this, routes.rejectHandoff, 'handoff/reject-handoff.http', { links: acts })
    api.serve(this, routes.recycleHandoff, 'handoff/recycle-handoff.http', { links: acts })
    api.serve(this, routes.reportOutcome, 'handoff/report-outcome.http', { links: acts })
    api.serve(this, routes.showAnswer, 'handoff/show-answer.http', { links: [basics, table.reads, secrets.tokens] })
    api.serve(this, routes.answerHandoff, 'handoff/answer-handoff.http', { links: [...acts, secrets.tokens] })
  }
}
