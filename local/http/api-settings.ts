export interface CorsSettings {
  readonly AllowCredentials: boolean
  readonly AllowHeaders: readonly string[]
  readonly AllowMethods: readonly string[]
  readonly AllowOrigins: readonly string[]
  readonly ExposeHeaders: readonly string[]
  readonly MaxAge?: number | undefined
}

export interface IntegrationSettings {
  readonly id: string
  readonly functionArn: string
  readonly timeoutMs: number
}

export interface AuthorizerSettings {
  readonly id: string
  readonly issuer: string
  readonly audience: readonly string[]
}

export interface RouteSettings {
  /** `POST /forms/{formId}`, `ANY /{proxy+}` or `$default`. */
  readonly key: string
  readonly integrationId: string
  readonly authorizerId?: string
}

/** The HTTP API as the template says. */
export interface ApiSettings {
  readonly apis: { readonly id: string; readonly cors?: CorsSettings }[]
  readonly authorizers: AuthorizerSettings[]
  readonly integrations: IntegrationSettings[]
  readonly routes: RouteSettings[]
  readonly stages: { readonly ratePerSecond?: number; readonly burst?: number }[]
}
