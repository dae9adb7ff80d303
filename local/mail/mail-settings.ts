/** SES as the template says. */
export interface MailSettings {
  /** Verified domains and addresses, each with the configuration set of mails that name none. */
  readonly identities: { readonly name: string; readonly configurationSet?: string }[]
  readonly configurationSets: { readonly name: string; readonly suppresses: readonly ('BOUNCE' | 'COMPLAINT')[] }[]
  /** Where events of a configuration set go: the default bus. `events` are SES's names, such as `send` and `renderingFailure`. */
  readonly destinations: {
    readonly name: string
    readonly configurationSet: string
    readonly enabled: boolean
    readonly events: readonly string[]
    readonly busArn: string
  }[]
  readonly receiving: ReceivingRule[]
}

/** Mail to these addresses and domains goes into a bucket. */
export interface ReceivingRule {
  readonly ruleSet: string
  readonly name: string
  readonly scans: boolean
  readonly recipients: readonly string[]
  readonly bucket: string
  readonly prefix: string
}
