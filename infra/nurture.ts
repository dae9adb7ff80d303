import { Duration } from 'aws-cdk-lib'
import { Construct } from 'constructs'
import { LeadChanged, LeadScored } from '../core/events.ts'
import { routes } from '../core/routes.ts'
import { EventConsumer } from './constructs/event-consumer.ts'
import { Handler } from './constructs/handler.ts'
import { Machine } from './constructs/machine.ts'
import { pattern } from './constructs/pattern.ts'
import { Scheduled } from './constructs/scheduled.ts'
import type { Foundation } from './foundation/foundation.ts'

/** Sequences: leads are enrolled, their steps taken by the clock of a state machine, woken by what they do. */
export class Nurture extends Construct {
  constructor(scope: Construct, foundation: Foundation) {
    super(scope, 'Nurture')
    const { api, basics, bus, table, secrets, mail, alarms, logs, config } = foundation
    const machine = new Machine(this, { workflow: 'nurture', variable: 'NURTURE_MACHINE_ARN' })
    const enrols = [basics, table.writes, bus.publishes, machine.runs]
    const logGroup = logs.of('nurture')

    const takeStep = new Handler(this, {
      file: 'nurture/take-step.task',
      links: [
        ...enrols,
        mail.sends,
        secrets.tokens,
        api.address,
        { environment: { SEND_RATE: String(config.sendRate) }, statements: [] },
      ],
      logGroup,
      memorySize: 512,
      timeout: Duration.seconds(60),
    })
    machine.run(takeStep, 'TakeStepFunctionArn', 'nurture')

    new EventConsumer(this, {
      file: 'nurture/enrol-lead.event',
      bus: bus.bus,
      pattern: pattern(LeadChanged, LeadScored),
      links: enrols,
      alarms,
      logGroup,
      impact: 'Leads do not enter their sequences: nobody new is nurtured.',
    })
    new EventConsumer(this, {
      file: 'nurture/wake-enrolment.event',
      bus: bus.bus,
      pattern: pattern(LeadChanged),
      links: enrols,
      alarms,
      logGroup,
      impact: 'A click or reply does not wake the step that waits for it; it goes on at its timeout instead.',
    })
    new Scheduled(this, {
      file: 'nurture/sweep-enrolments.schedule',
      schedule: 'rate(15 minutes)',
      links: enrols,
      alarms,
      logGroup,
      impact: 'A sequence whose clock was lost is not started again.',
    })
    api.serve(this, routes.enrolLead, 'nurture/enrol-lead.http', { links: enrols })
    api.serve(this, routes.pauseEnrolment, 'nurture/pause-enrolment.http', { links: enrols })
    api.serve(this, routes.resumeEnrolment, 'nurture/resume-enrolment.http', { links: enrols })
    api.serve(this, routes.exitEnrolment, 'nurture/exit-enrolment.http', { links: enrols })
    api.serve(this, routes.broadcastSequence, 'nurture/broadcast-sequence.http', {
      links: enrols,
      timeout: Duration.seconds(29),
    })
  }
}
