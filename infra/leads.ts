import { Duration } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { ActivityObserved, LeadErased, LeadMerged } from '../core/events.ts'
import { leadRoutes } from '../core/leads/routes.ts'
import { Capability } from './constructs/capability.ts'
import { EventConsumer } from './constructs/event-consumer.ts'
import { link } from './constructs/link.ts'
import { pattern } from './constructs/pattern.ts'
import { Scheduled } from './constructs/scheduled.ts'
import type { Foundation } from './foundation/foundation.ts'

/** Leads: facts come in by one door; people are found, shown, exported, suppressed and erased. */
export class Leads extends Capability {
  constructor(scope: Construct, { api, bus, config, table, secrets, replies, alarms, logs, stage }: Foundation) {
    super(scope, 'Leads')
    const read = [table.reads]
    const change = [table.writes, bus.publishes]
    api.serve(this, leadRoutes.listLeads, 'leads/list-leads.http', {
      links: [...read, table.lists('stage', 'status')],
    })
    api.serve(this, leadRoutes.findLead, 'leads/find-lead.http', { links: [...read, secrets.identity] })
    api.serve(this, leadRoutes.showLead, 'leads/show-lead.http', { links: read })
    api.serve(this, leadRoutes.showTimeline, 'leads/show-timeline.http', { links: read })
    api.serve(this, leadRoutes.exportLead, 'leads/export-lead.http', {
      links: read,
      timeout: Duration.seconds(29),
      memorySize: 512,
    })
    api.serve(this, leadRoutes.eraseLead, 'leads/erase-lead.http', { links: change })
    api.serve(this, leadRoutes.suppressLead, 'leads/suppress-lead.http', { links: change })
    api.serve(this, leadRoutes.unsuppressLead, 'leads/unsuppress-lead.http', { links: change })
    api.serve(this, leadRoutes.mergeLead, 'leads/merge-lead.http', { links: change })
    api.serve(this, leadRoutes.unmergeLead, 'leads/unmerge-lead.http', { links: change })
    api.serve(this, leadRoutes.listMerges, 'leads/list-merges.http', { links: [...read, table.lists('box')] })
    api.serve(this, leadRoutes.reportActivity, 'leads/report-activity.http', { links: [...read, bus.publishes] })
    api.serve(this, leadRoutes.importLeads, 'leads/import-leads.http', {
      links: [...change, table.lists('box'), secrets.identity, link({ STAGE: stage, MERGE_RULE: config.mergeRule })],
      timeout: Duration.seconds(29),
      memorySize: 512,
    })
    const consumer = { bus: bus.bus, alarms, logGroup: logs.of('leads') }
    new EventConsumer(this, {
      ...consumer,
      file: 'leads/record-activity.event',
      pattern: pattern(ActivityObserved),
      links: [table.deletes, bus.publishes, link({ STAGE: stage })],
      impact: 'What leads do is not recorded: scores, sequences and sales see it late.',
    })
    new EventConsumer(this, {
      ...consumer,
      file: 'leads/delete-erased.event',
      pattern: pattern(LeadErased),
      links: [table.deletes, bus.publishes, replies.deletes],
      impact:
        'Erased people are not mailed or shown, but what was held of them is not deleted yet (24 h are promised).',
    })
    new EventConsumer(this, {
      ...consumer,
      file: 'leads/settle-merge.event',
      pattern: pattern(LeadMerged),
      links: [table.deletes, bus.publishes],
      impact: 'Of leads that were merged neither is mailed wrongly, but what one did does not count for the other yet.',
    })
    const clock = { alarms, logGroup: logs.of('leads') }
    new Scheduled(this, {
      ...clock,
      file: 'leads/announce-left.schedule',
      schedule: 'rate(1 minute)',
      links: [...change, table.lists('unannounced')],
      impact: 'What a function that died had decided is not told to the others.',
    })
    new Scheduled(this, {
      ...clock,
      file: 'leads/delete-erased.schedule',
      schedule: 'rate(15 minutes)',
      links: [table.deletes, table.lists('due'), bus.publishes, replies.deletes],
      impact: 'Late arrivals about erased people are kept longer than they should be.',
    })
  }
}
