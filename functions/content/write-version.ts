import { isDeepStrictEqual } from 'node:util'
import { isAgreedOn } from '../../core/content/approvals.ts'
import { toInstant } from '../../core/names.ts'
import { versionKey } from '../aws/keys.ts'
import { ifAbsent, putItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import type { CheckedContent } from './check-content.ts'
import { type CurrentItem, type DraftItem, type InFlight, readVersion, type VersionItem } from './content-items.ts'

/** Versions that were written and never went live, since whoever wrote them died or lost the race, use up their numbers. */
const numbersTried = 20

/** What is to be live next. */
export interface Publication {
  /** Its sources: of the draft, or of the earlier version that is brought back. */
  readonly draft: Pick<DraftItem, 'type' | 'id' | 'files' | 'hash' | 'approvals'>
  readonly current: CurrentItem | undefined
  readonly checked: CheckedContent
  readonly inFlight: InFlight | undefined
  readonly by: string
  readonly restores?: number | undefined
}

/** Writes the items of the next version, which nobody reads yet and which never change; answers what the pointer is to say of it. Safe to repeat. */
export async function writeVersion(publication: Publication): Promise<CurrentItem> {
  const { draft, checked, by } = publication
  const { type, id } = draft
  const version = await takeNumber(publication)
  for (const [locale, email] of checked.emails) {
    await putItem(versionKey(type, id, version, locale), { type, id, version, locale, email }, ifAbsent)
  }
  return { type, id, version, locales: [...checked.emails.keys()], hash: draft.hash, at: toInstant(now()), by }
}

/** Takes the next free number; a version with the same sources and the same choice is what an earlier try of this left. */
async function takeNumber({ draft, current, checked, inFlight, by, restores }: Publication): Promise<number> {
  const { type, id, files, hash, approvals } = draft
  const follows = current?.version ?? 0
  for (let version = follows + 1; version <= follows + numbersTried; version += 1) {
    const item: VersionItem = {
      type,
      id,
      version,
      files,
      hash,
      locales: [...checked.emails.keys()],
      at: toInstant(now()),
      by,
      follows,
      ...(checked.value !== undefined && { value: checked.value }),
      ...(inFlight && { inFlight }),
      ...(restores !== undefined && { restores }),
      ...(approvals && isAgreedOn(type) && { approvals }),
    }
    if (await putItem(versionKey(type, id, version), item, ifAbsent)) return version
    const there = await readVersion(type, id, version)
    if (there && isSame(there, item)) return version
  }
  throw new Error(`no number for the next version of ${type}/${id}: ${numbersTried} are used up`)
}

function isSame(there: VersionItem, item: VersionItem): boolean {
  // The order of keys is not kept by the table, and does not count.
  const what = ({ hash, follows, restores, inFlight, approvals }: VersionItem) => [
    hash,
    follows,
    restores,
    inFlight && [inFlight.choice, inFlight.steps, inFlight.again ?? false],
    approvals,
  ]
  return isDeepStrictEqual(what(there), what(item))
}
