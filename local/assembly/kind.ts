import type * as z from 'zod'
import type { Topology } from './topology.ts'

/** One resource while its kind reads it. */
export interface Place {
  readonly logicalId: string
  /** What `Ref` gives of it. */
  readonly ref: () => string
  readonly attribute: (name: string) => string
  /** What the template notes about it, for the run alone. */
  readonly note: (name: string) => unknown
  /** The folder of an asset; throws Error. */
  readonly assetFolder: (objectKey: string) => string
}

/** A resource type that the embedded run runs. */
export interface Kind {
  /** The properties that are honoured, with the values that are. */
  readonly honours: z.ZodType
  /** Properties that change nothing on one machine, each with the reason. */
  readonly ignores: Readonly<Record<string, string>>
  readonly add: (properties: never, place: Place, topology: Topology) => void
}

/** Declares a kind; `honours` is strict, so that any other property stops the start with its name. */
export function kind<Schema extends z.ZodType>(given: {
  honours: Schema
  ignores?: Readonly<Record<string, string>>
  add: (properties: z.output<Schema>, place: Place, topology: Topology) => void
}): Kind {
  return { ignores: {}, ...given }
}

export const tagged = 'tags are for bills and people'
export const described = 'a description is for people'
