import { Duration } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import {
  BroadcastRequested,
  ContentPublished,
  EnrolmentChanged,
  InFlightRequested,
  LeadChanged,
} from '../core/events.ts'
import { metricNames } from '../core/metrics.ts'
import { nurtureRoutes } from '../core/nurture/routes.ts'
import { unheardCauses } from '../core/unheard-causes.ts'
import { Capability } from './constructs/capability.ts'
import { EventConsumer } from './constructs/event-consumer.ts'
import { Handler } from './constructs/handler.ts'
import { type Link, link } from './constructs/link.ts'
import { Machine } from './constructs/machine.ts'
import { narrowed, pattern, patternWithout } from './constructs/pattern.ts'
import { Scheduled } from './constructs/scheduled.ts'
import type { Foundation } from './foundation/foundation.ts'
import { ownMetric } from './own-metric.ts'

/** How many copies of the sending function run at once; each takes its share of the stage's sending rate. */
const sendWorkers = 10

/** Sequences: leads are enrolled, their steps taken by the clock of a state machine, woken by what they do. */
export class Nurture extends Capability {
  constructor(scope: Construct, foundation: Foundation) {
    super(scope, 'Nurture')
    const { api, table, bus, secrets, alarms } = foundation
    const machine = new Machine(this, { workflow: 'nurture', variable: 'NURTURE_MACHINE_ARN' })
    const writes = [table.writes, bus.publishes]
    const clocks = [...writes, machine.runs]
    this.#takesSteps(foundation, machine, clocks)
    this.#hears(foundation, machine, clocks)
    this.#settles(foundation, clocks)
    this.#looks(foundation, clocks)

    api.serve(this, nurtureRoutes.enrolLead, 'nurture/enrol-lead.http', { links: clocks })
    api.serve(this, nurtureRoutes.pauseEnrolment, 'nurture/pause-enrolment.http', { links: clocks })
    api.serve(this, nurtureRoutes.resumeEnrolment, 'nurture/resume-enrolment.http', { links: clocks })
    api.serve(this, nurtureRoutes.exitEnrolment, 'nurture/exit-enrolment.http', { links: clocks })
    api.serve(this, nurtureRoutes.showSequencePause, 'nurture/show-sequence-pause.http', { links: [table.reads] })
    api.serve(this, nurtureRoutes.pauseSequence, 'nurture/pause-sequence.http', { links: [table.writes] })
    api.serve(this, nurtureRoutes.resumeSequence, 'nurture/resume-sequence.http', { links: [table.writes] })
    api.serve(this, nurtureRoutes.broadcastSequence, 'nurture/broadcast-sequence.http', {
      links: [...writes, table.lists('stage', 'status'), secrets.tokens],
      timeout: Duration.seconds(29),
      memorySize: 512,
    })
    alarms.on(this, 'LeadsRepairedAlarm', {
      metric: ownMetric(metricNames.leadsRepaired, foundation.stage, Duration.hours(1)),
      threshold: 1,
      impact: 'Leads stood where nobody would have touched them again; the nightly check has repaired them.',
      runbook: 'leads-were-repaired',
    })
  }

  /** The machine and its one task, which sends. */
  #takesSteps({ secrets, mail, api, logs, config }: Foundation, machine: Machine, clocks: Link[]): void {
    const takeStep = new Handler(this, {
      file: 'nurture/take-step.task',
      links: [
        ...clocks,
        mail.sends,
        mail.hearsReplies,
        secrets.tokens,
        api.address,
        link({ DEFAULT_ZONE: config.zone }),
        mail.pacedBy(sendWorkers),
      ],
      logGroup: logs.of('nurture'),
      memorySize: 512,
      timeout: Duration.seconds(60),
      reservedConcurrency: sendWorkers,
    })
    machine.run(takeStep, 'TakeStepFunctionArn', 'nurture')
  }

  /** What changes of leads do to their sequences, and lists on their way into one. */
  #hears({ table, bus, alarms, logs, config }: Foundation, machine: Machine, clocks: Link[]): void {
    const consumer = { bus: bus.bus, alarms, logGroup: logs.of('nurture') }
    new EventConsumer(this, {
      ...consumer,
      file: 'nurture/enrol-lead.event',
      pattern: patternWithout(unheardCauses.enrolling, LeadChanged, EnrolmentChanged),
      links: [...clocks, table.lists('content')],
      impact: 'Leads do not enter their sequences: nobody new is nurtured.',
    })
    new EventConsumer(this, {
      ...consumer,
      file: 'nurture/wake-enrolment.event',
      pattern: narrowed(patternWithout(unheardCauses.waking, LeadChanged), { inSequence: [true, { exists: false }] }),
      // All live sequences, for the one to whose band a score has moved.
      links: [table.writes, table.lists('content'), machine.runs, link({ DEFAULT_ZONE: config.zone })],
      impact: 'A click or reply does not wake the step that waits for it; it goes on at its timeout instead.',
    })
    new EventConsumer(this, {
      ...consumer,
      file: 'nurture/broadcast-sequence.event',
      pattern: pattern(BroadcastRequested),
      links: [...clocks, table.lists('stage', 'status'), link({ SEND_RATE: String(config.sendRate) })],
      // A page takes some seconds; one call takes one page.
      batchSize: 1,
      maxConcurrency: 2,
      givesWay: true,
      impact: 'A list that was confirmed stops halfway into its sequence.',
    })
  }

  /** What becomes of those inside when a version of their sequence goes live: their clocks are started anew. */
  #settles({ table, bus, alarms, logs }: Foundation, clocks: Link[]): void {
    new EventConsumer(this, {
      bus: bus.bus,
      alarms,
      logGroup: logs.of('content'),
      file: 'content/settle-in-flight.event',
      pattern: pattern(ContentPublished, InFlightRequested),
      links: [...clocks, table.lists('sequence')],
      // A page takes some seconds; one call takes one page.
      batchSize: 1,
      maxConcurrency: 2,
      givesWay: true,
      impact: 'Leads inside a sequence are not moved to its new version, or not taken out, as was chosen.',
    })
  }

  /** What looks whether a clock was lost or a lead forgotten. */
  #looks({ table, alarms, logs, stage, config }: Foundation, clocks: Link[]): void {
    const clock = { alarms, logGroup: logs.of('nurture') }
    new Scheduled(this, {
      ...clock,
      file: 'nurture/sweep-enrolments.schedule',
      schedule: 'rate(15 minutes)',
      links: [...clocks, table.lists('due'), link({ SEND_RATE: String(config.sendRate) })],
      timeout: Duration.minutes(14),
      impact: 'A sequence whose clock was lost is not started again, and parked leads stay parked after their date.',
    })
    new Scheduled(this, {
      ...clock,
      file: 'nurture/check-leads.schedule',
      // Each run goes on where the last one stopped, and looks again at what that one suspected.
      schedule: 'cron(0/20 1-4 * * ? *)',
      zone: config.zone,
      links: [...clocks, table.lists('status', 'content'), link({ STAGE: stage, DEFAULT_ZONE: config.zone })],
      timeout: Duration.minutes(10),
      memorySize: 512,
      impact:
        'Nobody checks that each lead has a next touch, a salesperson, or a date; sequences for leads that did nothing for a while take none in.',
    })
  }
}
