import { ContentPublished } from '../../core/events.ts'
import { toInstant } from '../../core/names.ts'
import { announce, announcement, announcing } from '../aws/announce.ts'
import { currentKey, versionKey } from '../aws/keys.ts'
import { type Expression, getItem, type Item, ifAbsent, putItem, updateItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import type { CheckedContent } from './check-content.ts'
import {
  type CurrentItem,
  currentItem,
  type DraftItem,
  type InFlight,
  readVersion,
  type VersionItem,
} from './content-items.ts'
import { forgetCurrent } from './published.ts'
import { clearDraft } from './store-draft.ts'

/** Versions that were written and never went live, since whoever wrote them died or lost the race, use up their numbers. */
const numbersTried = 20

/** The kinds of events that a published content may owe. */
export const contentEvents = [ContentPublished]

interface Publication {
  readonly draft: DraftItem
  readonly current: CurrentItem | undefined
  readonly checked: CheckedContent
  readonly inFlight: InFlight | undefined
  readonly by: string
}

/**
 * Makes a draft live: first the version's items, which nobody reads yet and which never change; then the pointer to it, on condition that nobody published in
 * between, owing `ContentPublished` with the same write. Undefined when somebody did.
 */
export async function makeLive(publication: Publication): Promise<CurrentItem | undefined> {
  const { draft, current, checked, by } = publication
  const { type, id } = draft
  const version = await writeVersion(publication)
  for (const [locale, email] of checked.emails) {
    await putItem(versionKey(type, id, version, locale), { type, id, version, locale, email }, ifAbsent)
  }
  const at = toInstant(now())
  const live: CurrentItem = { type, id, version, locales: [...checked.emails.keys()], hash: draft.hash, at, by }
  const key = currentKey(type, id)
  const owed = announcing([announcement(ContentPublished, { type, id, version, at })], now(), await owing(current))
  const set: Item = { ...live, contentType: type, contentId: id, ...owed }
  const stored = await updateItem(key, { set }, ifCurrentIs(current))
  if (!stored) return undefined
  forgetCurrent()
  await clearDraft(draft)
  await announce(key, stored, contentEvents)
  return currentItem.parse(stored)
}

/** Takes the next free number; a version with the same sources and the same choice is what an earlier try of this left. */
async function writeVersion({ draft, current, checked, inFlight, by }: Publication): Promise<number> {
  const { type, id, files, hash } = draft
  const first = (current?.version ?? 0) + 1
  for (let version = first; version < first + numbersTried; version += 1) {
    const item: VersionItem = {
      type,
      id,
      version,
      files,
      hash,
      locales: [...checked.emails.keys()],
      at: toInstant(now()),
      by,
      ...(checked.value !== undefined && { value: checked.value }),
      ...(inFlight && { inFlight }),
    }
    if (await putItem(versionKey(type, id, version), item, ifAbsent)) return version
    const there = await readVersion(type, id, version)
    if (there?.hash === hash && JSON.stringify(there.inFlight) === JSON.stringify(inFlight)) return version
  }
  throw new Error(`no number for the next version of ${type}/${id}: ${numbersTried} are used up`)
}

/** What the pointer still owes from the publication before, should its event not have been told yet. */
async function owing(current: CurrentItem | undefined): Promise<Item | undefined> {
  return current && getItem(currentKey(current.type, current.id))
}

function ifCurrentIs(current: CurrentItem | undefined): Expression {
  const names = { '#version': 'version' }
  if (!current) return { text: 'attribute_not_exists(#version)', names }
  return { text: '#version = :read', names, values: { ':read': current.version } }
}
