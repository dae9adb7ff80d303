import { filesKind } from '../../core/content/schemas.ts'
import type { GatedFile } from '../../core/files/gated-file.ts'
import { readVersion, type Sources } from '../content/content-items.ts'
import { current } from '../content/published.ts'

/** A gated file as it is live, with what stands for the bytes beside it. */
export interface LiveFile {
  readonly file: GatedFile
  readonly files: Sources
}

/** Versions never change: the sources of each are read once. */
const sources = new Map<string, Sources>()

/** The live version of a gated file, as it was at most 60 s ago; undefined when none is published. */
export async function liveFile(id: string): Promise<LiveFile | undefined> {
  const live = await current(filesKind, id)
  if (!live) return undefined
  const name = `${id}/${live.version}`
  const files = sources.get(name) ?? (await readVersion('files', id, live.version))?.files ?? {}
  sources.set(name, files)
  return { file: live.value, files }
}
