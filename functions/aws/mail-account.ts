import {
  GetAccountCommand,
  GetConfigurationSetEventDestinationsCommand,
  GetEmailIdentityCommand,
  SESv2Client,
} from '@aws-sdk/client-sesv2'

/** Beside the mailer's client, which must never try twice. */
export const mailAccount = new SESv2Client({})

/** How the account stands with SES; `rate` in mails a second. */
export async function readMailAccount() {
  const account = await mailAccount.send(new GetAccountCommand({}))
  return {
    production: account.ProductionAccessEnabled === true,
    sending: account.SendingEnabled === true,
    enforcement: account.EnforcementStatus ?? 'unknown',
    rate: account.SendQuota?.MaxSendRate ?? 0,
  }
}

/** Whether SES takes mail from this domain. */
export async function readIdentity(domain: string) {
  const identity = await mailAccount.send(new GetEmailIdentityCommand({ EmailIdentity: domain }))
  return {
    domain,
    verified: identity.VerifiedForSendingStatus === true,
    dkim: identity.DkimAttributes?.Status ?? 'NOT_STARTED',
    tokens: identity.DkimAttributes?.Tokens ?? [],
  }
}

/** The types of events of a configuration set that reach EventBridge. */
export async function readEventTypes(configurationSet: string): Promise<string[]> {
  const { EventDestinations = [] } = await mailAccount.send(
    new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName: configurationSet }),
  )
  return EventDestinations.filter(({ Enabled, EventBridgeDestination }) => Enabled && EventBridgeDestination).flatMap(
    ({ MatchingEventTypes }) => MatchingEventTypes ?? [],
  )
}
