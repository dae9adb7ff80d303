import { createHash } from 'node:crypto'

/** A number from 0 (included) to 1 that is always the same for the same texts and evenly spread over different ones. */
export function shareOf(...texts: string[]): number {
  return createHash('sha256').update(texts.join('\n')).digest().readUInt32BE(0) / 2 ** 32
}

/** The variant of a split for this lead: sticky, and in the given shares (which add up to 100) over many leads. */
export function variantOf(
  shares: Readonly<Record<string, number>>,
  leadId: string,
  sequence: string,
  step: string,
): string {
  const variants = Object.entries(shares)
  let left = shareOf('split', leadId, sequence, step) * 100
  for (const [variant, share] of variants) {
    left -= share
    if (left < 0) return variant
  }
  return variants.at(-1)?.[0] ?? ''
}
