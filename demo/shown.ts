/** Of what the API answers, what the story looks at. */
export interface Lead {
  readonly leadId: string
  readonly stage: string
  readonly status: string
  readonly mailable: boolean
  readonly zone?: string
  readonly score?: ShownScore
  readonly consents: readonly { readonly topic: string; readonly state: string; readonly decidedAt: string }[]
  readonly enrolments: readonly {
    readonly sequence: string
    readonly state: string
    readonly step: string
    readonly due?: string
    readonly held?: string
    readonly reason?: string
  }[]
}

export interface ShownScore {
  readonly total: number
  readonly fit: number
  readonly interest: number
  readonly parts: readonly {
    readonly kind: string
    readonly rule: string
    readonly points: number
    readonly says: string
  }[]
  readonly missing: readonly { readonly says: string }[]
  readonly wouldQualify?: { readonly says: string }
}

export interface Duty {
  readonly id: string
  readonly due: string
  readonly warnAt?: string
  readonly warnedAt?: string
  readonly breachedAt?: string
  readonly metAt?: string
}

export interface Handoff {
  readonly handoffId: string
  readonly leadId: string
  readonly state: string
  readonly owner: string
  readonly routedBy: string
  readonly duties: readonly Duty[]
  /** What the funnel asks and sales did not find yet. */
  readonly missing?: readonly string[]
  /** Steps of the SLA that were taken. */
  readonly escalations: readonly { readonly what: string; readonly at: string }[]
  readonly indicators: readonly { readonly id: string; readonly holds: boolean; readonly ask: string }[]
}

/** One line of a timeline. */
export interface Entry {
  readonly kind: string
  readonly id: string
  readonly type?: string
  readonly because?: string
  readonly data?: Readonly<Record<string, unknown>>
}
