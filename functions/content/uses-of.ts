import type { ContentType } from '../../core/content/content-type.ts'
import { formsKind, scoringModelsKind, sequencesKind, slaPoliciesKind } from '../../core/content/schemas.ts'
import { type Use, useInSequence, useOfSegment, usesIn } from '../../core/content/uses.ts'
import { filesLinked } from '../../core/files/file-links.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { standsIn } from './leads-inside.ts'
import { allEmails } from './live-emails.ts'
import { allCurrent, contentVersion, emailVersion, forgetCurrent } from './published.ts'

/**
 * What names a content now. For an email it looks into each sequence's live version and into the older ones that leads stand in: one query of the index for
 * each version of each sequence (most find nobody, at half a read unit), and one more for each 10,000 leads. Nothing is scanned.
 */
export async function usesOf(type: ContentType, id: string): Promise<Use[]> {
  forgetCurrent()
  const [sequences, forms, models, policies] = await Promise.all([
    allCurrent(sequencesKind),
    allCurrent(formsKind),
    allCurrent(scoringModelsKind),
    allCurrent(slaPoliciesKind),
  ])
  const others = usesIn(
    { sequences, forms, models, policies: policies.map(({ version, id }) => ({ version, id })) },
    type,
    id,
  )
  if (type === 'files') return [...others, ...(await mailsWith(id))]
  if (type !== 'emails') return others
  const sending: Use[] = []
  for (const { id: sequence, version } of sequences) sending.push(...(await usesInSequence(sequence, version, id)))
  return [...sending, ...others]
}

/** The live mails that link to a gated file, each with the languages in which it does. */
async function mailsWith(file: string): Promise<Use[]> {
  const uses: Use[] = []
  for (const { id, version, locales } of await allEmails()) {
    const read = await Promise.all(locales.map((locale) => emailVersion(id, version, locale)))
    const places = read.flatMap((one) => (one && filesLinked(one.email).includes(file) ? [one.locale] : []))
    if (places.length > 0) uses.push({ type: 'emails', id, version, live: true, places })
  }
  return uses
}

/** The versions of sequences that use a segment, live or with leads inside. */
export async function usesOfSegment(id: string): Promise<Use[]> {
  forgetCurrent()
  const uses: Use[] = []
  for (const { id: sequence, version } of await allCurrent(sequencesKind)) {
    uses.push(...(await usesInVersions(sequence, version, (value, there) => useOfSegment(value, id, there))))
  }
  return uses
}

function usesInSequence(sequence: string, current: number, email: string): Promise<Use[]> {
  return usesInVersions(sequence, current, (value, there) => useInSequence(value, email, there))
}

async function usesInVersions(
  sequence: string,
  current: number,
  find: (value: Sequence, there: Parameters<typeof useInSequence>[2]) => Use | undefined,
): Promise<Use[]> {
  const stands = await standsIn(sequence, current)
  const versions = [...new Set([current, ...stands.map(({ version }) => version)])]
  const read = await Promise.all(versions.map((version) => contentVersion(sequencesKind, sequence, version)))
  return read.flatMap((one) => {
    const use = one && find(one.value, { version: one.version, live: one.version === current, stands })
    return use ? [use] : []
  })
}
