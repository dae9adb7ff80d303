import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUpdateUserAttributesCommand,
  AliasExistsException,
  CognitoIdentityProviderClient,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider'
import { type Role, roles } from '../../core/route.ts'
import { env } from './env.ts'

/** The one client of this function, made on the cold start. */
export const userPool = new CognitoIdentityProviderClient({})

/** Somebody else signs in with this address. */
export class AddressTaken extends Error {
  constructor() {
    super('another user signs in with this address')
    this.name = 'AddressTaken'
  }
}

/** Who may sign in, as the pool must have it. */
export interface Login {
  readonly userId: string
  readonly email: string
  readonly groups: readonly Role[]
  readonly active: boolean
}

/**
 * Brings the pool to where a login says it should be: the user is there (a new one gets an invitation by mail), has this address and exactly these groups, and
 * is let in only while active. Safe to repeat; throws {@link AddressTaken}.
 */
export async function putLogin({ userId, email, groups, active }: Login): Promise<void> {
  const user = { UserPoolId: env('USER_POOL_ID'), Username: userId }
  const attributes = [
    { Name: 'email', Value: email },
    { Name: 'email_verified', Value: 'true' },
  ]
  try {
    await putUser(user, attributes)
  } catch (error) {
    if (error instanceof AliasExistsException) throw new AddressTaken()
    throw error
  }
  // Shutting out comes before all else, letting in after it.
  if (!active) await userPool.send(new AdminDisableUserCommand(user))
  await syncGroups(user, groups)
  if (active) await userPool.send(new AdminEnableUserCommand(user))
}

type PoolUser = { UserPoolId: string; Username: string }

async function putUser(user: PoolUser, UserAttributes: { Name: string; Value: string }[]): Promise<void> {
  try {
    await userPool.send(new AdminCreateUserCommand({ ...user, UserAttributes, DesiredDeliveryMediums: ['EMAIL'] }))
  } catch (error) {
    if (!(error instanceof UsernameExistsException)) throw error
    await userPool.send(new AdminUpdateUserAttributesCommand({ ...user, UserAttributes }))
  }
}

/** Takes away before it gives; groups that are not Ripen's are left alone. */
async function syncGroups(user: PoolUser, wanted: readonly Role[]): Promise<void> {
  const { Groups } = await userPool.send(new AdminListGroupsForUserCommand(user))
  const has = new Set((Groups ?? []).map(({ GroupName }) => GroupName))
  for (const role of roles) {
    if (has.has(role) && !wanted.includes(role)) {
      await userPool.send(new AdminRemoveUserFromGroupCommand({ ...user, GroupName: role }))
    }
  }
  for (const role of wanted) {
    if (!has.has(role)) await userPool.send(new AdminAddUserToGroupCommand({ ...user, GroupName: role }))
  }
}
