/** What the funnel may ask sales to find out about a lead. */
export const findingNames = ['need', 'authority', 'budget', 'timing'] as const
export type FindingName = (typeof findingNames)[number]

/** What was found, in a few words of sales each. */
export type Found = { readonly [Name in FindingName]?: string | undefined }

/** What the funnel asked of a lead when it was accepted: a later version concerns what is accepted later. */
export interface AskedFindings {
  readonly findings: readonly FindingName[]
  readonly funnelVersion: number
}

/** What sales found, by whom and when it was said last. */
export interface Findings {
  readonly found: Found
  readonly at: string
  readonly by: string
  /** How often something new was said. */
  readonly times: number
}
