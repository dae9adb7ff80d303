import { AwsError, type RestOperations } from '../aws-error.ts'
import type { MailSettings } from './mail-settings.ts'
import type { Ses } from './ses.ts'

/** SES v2's API, as far as handlers call it. */
export function sesOperations(ses: Ses, settings: MailSettings): RestOperations {
  return {
    'POST /v2/email/outbound-emails': async ({ body }) => ses.send(body),
    'GET /v2/email/account': async () => ({
      DedicatedIpAutoWarmupEnabled: false,
      EnforcementStatus: 'HEALTHY',
      ProductionAccessEnabled: true,
      SendingEnabled: true,
      SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 0 },
      SuppressionAttributes: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    }),
    'GET /v2/email/identities/{name}': async ({ params }) => {
      const identity = settings.identities.find(({ name }) => name === params.name)
      if (!identity) throw notFound(`Email identity ${params.name} does not exist.`)
      return {
        IdentityType: identity.name.includes('@') ? 'EMAIL_ADDRESS' : 'DOMAIN',
        VerifiedForSendingStatus: true,
        VerificationStatus: 'SUCCESS',
        FeedbackForwardingStatus: true,
        DkimAttributes: { SigningEnabled: true, Status: 'SUCCESS', SigningAttributesOrigin: 'AWS_SES' },
        ...(identity.configurationSet && { ConfigurationSetName: identity.configurationSet }),
      }
    },
    'GET /v2/email/configuration-sets/{name}/event-destinations': async ({ params }) => {
      if (!settings.configurationSets.some(({ name }) => name === params.name))
        throw notFound(`Configuration set <${params.name}> does not exist.`)
      const own = settings.destinations.filter(({ configurationSet }) => configurationSet === params.name)
      return {
        EventDestinations: own.map(({ name, enabled, events, busArn }) => ({
          Name: name,
          Enabled: enabled,
          MatchingEventTypes: events.map((event) => event.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()),
          EventBridgeDestination: { EventBusArn: busArn },
        })),
      }
    },
  }
}

function notFound(message: string): AwsError {
  return new AwsError('NotFoundException', message, 404)
}
