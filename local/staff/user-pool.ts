import { randomUUID } from 'node:crypto'
import { AwsError, type AwsOperations } from '../aws-error.ts'
import type { VirtualClock } from '../clock.ts'
import type { Journal } from '../journal.ts'
import type { PoolSettings } from './pool-settings.ts'

/** One who may sign in. */
export interface PoolUser {
  readonly username: string
  readonly sub: string
  readonly attributes: Readonly<Record<string, string>>
  readonly groups: readonly string[]
  readonly enabled: boolean
  readonly createdMs: number
  readonly changedMs: number
}

type Input = Record<string, unknown>
interface Attribute {
  readonly Name: string
  readonly Value: string
}

/** Cognito's user pool for one machine, as far as handlers administer it; users lie in the journal. Nobody has a password and no invitation is sent. */
export class UserPool {
  readonly operations: AwsOperations
  readonly #journal: Journal
  readonly #clock: VirtualClock
  readonly #settings: PoolSettings

  constructor(options: { journal: Journal; clock: VirtualClock; settings: PoolSettings }) {
    this.#journal = options.journal
    this.#clock = options.clock
    this.#settings = options.settings
    this.#journal.exec('CREATE TABLE IF NOT EXISTS pool_users (username TEXT PRIMARY KEY, user TEXT NOT NULL)')
    const on = (act: (user: PoolUser, input: Input) => Partial<PoolUser> | undefined) => async (input: Input) => {
      const user = this.#existing(input)
      const change = act(user, input)
      if (change) this.#keep({ ...user, ...change, changedMs: this.#clock.now() })
      return {}
    }
    this.operations = Object.fromEntries(
      Object.entries({
        AdminCreateUser: async (input: Input) => ({ User: this.#described(this.#create(input), 'Attributes') }),
        AdminGetUser: async (input: Input) => this.#described(this.#existing(input), 'UserAttributes'),
        AdminListGroupsForUser: async (input: Input) => ({
          Groups: this.#existing(input).groups.map((GroupName) => ({ GroupName, UserPoolId: input.UserPoolId })),
        }),
        AdminAddUserToGroup: on(({ groups }, input) => ({
          groups: [...new Set([...groups, this.#group(input)])].sort(),
        })),
        AdminRemoveUserFromGroup: on(({ groups }, input) => {
          const group = this.#group(input)
          return { groups: groups.filter((one) => one !== group) }
        }),
        AdminUpdateUserAttributes: on((user, input) => {
          const attributes = { ...user.attributes, ...attributesOf(input) }
          this.#refuseTakenAlias(attributes.email, user.username)
          return { attributes }
        }),
        AdminDisableUser: on(() => ({ enabled: false })),
        AdminEnableUser: on(() => ({ enabled: true })),
      }).map(([name, run]) => [`AWSCognitoIdentityProviderService.${name}`, run]),
    )
  }

  all(): PoolUser[] {
    return this.#journal
      .prepare('SELECT user FROM pool_users ORDER BY username')
      .all()
      .map(({ user }) => JSON.parse(String(user)) as PoolUser)
  }

  /** By username or, where the pool has it as an alias, by email. */
  find(name: string): PoolUser | undefined {
    const row = this.#journal.prepare('SELECT user FROM pool_users WHERE username = ?').get(name)
    if (row) return JSON.parse(String(row.user)) as PoolUser
    return this.#settings.pools.some(({ emailIsAlias }) => emailIsAlias)
      ? this.all().find(({ attributes }) => attributes.email === name)
      : undefined
  }

  #create(input: Input): PoolUser {
    this.#checkPool(input)
    const username = String(input.Username ?? '')
    if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(username))
      throw new AwsError('InvalidParameterException', 'Username is missing or malformed')
    if (this.find(username)) throw new AwsError('UsernameExistsException', 'User account already exists')
    const sub = randomUUID()
    const attributes = { ...attributesOf(input), sub }
    this.#refuseTakenAlias((attributes as Record<string, string>).email, username)
    const now = this.#clock.now()
    return this.#keep({ username, sub, attributes, groups: [], enabled: true, createdMs: now, changedMs: now })
  }

  #keep(user: PoolUser): PoolUser {
    this.#journal
      .prepare(
        'INSERT INTO pool_users (username, user) VALUES (?, ?) ON CONFLICT (username) DO UPDATE SET user = excluded.user',
      )
      .run(user.username, JSON.stringify(user))
    return user
  }

  #existing(input: Input): PoolUser {
    this.#checkPool(input)
    const user = this.find(String(input.Username))
    if (!user) throw new AwsError('UserNotFoundException', 'User does not exist.')
    return user
  }

  #refuseTakenAlias(email: string | undefined, username: string): void {
    if (email === undefined || !this.#settings.pools.some(({ emailIsAlias }) => emailIsAlias)) return
    if (this.all().some((user) => user.attributes.email === email && user.username !== username))
      throw new AwsError('AliasExistsException', 'An account with the email already exists.')
  }

  #group(input: Input): string {
    const name = String(input.GroupName)
    if (!this.#settings.groups.some((group) => group.name === name))
      throw new AwsError('ResourceNotFoundException', 'Group not found.')
    return name
  }

  #checkPool(input: Input): void {
    if (!this.#settings.pools.some(({ id }) => id === input.UserPoolId))
      throw new AwsError('ResourceNotFoundException', `User pool ${input.UserPoolId} does not exist.`)
  }

  #described(user: PoolUser, attributes: 'Attributes' | 'UserAttributes') {
    return {
      Username: user.username,
      Enabled: user.enabled,
      UserStatus: 'CONFIRMED',
      UserCreateDate: user.createdMs / 1_000,
      UserLastModifiedDate: user.changedMs / 1_000,
      [attributes]: Object.entries(user.attributes).map(([Name, Value]) => ({ Name, Value })),
    }
  }
}

function attributesOf(input: Input): Record<string, string> {
  const given = Array.isArray(input.UserAttributes) ? (input.UserAttributes as Attribute[]) : []
  return Object.fromEntries(given.map(({ Name, Value }) => [Name, Value]))
}
