import { ContentPublished } from '../../core/events.ts'
import { announce, announcement, announcing } from '../aws/announce.ts'
import { currentKey } from '../aws/keys.ts'
import { type Expression, getItem, type Item, updateItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { type CurrentItem, currentItem } from './content-items.ts'
import { forgetCurrent } from './published.ts'
import { clearDraft } from './store-draft.ts'
import { type Publication, writeVersion } from './write-version.ts'

/** The kinds of events that a published content may owe. */
export const contentEvents = [ContentPublished]

/**
 * Makes a draft live: first the version's items, which nobody reads yet and which never change; then the pointer to it, on condition that nobody published in
 * between, owing `ContentPublished` with the same write. Undefined when somebody did.
 */
export async function makeLive(publication: Publication): Promise<CurrentItem | undefined> {
  const { draft, current } = publication
  const { type, id } = draft
  const live = await writeVersion(publication)
  const key = currentKey(type, id)
  const published = announcement(ContentPublished, { type, id, version: live.version, at: live.at })
  const owed = announcing([published], now(), await owing(current))
  const set: Item = { ...live, contentType: type, contentId: id, ...owed }
  const stored = await updateItem(key, { set }, ifCurrentIs(current))
  if (!stored) return undefined
  forgetCurrent()
  await clearDraft(draft)
  await announce(key, stored, contentEvents)
  return currentItem.parse(stored)
}

/** What the pointer still owes from the publication before, should its event not have been told yet. */
async function owing(current: CurrentItem | undefined): Promise<Item | undefined> {
  return current && getItem(currentKey(current.type, current.id))
}

/** The condition that this version is live still, and that no release has marked the pointer. */
export function ifCurrentIs(current: CurrentItem | undefined): Expression {
  const names = { '#version': 'version', '#release': 'release' }
  if (!current) return { text: 'attribute_not_exists(#version) AND attribute_not_exists(#release)', names }
  return {
    text: '#version = :read AND attribute_not_exists(#release)',
    names,
    values: { ':read': current.version },
  }
}
