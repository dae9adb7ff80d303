import type { ScanVerdict } from './scan-verdict.ts'

/** A mail as it was received, as far as anything is decided by it. */
export interface ReceivedMail {
  readonly from: { readonly name: string; readonly address: string } | undefined
  /** Every address that it says it goes to, or went to on its way. */
  readonly recipients: readonly string[]
  readonly subject: string
  readonly messageId: string | undefined
  /** The values of each header, by its name in small letters, without line breaks. */
  readonly headers: ReadonlyMap<string, readonly string[]>
  /** What SES found in it; undefined where it found nothing, or did not look. */
  readonly verdict: ScanVerdict | undefined
  readonly text: string
  /** What hung on it: names as the sender gave them. */
  readonly attachments: readonly { readonly name: string; readonly bytes: number }[]
  /** Only its beginning was read: the whole is larger than what is read of a mail. */
  readonly isCut: boolean
}

/** The first value of a header, in small letters; empty where there is none. */
export function headerOf({ headers }: Pick<ReceivedMail, 'headers'>, name: string): string {
  return (headers.get(name)?.[0] ?? '').trim().toLowerCase()
}
