/** Cognito as the template says. */
export interface PoolSettings {
  readonly pools: { readonly id: string; readonly issuer: string; readonly emailIsAlias: boolean }[]
  readonly groups: { readonly name: string; readonly poolId: string }[]
  readonly clients: {
    readonly id: string
    readonly poolId: string
    readonly callbackUrls: readonly string[]
    /** How long an access token is good for, in minutes of real time. */
    readonly tokenMinutes: number
  }[]
  readonly domains: { readonly name: string; readonly poolId: string }[]
}
