import { createHash } from 'node:crypto'
import * as z from 'zod'
import { type ContentType, contentType } from '../../core/content/content-type.ts'
import { instant, slug } from '../../core/names.ts'
import { contentPartition, versionKey } from '../aws/keys.ts'
import { getItem, queryItems } from '../aws/table.ts'

/** The sources of one content: path under `templates/` to text. */
export const sources = z.record(z.string(), z.string())
export type Sources = z.infer<typeof sources>

/** Who wrote it and when. */
const written = { at: instant, by: z.string() }
const named = { type: contentType, id: slug }

/** `CONTENT#type#id / CURRENT`: which version is live. */
export const currentItem = z.object({
  ...named,
  version: z.number().int(),
  /** The languages of an email. */
  locales: z.array(z.string()).default([]),
  hash: z.string(),
  ...written,
})
export type CurrentItem = z.infer<typeof currentItem>

/** `CONTENT#type#id / DRAFT`: what was written since; never live until published. */
export const draftItem = z.object({
  ...named,
  files: sources,
  hash: z.string(),
  /** The version that was live when it was written; 0 when there was none. */
  basedOn: z.number().int(),
  ...written,
})
export type DraftItem = z.infer<typeof draftItem>

/** What is done with the leads inside a sequence when a version of it is published. */
export const inFlight = z.object({
  choice: z.enum(['stay', 'move', 'exit']),
  /** Where those go on whose step is not in the new version, or who shall go on elsewhere. */
  steps: z.record(z.string(), z.string()).default({}),
})
export type InFlight = z.infer<typeof inFlight>

/** `CONTENT#type#id / V#n#`: one version, immutable; the compiled languages of an email lie beside it as `V#n#locale`. */
export const versionItem = z.object({
  ...named,
  version: z.number().int(),
  files: sources,
  hash: z.string(),
  /** What the YAML says; emails have none here. */
  value: z.unknown().optional(),
  locales: z.array(z.string()).default([]),
  inFlight: inFlight.optional(),
  ...written,
})
export type VersionItem = z.infer<typeof versionItem>

/** One content as it stands: what is live and what is drafted. */
export interface Standing {
  readonly current: CurrentItem | undefined
  readonly draft: DraftItem | undefined
}

/** Reads what is live and what is drafted in one strongly consistent query. */
export async function readStanding(type: ContentType, id: string): Promise<Standing> {
  const { items } = await queryItems({ pk: contentPartition(type, id), between: { from: 'CURRENT', to: 'DRAFT' } })
  const current = items.find(({ sk }) => sk === 'CURRENT')
  // What is live is no draft, even where whoever made it live died before taking the draft away.
  const draft = items.find(({ sk, hash }) => sk === 'DRAFT' && hash !== undefined && hash !== current?.hash)
  return {
    current: current && currentItem.parse(current),
    draft: draft && draftItem.parse(draft),
  }
}

/** Reads one version with its sources; undefined when there is none. */
export async function readVersion(type: ContentType, id: string, version: number): Promise<VersionItem | undefined> {
  const item = await getItem(versionKey(type, id, version))
  return item && versionItem.parse(item)
}

/** The same for the same sources, whatever their order. */
export function hashOf(files: Sources): string {
  const ordered = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(ordered)).digest('hex').slice(0, 16)
}
