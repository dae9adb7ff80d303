import { Duration } from 'aws-cdk-lib'
import { EventBus } from 'aws-cdk-lib/aws-events'
import type { Construct } from 'constructs'
import { consentRoutes } from '../core/consent/routes.ts'
import { sesEventPattern } from '../core/events.ts'
import { metricNames } from '../core/metrics.ts'
import { alarmPeriod } from './constructs/alarms.ts'
import { Capability } from './constructs/capability.ts'
import { EventConsumer } from './constructs/event-consumer.ts'
import { link } from './constructs/link.ts'
import { Scheduled } from './constructs/scheduled.ts'
import type { Foundation } from './foundation/foundation.ts'
import { ownMetric } from './own-metric.ts'

/** Consent: asked for, confirmed, withdrawn; what SES reports of mails; the stop for all marketing mail. */
export class Consent extends Capability {
  constructor(scope: Construct, { api, bus, table, secrets, mail, alarms, logs, stage }: Foundation) {
    super(scope, 'Consent')
    const page = [table.reads, secrets.tokens]
    const decide = [table.writes, bus.publishes, secrets.tokens]
    const measures = link({ STAGE: stage })
    api.serve(this, consentRoutes.showConfirmation, 'consent/show-confirmation.http', { links: page })
    api.serve(this, consentRoutes.confirmConsent, 'consent/confirm-consent.http', { links: decide })
    api.serve(this, consentRoutes.showWithdrawal, 'consent/show-withdrawal.http', { links: page })
    api.serve(this, consentRoutes.withdrawConsent, 'consent/withdraw-consent.http', { links: decide })
    // All live forms: they say how each field that people may change is asked.
    const forms = table.lists('content')
    api.serve(this, consentRoutes.showPreferences, 'consent/show-preferences.http', { links: [...page, forms] })
    api.serve(this, consentRoutes.setPreferences, 'consent/set-preferences.http', { links: [...decide, forms] })
    api.serve(this, consentRoutes.listSwitches, 'consent/list-switches.http', { links: [table.reads] })
    api.serve(this, consentRoutes.setMarketingMail, 'consent/set-marketing-mail.http', { links: [table.writes] })
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
      // Two looks of the guard: the alarm stands as long as the mail is held.
      metric: ownMetric(metricNames.marketingMailPaused, stage, Duration.minutes(30), 'Maximum'),
      threshold: 1,
      impact: 'The account guard holds all marketing mail: too many mails bounced or were reported as spam.',
      runbook: 'bounces-and-complaints',
    })
    alarms.on(this, 'MailSentTwice', {
      metric: ownMetric(metricNames.mailSentTwice, stage, alarmPeriod),
      threshold: 1,
      impact: 'Somebody got a marketing mail twice, which must never be.',
      runbook: 'a-mail-went-twice',
    })
  }
}
