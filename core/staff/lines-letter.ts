/** A name and what stands beside it. */
export type Line = readonly [label: string, value: string]

/** A mail to staff that is mostly lines, in the reader's language. */
export interface LinesLetter {
  readonly subject: string
  readonly intro?: string | undefined
  /** Where the letter leads to. */
  readonly button?: { readonly label: string; readonly url: string }
  readonly sections: readonly { readonly heading: string; readonly lines: readonly Line[] }[]
  /** Why one gets it. */
  readonly why: string
}
