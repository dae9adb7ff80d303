import { Duration } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import {
  ContentPublished,
  HandoffChanged,
  InFlightRequested,
  LeadChanged,
  LeadHandedIn,
  LeadQualified,
} from '../core/events.ts'
import { handoffRoutes } from '../core/handoff/routes.ts'
import { metricNames } from '../core/metrics.ts'
import { unheardCauses } from '../core/unheard-causes.ts'
import { alarmPeriod } from './constructs/alarms.ts'
import { Capability } from './constructs/capability.ts'
import { EventConsumer } from './constructs/event-consumer.ts'
import { Handler } from './constructs/handler.ts'
import { type Link, link } from './constructs/link.ts'
import { Machine } from './constructs/machine.ts'
import { narrowed, pattern, patternWithout } from './constructs/pattern.ts'
import { Scheduled } from './constructs/scheduled.ts'
import type { Foundation } from './foundation/foundation.ts'
import { ownMetric } from './own-metric.ts'

/** Hand-off: a qualified lead gets an owner, and the SLA clock runs until sales answered. */
export class Handoff extends Capability {
  /** To change a hand-off from elsewhere: its clock stops or starts with it. */
  readonly clock: Link

  constructor(scope: Construct, foundation: Foundation) {
    super(scope, 'Handoff')
    const { bus, table, config } = foundation
    const machine = new Machine(this, { workflow: 'sla', variable: 'SLA_MACHINE_ARN' })
    this.clock = machine.runs
    const zone = link({ DEFAULT_ZONE: config.zone })
    const acts = [table.writes, bus.publishes, machine.runs]
    this.#keepsClocks(foundation, machine, [...acts, table.lists('box', 'owner', 'content'), zone])
    this.#hears(foundation, acts, zone)
    this.#tellsTheWeek(foundation, zone)
    this.#answers(foundation, acts, zone)
  }

  /** The machine, its one task, which also mails staff, and what looks for clocks that were lost. */
  #keepsClocks({ mail, secrets, api, table, alarms, logs }: Foundation, machine: Machine, chooses: Link[]): void {
    const logGroup = logs.of('handoff')
    const keepSla = new Handler(this, {
      file: 'handoff/keep-sla.task',
      links: [...chooses, mail.sends, secrets.tokens, api.address],
      logGroup,
      timeout: Duration.seconds(60),
      // Clocks that pause need the public holidays of a country.
      memorySize: 512,
      givesWay: true,
    })
    machine.run(keepSla, 'KeepSlaFunctionArn', 'sla')
    new Scheduled(this, {
      file: 'handoff/sweep-handoffs.schedule',
      schedule: 'rate(15 minutes)',
      links: [table.reads, table.lists('due', 'box', 'owner'), machine.runs],
      alarms,
      logGroup,
      impact: 'An SLA clock that was lost is not started again.',
    })
  }

  /** How both sides kept the agreement, to those who lead them. */
  #tellsTheWeek({ mail, table, alarms, logs, config }: Foundation, zone: Link): void {
    new Scheduled(this, {
      file: 'handoff/mail-week.schedule',
      schedule: 'cron(0 7 ? * MON *)',
      zone: config.zone,
      links: [table.deletes, table.readsMany, table.lists('box', 'content'), mail.sends, zone],
      alarms,
      logGroup: logs.of('handoff'),
      memorySize: 512,
      impact: 'The weekly summary of the agreement between marketing and sales is not mailed.',
    })
  }

  /** What qualifications, facts and answers make of hand-offs and their leads. */
  #hears({ bus, table, alarms, logs, stage }: Foundation, acts: Link[], zone: Link): void {
    const consumer = { bus: bus.bus, alarms, logGroup: logs.of('handoff') }
    new EventConsumer(this, {
      ...consumer,
      file: 'handoff/forward-lead.event',
      pattern: pattern(LeadQualified, LeadHandedIn),
      links: [...acts, table.lists('box', 'owner', 'content'), zone, link({ STAGE: stage })],
      // The public holidays of a country take a second to work out with less.
      memorySize: 512,
      // Many at a time would take turns of a team from each other, and try again.
      maxConcurrency: 4,
      impact: 'Ripe leads do not reach sales.',
    })
    new EventConsumer(this, {
      ...consumer,
      file: 'handoff/meet-duty.event',
      // Most changes are of leads that sales has not got: the rule leaves them out.
      pattern: narrowed(patternWithout(unheardCauses.duties, LeadChanged), { status: ['with-sales'] }),
      links: acts,
      // Clocks that pause need the public holidays, too.
      memorySize: 512,
      givesWay: true,
      impact: 'A logged call is seen only when the clock of its hand-off next rings.',
    })
    new EventConsumer(this, {
      ...consumer,
      file: 'handoff/settle-lead.event',
      pattern: pattern(HandoffChanged),
      links: [table.writes, bus.publishes],
      givesWay: true,
      impact: 'The status of a lead may be behind what sales answered.',
    })
    new EventConsumer(this, {
      ...consumer,
      file: 'handoff/move-clocks.event',
      pattern: pattern(ContentPublished, InFlightRequested),
      links: [...acts, table.lists('sequence')],
      memorySize: 512,
      // A page takes some seconds; one call takes one page.
      batchSize: 1,
      maxConcurrency: 2,
      givesWay: true,
      impact: 'Clocks that run are not moved to the new version of their SLA policy, as was chosen.',
    })
    alarms.on(this, 'LeadsMisrouted', {
      metric: ownMetric(metricNames.leadsMisrouted, stage, alarmPeriod),
      threshold: 1,
      impact: 'Ripe leads go to a stand-in: nobody of the team that the SLA policy names is there.',
      runbook: 'a-lead-was-not-routed',
    })
  }

  /** What sales sees and says. */
  #answers({ api, bus, table, secrets }: Foundation, acts: Link[], zone: Link): void {
    api.serve(this, handoffRoutes.listHandoffs, 'handoff/list-handoffs.http', {
      links: [table.readsMany, table.lists('box', 'owner')],
    })
    api.serve(this, handoffRoutes.handInLead, 'handoff/hand-in-lead.http', { links: [table.writes, bus.publishes] })
    api.serve(this, handoffRoutes.showHandoff, 'handoff/show-handoff.http', {
      links: [table.reads, table.lists('box', 'content'), zone],
    })
    api.serve(this, handoffRoutes.acceptHandoff, 'handoff/accept-handoff.http', { links: acts })
    api.serve(this, handoffRoutes.rejectHandoff, 'handoff/reject-handoff.http', { links: acts })
    api.serve(this, handoffRoutes.recycleHandoff, 'handoff/recycle-handoff.http', { links: acts })
    api.serve(this, handoffRoutes.qualifyHandoff, 'handoff/qualify-handoff.http', { links: acts })
    api.serve(this, handoffRoutes.passHandoff, 'handoff/pass-handoff.http', {
      links: [...acts, table.lists('box', 'owner'), zone],
      // It needs the public holidays of whoever gets the lead.
      memorySize: 512,
    })
    api.serve(this, handoffRoutes.reportOutcome, 'handoff/report-outcome.http', { links: acts })
    api.serve(this, handoffRoutes.agreeOnMeeting, 'handoff/agree-on-meeting.http', { links: acts })
    api.serve(this, handoffRoutes.disputeHandoff, 'handoff/dispute-handoff.http', {
      links: [...acts, table.lists('box'), zone],
    })
    api.serve(this, handoffRoutes.reviewHandoff, 'handoff/review-handoff.http', { links: acts })
    api.serve(this, handoffRoutes.showSla, 'handoff/show-sla.http', {
      links: [table.reads, table.readsMany, table.lists('box', 'content'), zone],
      timeout: Duration.seconds(29),
      memorySize: 512,
    })
    api.serve(this, handoffRoutes.showAgreement, 'handoff/show-agreement.http', {
      links: [table.reads, table.lists('content'), zone],
    })
    api.serve(this, handoffRoutes.showAnswer, 'handoff/show-answer.http', {
      links: [table.reads, table.lists('box', 'content'), secrets.tokens, zone],
    })
    api.serve(this, handoffRoutes.answerHandoff, 'handoff/answer-handoff.http', {
      links: [...acts, table.lists('box', 'content'), secrets.tokens, zone],
    })
  }
}
