import type { ContentPart } from '../core/content/content-parts.ts'
import type { RemoteContent } from './remote-content.ts'

/** What a folder is held against: the drafts (and what is live where there is no draft), or what is live alone. */
export type Stand = 'draft' | 'live'

export interface DifferingFile {
  readonly file: string
  readonly state: 'new' | 'changed' | 'only there'
}

/** Which files of a folder differ from what the API has; `drafted` names the contents whose draft is not published. */
export interface ComparedFolder {
  readonly items: readonly DifferingFile[]
  readonly drafted: readonly string[]
}

/** Holds a folder against what the API has of each of its contents, by `type/id`. */
export function compareFolder(
  folder: { readonly files: Readonly<Record<string, string>>; readonly parts: readonly ContentPart[] },
  remotes: ReadonlyMap<string, RemoteContent>,
  stand: Stand,
): ComparedFolder {
  const states = new Map<string, DifferingFile['state']>()
  const there = new Set<string>()
  const drafted: string[] = []
  for (const { type, id, files } of folder.parts) {
    const remote = remotes.get(`${type}/${id}`)
    const compared = (stand === 'live' ? remote?.liveFiles : remote?.files) ?? {}
    if (remote && !remote.isLive) drafted.push(`${type}/${id}`)
    for (const [file, text] of Object.entries(files)) {
      if (compared[file] === undefined) states.set(file, states.get(file) ?? 'new')
      else if (compared[file] !== text) states.set(file, 'changed')
    }
    for (const file of Object.keys(compared)) {
      there.add(file)
      if (folder.files[file] === undefined) states.set(file, 'only there')
    }
  }
  // A file that mails share is new only where none of them has it.
  const items = [...states].filter(([file, state]) => state !== 'new' || !there.has(file))
  return { items: items.map(([file, state]) => ({ file, state })), drafted }
}
