import { type CompiledEmail, compiledEmail } from '../../core/content/compiled-email.ts'
import type { ContentType } from '../../core/content/content-type.ts'
import type { ContentValue, YamlKind, YamlType } from '../../core/content/schemas.ts'
import { nearestOf } from '../../core/content/words.ts'
import { currentKey, versionKey } from '../aws/keys.ts'
import { everyItem, getItem } from '../aws/table.ts'
import { Kept } from './kept.ts'
import { pointerFrom } from './pointers.ts'

/** One version of one content. */
export interface Published<Type extends YamlType> {
  readonly id: string
  readonly version: number
  readonly value: ContentValue<Type>
}

/** One version of an email in one language. */
export interface PublishedEmail {
  readonly id: string
  readonly version: number
  readonly locale: string
  readonly email: CompiledEmail
}

const pointers = new Kept<Pointer | undefined>()
const ids = new Kept<string[]>()
/** The releases that this function has seen something of. */
const seen = new Set<string>()
/** Versions never change: they are kept as long as the function lives. */
const versions = new Map<string, unknown>()

interface Pointer {
  readonly version: number
  readonly locales: readonly string[]
}

/** The live version of one content, as it was at most 60 s ago; undefined when none is published. */
export async function current<Type extends YamlType>(
  kind: YamlKind<Type>,
  id: string,
): Promise<Published<Type> | undefined> {
  const pointer = await pointerTo(kind.type, id)
  return pointer && contentVersion(kind, id, pointer.version)
}

/** The live versions of all content of a type, by id. */
export async function allCurrent<Type extends YamlType>(kind: YamlKind<Type>): Promise<Published<Type>[]> {
  const names = await ids.get(kind.type, () => publishedIds(kind.type))
  const found = await Promise.all(names.map((id) => current(kind, id)))
  return found.filter((one) => one !== undefined)
}

/** One version, live or not; undefined when there is no such version. Answers the same object each time. */
export async function contentVersion<Type extends YamlType>(
  { type, schema }: YamlKind<Type>,
  id: string,
  version: number,
): Promise<Published<Type> | undefined> {
  const name = `${type}/${id}/${version}`
  const before = versions.get(name)
  if (before) return before as Published<Type>
  const item = await getItem(versionKey(type, id, version))
  if (!item) return undefined
  const published = { id, version, value: schema.parse(item.value) as ContentValue<Type> }
  versions.set(name, published)
  return published
}

/** The live version of an email in this language or the nearest that it has (`pt-BR`, `pt`, then English); undefined when there is none. */
export async function publishedEmail(id: string, locale: string): Promise<PublishedEmail | undefined> {
  const pointer = await pointerTo('emails', id)
  if (!pointer) return undefined
  const nearest = nearestOf(pointer.locales, locale)
  return nearest === undefined ? undefined : emailVersion(id, pointer.version, nearest)
}

/** One version of an email in exactly this language. */
export async function emailVersion(id: string, version: number, locale: string): Promise<PublishedEmail | undefined> {
  const name = `emails/${id}/${version}/${locale}`
  const before = versions.get(name)
  if (before) return before as PublishedEmail
  const item = await getItem(versionKey('emails', id, version, locale))
  if (!item) return undefined
  const published = { id, version, locale, email: compiledEmail.parse(item.email) }
  versions.set(name, published)
  return published
}

/** Forgets which versions are live: for the function that has just published one. */
export function forgetCurrent(): void {
  pointers.clear()
  ids.clear()
}

/** Ids of all that is published of a type. */
async function publishedIds(type: ContentType): Promise<string[]> {
  const found: string[] = []
  for await (const { pk, sk } of everyItem({ index: 'content', pk: type })) {
    if (sk === 'CURRENT') found.push(String(pk).split('#')[2] ?? '')
  }
  return found.sort()
}

function pointerTo(type: ContentType, id: string): Promise<Pointer | undefined> {
  return pointers.get(`${type}/${id}`, async () => {
    const { live, release } = await pointerFrom(await getItem(currentKey(type, id)))
    if (release !== undefined) atFirstSight(release)
    return live && { version: Number(live.version), locales: (live.locales as string[] | undefined) ?? [] }
  })
}

/** "Who has seen something new of a release sees all of it from then on": what was kept may be older than it. */
function atFirstSight(release: string): void {
  if (seen.has(release)) return
  seen.add(release)
  forgetCurrent()
}
