import { Duration } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { LeadChanged } from '../core/events.ts'
import { unheardCauses } from '../core/unheard-causes.ts'
import { Capability } from './constructs/capability.ts'
import { EventConsumer } from './constructs/event-consumer.ts'
import { patternWithout } from './constructs/pattern.ts'
import { Scheduled } from './constructs/scheduled.ts'
import type { Foundation } from './foundation/foundation.ts'

/** Scoring: every fact re-scores its lead, and the nights let scores decay. */
export class Scoring extends Capability {
  constructor(scope: Construct, { bus, table, alarms, logs, config }: Foundation) {
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
  }
}
