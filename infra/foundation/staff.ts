import { Aws, CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib'
import { AccountRecovery, FeaturePlan, Mfa, UserPool, type UserPoolClient } from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'
import { roles } from '../../core/route.ts'
import { type Link, link } from '../constructs/link.ts'

/** Who may sign in: a Cognito pool with a group for each role; nobody can sign up by themselves. */
export class Staff extends Construct {
  readonly #pool: UserPool
  readonly clientId: string
  readonly issuer: string

  constructor(scope: Construct, props: { keepData: boolean; domainPrefix: string }) {
    super(scope, 'Staff')
    this.#pool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      signInAliases: { username: true, email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: props.keepData,
      removalPolicy: props.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    for (const groupName of roles) this.#pool.addGroup(groupName, { groupName })
    const client: UserPoolClient = this.#pool.addClient('Client', {
      generateSecret: false,
      preventUserExistenceErrors: true,
      accessTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(7),
      // `ripen login` signs in with a browser and listens here for the answer (PKCE, no secret).
      oAuth: { flows: { authorizationCodeGrant: true }, callbackUrls: ['http://localhost:8977/callback'] },
    })
    const domain = this.#pool.addDomain('Domain', { cognitoDomain: { domainPrefix: props.domainPrefix } })
    this.clientId = client.userPoolClientId
    // As the attribute ProviderURL, which emulators of CloudFormation do not know.
    this.issuer = `https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}/${this.#pool.userPoolId}`
    new CfnOutput(this, 'SignIn', { value: domain.baseUrl(), description: 'Where staff sign in' })
    new CfnOutput(this, 'ClientId', { value: this.clientId, description: 'The client that ripen login uses' })
  }

  /** To tell staff by their tokens, where the gateway does not. */
  get vouches(): Link {
    return link({ STAFF_ISSUER: this.issuer, STAFF_CLIENT_ID: this.clientId })
  }

  /** To add and change staff. */
  get manages(): Link {
    return link(
      { USER_POOL_ID: this.#pool.userPoolId },
      [
        'AdminCreateUser',
        'AdminAddUserToGroup',
        'AdminRemoveUserFromGroup',
        'AdminListGroupsForUser',
        'AdminUpdateUserAttributes',
        'AdminDisableUser',
        'AdminEnableUser',
        'AdminGetUser',
      ].map((action) => `cognito-idp:${action}`),
      [this.#pool.userPoolArn],
    )
  }
}
