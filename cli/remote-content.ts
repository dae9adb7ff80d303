import type { Side } from '../core/content/approvals.ts'
import type { ContentType } from '../core/content/content-type.ts'
import { type Api, ApiProblem } from './api.ts'

type Files = Readonly<Record<string, string>>

/** A piece of content as the API has it. */
export interface RemoteContent {
  /** Those of its draft, else of what is live. */
  readonly files: Files
  readonly etag: string | undefined
  /** Is there nothing that is not live? */
  readonly isLive: boolean
  readonly liveVersion: number | undefined
  /** Those that are live, whatever was drafted since; none where nothing is. */
  readonly liveFiles: Files
  /** When the draft, else what is live, was stored. */
  readonly at: string
  /** Of the draft: the sides that have not agreed to it yet, where both have to. */
  readonly missing: readonly Side[]
}

interface Shown {
  readonly version?: number
  readonly publishedAt?: string
  /** Those that are live. */
  readonly files?: Files
  readonly draft?: { readonly files: Files; readonly at: string; readonly missing?: readonly Side[] }
}

/** What the API has of this content; undefined when it has none. */
export async function remoteContent(api: Api, type: ContentType, id: string): Promise<RemoteContent | undefined> {
  try {
    const { body, etag } = await api.get<Shown>(`/content/${type}/${id}`)
    return {
      files: body.draft?.files ?? body.files ?? {},
      etag,
      isLive: !body.draft,
      liveVersion: body.version,
      liveFiles: body.files ?? {},
      at: body.draft?.at ?? body.publishedAt ?? '',
      missing: body.draft?.missing ?? [],
    }
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return undefined
    throw error
  }
}

/** Do these hold the same texts under the same names? */
export function isSame(one: Files, other: Files): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...names].every((name) => one[name] === other[name])
}
