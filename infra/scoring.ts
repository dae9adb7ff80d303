import { Duration } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { ContentPublished, LeadChanged, RescoringRequested, TrialRequested } from '../core/events.ts'
import { scoringRoutes } from '../core/scoring/routes.ts'
import { unheardCauses } from '../core/unheard-causes.ts'
import { Capability } from './constructs/capability.ts'
import { EventConsumer } from './constructs/event-consumer.ts'
import { link } from './constructs/link.ts'
import { pattern, patternWithout } from './constructs/pattern.ts'
import { Scheduled } from './constructs/scheduled.ts'
import type { Foundation } from './foundation/foundation.ts'

/** Scoring: every fact re-scores its lead, and the nights let scores decay. */
export class Scoring extends Capability {
  constructor(scope: Construct, { api, bus, table, alarms, logs, config }: Foundation) {
    super(scope, 'Scoring')
    const links = [table.writes, table.lists('content'), bus.publishes]
    new EventConsumer(this, {
      file: 'scoring/rescore-lead.event',
      bus: bus.bus,
      pattern: patternWithout(unheardCauses.scoring, LeadChanged),
      links,
      alarms,
      logGroup: logs.of('scoring'),
      impact: 'Scores stand still: ripe leads are not handed to sales.',
    })
    new EventConsumer(this, {
      file: 'scoring/rescore-all.event',
      bus: bus.bus,
      pattern: pattern(ContentPublished, RescoringRequested),
      links: [...links, table.lists('stage')],
      alarms,
      logGroup: logs.of('scoring'),
      memorySize: 512,
      // One call goes on for some seconds.
      batchSize: 1,
      maxConcurrency: 2,
      givesWay: true,
      impact: 'Leads keep the score of the model before until the night.',
    })
    new Scheduled(this, {
      file: 'scoring/forward-ripe.schedule',
      schedule: 'cron(5 8,13 ? * MON-FRI *)',
      zone: config.zone,
      links: [...links, table.lists('box', 'owner'), link({ DEFAULT_ZONE: config.zone })],
      alarms,
      logGroup: logs.of('scoring'),
      timeout: Duration.minutes(5),
      memorySize: 512,
      impact: 'Leads that a new model or a lower bar made ripe wait, and sales does not get them.',
    })
    new Scheduled(this, {
      file: 'scoring/decay-scores.schedule',
      // Each call goes on where the time of the last one ran out; without more to do it ends at once.
      schedule: 'cron(10 2-5 * * ? *)',
      zone: config.zone,
      links: [...links, table.lists('due', 'stage')],
      alarms,
      logGroup: logs.of('scoring'),
      timeout: Duration.minutes(15),
      memorySize: 512,
      impact: 'Old interest counts as fresh: leads stay qualified who should not.',
    })
    const zone = link({ DEFAULT_ZONE: config.zone })
    api.serve(this, scoringRoutes.showScoreHistory, 'scoring/show-score-history.http', { links: [table.reads] })
    api.serve(this, scoringRoutes.showDial, 'scoring/show-dial.http', {
      links: [table.reads, table.lists('content', 'box'), zone],
    })
    api.serve(this, scoringRoutes.setThreshold, 'scoring/set-threshold.http', {
      links: [table.writes, table.lists('content'), bus.publishes],
    })
    const tries = {
      links: [table.writes, table.lists('content', 'stage', 'box'), bus.publishes],
      timeout: Duration.seconds(29),
      memorySize: 1024,
    }
    api.serve(this, scoringRoutes.planModel, 'scoring/plan-model.http', tries)
    api.serve(this, scoringRoutes.volumeModel, 'scoring/volume-model.http', { ...tries, links: [...tries.links, zone] })
    api.serve(this, scoringRoutes.backtestModel, 'scoring/backtest-model.http', tries)
    new EventConsumer(this, {
      file: 'scoring/run-trial.event',
      bus: bus.bus,
      pattern: pattern(TrialRequested),
      links: [table.writes, table.lists('content', 'stage'), bus.publishes],
      alarms,
      logGroup: logs.of('scoring'),
      memorySize: 1024,
      batchSize: 1,
      maxConcurrency: 2,
      givesWay: true,
      impact: 'Nobody learns what a model would do before it is published.',
    })
  }
}
