import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { approvals } from '../../core/content/approvals.ts'
import { type ContentType, contentType } from '../../core/content/content-type.ts'
import { instant, slug } from '../../core/names.ts'
import { contentPartition, versionKey } from '../aws/keys.ts'
import { getItem, queryItems } from '../aws/table.ts'
import { pointerFrom } from './pointers.ts'

/** The sources of one content: path under `templates/` to text. */
export const sources = z.record(z.string(), z.string())
export type Sources = z.infer<typeof sources>

/** Who wrote it and when. */
const written = { at: instant, by: z.string() }
const named = { type: contentType, id: slug }

/** `CONTENT#type#id / CURRENT`: which version is live. */
export const currentItem = z.object({
  ...named,
  version: z.int(),
  /** The languages of an email. */
  locales: z._default(z.array(z.string()), []),
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
  basedOn: z.int(),
  /** Of just these sources on just this version: an edit voids them. */
  approvals: z.optional(approvals),
  /** How often somebody approved: every approval adds one. */
  approvalRev: z.optional(z.int()),
  ...written,
})
export type DraftItem = z.infer<typeof draftItem>

/** What is done with the leads inside a sequence when a version of it is published. */
export const inFlight = z.object({
  choice: z.enum(['stay', 'move', 'exit']),
  /** Where those go on whose step is not in the new version, or who shall go on elsewhere. */
  steps: z._default(z.record(z.string(), z.string()), {}),
  /** Mails that a moved lead had already go to it again. */
  again: z.optional(z.boolean()),
})
export type InFlight = z.infer<typeof inFlight>

/** `CONTENT#type#id / V#n#`: one version, immutable; the compiled languages of an email lie beside it as `V#n#locale`. */
export const versionItem = z.object({
  ...named,
  version: z.int(),
  files: sources,
  hash: z.string(),
  /** What the YAML says; emails have none here. */
  value: z.optional(z.unknown()),
  locales: z._default(z.array(z.string()), []),
  inFlight: z.optional(inFlight),
  /** The version that was live when this was written, 0 for none: from one to the next goes the list of all that were ever live. */
  follows: z.optional(z.int()),
  /** Which earlier version it brings back. */
  restores: z.optional(z.int()),
  /** Who of both sides agreed to it, where its type needs that. */
  approvals: z.optional(approvals),
  ...written,
})
export type VersionItem = z.infer<typeof versionItem>

/** One content as it stands: what is live and what is drafted. */
export interface Standing {
  readonly current: CurrentItem | undefined
  readonly draft: DraftItem | undefined
  /** The release that has marked the pointer and not let go of it yet. */
  readonly marked?: string | undefined
}

/** Reads what is live and what is drafted in one strongly consistent query. */
export async function readStanding(type: ContentType, id: string): Promise<Standing> {
  const { items } = await queryItems({ pk: contentPartition(type, id), between: { from: 'CURRENT', to: 'DRAFT' } })
  const { live: current, marked } = await pointerFrom(items.find(({ sk }) => sk === 'CURRENT'))
  // What is live is no draft, even where whoever made it live died before taking the draft away.
  const draft = items.find(({ sk, hash }) => sk === 'DRAFT' && hash !== undefined && hash !== current?.hash)
  return {
    current: current && currentItem.parse(current),
    draft: draft && draftItem.parse(draft),
    marked,
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
