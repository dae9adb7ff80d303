import * as z from 'zod'
import { described, type Kind, kind, tagged } from './kind.ts'

const noPasswords = 'nobody types a password here: one signs in by choosing a role'
const noMessages = 'the pool sends no messages here'

const minutesIn: Record<string, number> = { seconds: 1 / 60, minutes: 1, hours: 60, days: 1440 }
const unit = z.enum(['seconds', 'minutes', 'hours', 'days'])

/** Cognito's part of the template. */
export const staffKinds: Readonly<Record<string, Kind>> = {
  'AWS::Cognito::UserPool': kind({
    honours: z.strictObject({ AliasAttributes: z.array(z.literal('email')).default([]) }),
    ignores: {
      AccountRecoverySetting: noPasswords,
      AdminCreateUserConfig: 'nobody can sign up by themselves here',
      AutoVerifiedAttributes: noMessages,
      DeletionProtection: 'nobody deletes a pool here but with its data folder',
      EmailVerificationMessage: noMessages,
      EmailVerificationSubject: noMessages,
      EnabledMfas: noPasswords,
      MfaConfiguration: noPasswords,
      Policies: noPasswords,
      SmsVerificationMessage: noMessages,
      UserPoolTags: tagged,
      UserPoolTier: 'a matter of price',
      VerificationMessageTemplate: noMessages,
    },
    add: (pool, { ref, attribute }, topology) =>
      topology.pool.pools.push({
        id: ref(),
        issuer: attribute('ProviderURL'),
        emailIsAlias: pool.AliasAttributes.includes('email'),
      }),
  }),

  'AWS::Cognito::UserPoolGroup': kind({
    honours: z.strictObject({ GroupName: z.string(), UserPoolId: z.string() }),
    ignores: { Description: described, Precedence: 'tokens name all groups of a user' },
    add: ({ GroupName, UserPoolId }, _place, { pool }) => pool.groups.push({ name: GroupName, poolId: UserPoolId }),
  }),

  'AWS::Cognito::UserPoolClient': kind({
    honours: z.strictObject({
      AccessTokenValidity: z.number().positive().default(1),
      AllowedOAuthFlows: z.array(z.literal('code')).default([]),
      CallbackURLs: z.array(z.string()).default([]),
      GenerateSecret: z.literal(false).optional(),
      TokenValidityUnits: z.object({ AccessToken: unit.default('hours') }).default({ AccessToken: 'hours' }),
      UserPoolId: z.string(),
    }),
    ignores: {
      AllowedOAuthFlowsUserPoolClient: 'the client of the template is the only one',
      AllowedOAuthScopes: 'routes ask for groups, not for scopes',
      ClientName: described,
      PreventUserExistenceErrors: noPasswords,
      RefreshTokenValidity: 'a refresh token lasts as long as the data folder',
      SupportedIdentityProviders: 'the pool is the only one',
    },
    add: (client, { ref }, { pool }) =>
      pool.clients.push({
        id: ref(),
        poolId: client.UserPoolId,
        callbackUrls: client.CallbackURLs,
        tokenMinutes: client.AccessTokenValidity * (minutesIn[client.TokenValidityUnits.AccessToken] ?? 1),
      }),
  }),

  'AWS::Cognito::UserPoolDomain': kind({
    honours: z.strictObject({ Domain: z.string(), UserPoolId: z.string() }),
    add: ({ Domain, UserPoolId }, _place, { pool }) => pool.domains.push({ name: Domain, poolId: UserPoolId }),
  }),
}
