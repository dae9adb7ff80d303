import { Problem } from '../runtime/problem.ts'
import { readVersion, type Standing } from './content-items.ts'

/** Names a content as it stands: `"v3"` is version 3, `"v3-6f1d…"` a draft on top of it. */
export function etagOf({ current, draft }: Standing): string {
  return `"v${current?.version ?? 0}${draft ? `-${draft.hash}` : ''}"`
}

/** The version that an ETag of ours names, and the hash of the draft on top of it; undefined for any other text. */
export function readEtag(etag: string | undefined): { version: number; hash: string | undefined } | undefined {
  const [, version, hash] = /^"v(\d{1,9})(?:-([0-9a-f]{16}))?"$/.exec(etag ?? '') ?? []
  return version === undefined ? undefined : { version: Number(version), hash }
}

/**
 * "Edits of content take `If-Match` with the `ETag` of the version they started from": throws {@link Problem} 428 when it is absent and 412, naming both,
 * when it is another. What is not there yet needs none.
 */
export async function requireMatch(ifMatch: string | undefined, standing: Standing): Promise<void> {
  const now = etagOf(standing)
  const exists = standing.current !== undefined || standing.draft !== undefined
  if (ifMatch === undefined) {
    if (!exists) return
    throw new Problem(
      428,
      `This content is there already: send If-Match with the ETag that you started from. Now it is ${now}.`,
    )
  }
  const given = ifMatch.split(',').map((one) => one.trim().replace(/^W\//, ''))
  if (given.includes(now) || (given.includes('*') && exists)) return
  throw await changedSince(ifMatch, standing)
}

/** One state of a content, as a 412 names it. */
interface Named {
  readonly etag?: string
  readonly version?: number
  readonly draft?: boolean
  readonly by?: string
  readonly at?: string
}

/** The 412 of an edit that started from something else: which version or draft is there now, and which one the edit started from, each with who and when. */
export async function changedSince(ifMatch: string | undefined, standing: Standing): Promise<Problem> {
  const now = nowOf(standing)
  const yours = await yoursOf(ifMatch, standing)
  const detail = `Now it is ${inWords(now)}. You started from ${inWords(yours)}. Read it again and repeat your change.`
  return new Problem(412, detail, { extra: { now, yours } })
}

function nowOf(standing: Standing): Named {
  const { current, draft } = standing
  const { by, at } = draft ?? current ?? {}
  return {
    etag: etagOf(standing),
    version: current?.version ?? 0,
    ...(draft && { draft: true }),
    ...(by !== undefined && { by }),
    ...(at !== undefined && { at }),
  }
}

/** A draft that was written over is kept nowhere: of it only the version below it is known. */
async function yoursOf(ifMatch: string | undefined, { current }: Standing): Promise<Named> {
  const read = readEtag(ifMatch)
  if (!read) return {}
  const { version, hash } = read
  const named = { etag: ifMatch as string, version, ...(hash && { draft: true }) }
  if (!current || version < 1 || version > current.version || hash) return named
  const found = await readVersion(current.type, current.id, version)
  return found ? { ...named, by: found.by, at: found.at } : named
}

function inWords({ etag, version, draft, by, at }: Named): string {
  if (version === undefined) return 'something else'
  const below = version === 0 ? 'nothing that was published' : `version ${version}`
  const what = draft ? `a draft on top of ${below}` : below
  const who = [by && `by ${by}`, at && `of ${at}`].filter(Boolean).join(' ')
  return `${what}${who && ` ${who}`} (${etag})`
}
