/** What SES found in a mail that it scanned, where that stands against it. */
export const scanVerdicts = ['virus', 'spam'] as const
export type ScanVerdict = (typeof scanVerdicts)[number]

/** Why such a mail is kept for a person to look at. */
export const whyKept: Readonly<Record<ScanVerdict, string>> = {
  virus: 'SES found a virus in it',
  spam: 'SES takes it for spam',
}

/** SES's last head but its own signature: what stands below came with the mail. */
const lastOwnHead = 'x-ses-receipt'

/**
 * What SES found in a mail, by its heads from the top, names in small letters: SES writes `X-SES-Virus-Verdict` and `X-SES-Spam-Verdict` above those that a mail came
 * with, which anybody can forge. Anything but FAIL (PASS, GRAY, PROCESSING_FAILED, DISABLED) is no verdict.
 */
export function scanVerdict(
  headers: readonly { readonly key: string; readonly value: string }[],
): ScanVerdict | undefined {
  const end = headers.findIndex(({ key }) => key === lastOwnHead)
  const own = headers.slice(0, Math.max(end, 0))
  return scanVerdicts.find((found) => {
    const first = own.find(({ key }) => key === `x-ses-${found}-verdict`)
    return first?.value.trim().toUpperCase() === 'FAIL'
  })
}
