import { Duration } from 'aws-cdk-lib'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { EventBus } from 'aws-cdk-lib/aws-events'
import { Construct } from 'constructs'
import { sesEventPattern } from '../core/events.ts'
import { metricNames, metricNamespace, metricService } from '../core/metrics.ts'
import { routes } from '../core/routes.ts'
import { EventConsumer } from './constructs/event-consumer.ts'
import { link } from './constructs/link.ts'
import { Scheduled } from './constructs/scheduled.ts'
import type { Foundation } from './foundation/foundation.ts'

/** Consent: asked for, confirmed, withdrawn; what SES reports of mails; the stop for all marketing mail. */
export class Consent extends Construct {
  constructor(scope: Construct, { api, bus, table, secrets, mail, alarms, logs, stage }: Foundation) {
    super(scope, 'Consent')
    const page = [table.reads, secrets.tokens]
    const decide = [table.writes, bus.publishes, secrets.tokens]
    const measures = link({ STAGE: stage })
    api.serve(this, routes.showConfirmation, 'consent/show-confirmation.http', { links: page })
    api.serve(this, routes.confirmConsent, 'consent/confirm-consent.http', { links: decide })
    api.serve(this, routes.showWithdrawal, 'consent/show-withdrawal.http', { links: page })
    api.serve(this, routes.withdrawConsent, 'consent/withdraw-consent.http', { links: decide })
    api.serve(this, routes.showPreferences, 'consent/show-preferences.http', { links: page })
    api.serve(this, routes.setPreferences, 'consent/set-preferences.http', { links: decide })
    api.serve(this, routes.listSwitches, 'consent/list-switches.http', { links: [table.reads] })
    api.serve(this, routes.setMarketingMail, 'consent/set-marketing-mail.http', { links: [table.writes] })
    const { source, 'detail-type': detailType, detail } = sesEventPattern(mail.configurationSet.configurationSetName)
    new EventConsumer(this, {
      file: 'consent/record-email.event',
      bus: EventBus.fromEventBusName(this, 'DefaultBus', 'default'),
      pattern: { source, detailType, detail },
      links: [table.writes, bus.publishes, measures],
      alarms,
      logGroup: logs.of('consent'),
      impact: 'Bounces, complaints and clicks are not recorded: people who complained may be mailed again.',
    })
    new Scheduled(this, {
      file: 'consent/settle-sends.schedule',
      schedule: 'rate(15 minutes)',
      links: [table.writes, table.lists('due'), measures],
      alarms,
      logGroup: logs.of('consent'),
      impact: 'Sends without an answer stay UNKNOWN, and the guard over bounces and complaints does not look.',
    })
    alarms.on(this, 'MarketingMailPaused', {
      metric: new Metric({
        namespace: metricNamespace,
        metricName: metricNames.marketingMailPaused,
        dimensionsMap: { service: metricService, stage },
        statistic: 'Maximum',
        // Two looks of the guard: the alarm stands as long as the mail is held.
        period: Duration.minutes(30),
      }),
      threshold: 1,
      impact: 'The account guard holds all marketing mail: too many mails bounced or were reported as spam.',
      runbook: 'bounces-and-complaints',
    })
  }
}
