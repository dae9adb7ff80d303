import { createRequire } from 'node:module'

/** A write as LevelDB takes it, encoded. */
export type LevelWrite =
  | { readonly type: 'put'; readonly key: unknown; readonly value: unknown }
  | { readonly type: 'del'; readonly key: unknown }

/** LevelDB as dynalite has it, as far as it is reached into: what other versions lack fails at once. */
export interface Level {
  readonly status: string
  get: (key: string, options?: object) => Promise<unknown>
  getSync: (key: string, options?: object) => unknown
  _put: (key: unknown, value: unknown, options: object) => Promise<void>
  _del: (key: unknown, options: object) => Promise<void>
  _batch: (writes: readonly LevelWrite[], options: object) => Promise<void>
}

/** Goes through keys or values one after the other. */
export interface LevelIterator {
  close: () => Promise<void>
  return?: () => Promise<void>
}

/** The iterator that does it for them all, with its own way to several entries at a time. */
interface Entries extends LevelIterator {
  _next: () => Promise<unknown>
  _nextv: (size: number) => Promise<unknown[]>
}

const ofDynalite = createRequire(createRequire(import.meta.url).resolve('dynalite'))
const ofLevel = createRequire(ofDynalite.resolve('level'))
const ofClassicLevel = createRequire(ofLevel.resolve('classic-level'))

export const { Level } = ofDynalite('level') as { Level: { prototype: Level } }
export const { Iterator: Entries } = ofClassicLevel('./iterator.js') as { Iterator: { prototype: Entries } }
export const { AbstractKeyIterator, AbstractValueIterator } = ofClassicLevel('abstract-level') as Record<
  'AbstractKeyIterator' | 'AbstractValueIterator',
  { prototype: LevelIterator }
>
