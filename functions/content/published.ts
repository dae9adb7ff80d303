import { type CompiledEmail, compiledEmail } from '../../core/content/compiled-email.ts'
import { type ContentValue, contentSchemas, type YamlType } from '../../core/content/schemas.ts'
import { fallbacks } from '../../core/content/words.ts'
import type { ContentType } from '../../core/routes.ts'
import { currentKey, versionKey } from '../aws/keys.ts'
import { everyItem, getItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'

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

/** Which version is live is read again after this; by business time, so that a jump of the virtual clock ends it too. */
const keptMs = 60_000

/** What is read is kept for a while; a read that failed is not. */
class Kept<Value> {
  readonly #reads = new Map<string, { read: Promise<Value>; atMs: number }>()

  get(key: string, read: () => Promise<Value>): Promise<Value> {
    const before = this.#reads.get(key)
    const nowMs = now()
    if (before && nowMs >= before.atMs && nowMs < before.atMs + keptMs) return before.read
    const made = { read: read(), atMs: nowMs }
    this.#reads.set(key, made)
    made.read.catch(() => {
      if (this.#reads.get(key) === made) this.#reads.delete(key)
    })
    return made.read
  }

  clear(): void {
    this.#reads.clear()
  }
}

const pointers = new Kept<Pointer | undefined>()
const ids = new Kept<string[]>()
/** Versions never change: they are kept as long as the function lives. */
const versions = new Map<string, unknown>()

interface Pointer {
  readonly version: number
  readonly locales: readonly string[]
}

/** The live version of one content, as it was at most 60 s ago; undefined when none is published. */
export async function current<Type extends YamlType>(type: Type, id: string): Promise<Published<Type> | undefined> {
  const pointer = await pointerTo(type, id)
  return pointer && contentVersion(type, id, pointer.version)
}

/** The live versions of all content of a type, by id. */
export async function allCurrent<Type extends YamlType>(type: Type): Promise<Published<Type>[]> {
  const names = await ids.get(type, () => publishedIds(type))
  const found = await Promise.all(names.map((id) => current(type, id)))
  return found.filter((one) => one !== undefined)
}

/** One version, live or not; undefined when there is no such version. Answers the same object each time. */
export async function contentVersion<Type extends YamlType>(
  type: Type,
  id: string,
  version: number,
): Promise<Published<Type> | undefined> {
  const name = `${type}/${id}/${version}`
  const before = versions.get(name)
  if (before) return before as Published<Type>
  const item = await getItem(versionKey(type, id, version))
  if (!item) return undefined
  const published = { id, version, value: contentSchemas[type].parse(item.value) as ContentValue<Type> }
  versions.set(name, published)
  return published
}

/** The live version of an email in this language or the nearest that it has (`pt-BR`, `pt`, then English); undefined when there is none. */
export async function publishedEmail(id: string, locale: string): Promise<PublishedEmail | undefined> {
  const pointer = await pointerTo('emails', id)
  if (!pointer) return undefined
  const nearest = fallbacks(locale).find((one) => pointer.locales.includes(one)) ?? pointer.locales[0]
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
    const item = await getItem(currentKey(type, id))
    return item && { version: Number(item.version), locales: (item.locales as string[] | undefined) ?? [] }
  })
}
