import type { ContentType } from '../core/content/content-type.ts'
import { type Api, ApiProblem } from './api.ts'

/** A piece of content as the API has it: the files of its draft, or of what is live. */
export interface RemoteContent {
  readonly files: Readonly<Record<string, string>>
  readonly etag: string | undefined
  /** Is there nothing that is not live? */
  readonly isLive: boolean
  readonly liveVersion: number | undefined
  /** When these files were stored. */
  readonly at: string
}

interface Shown {
  readonly version?: number
  readonly publishedAt?: string
  /** Those that are live. */
  readonly files?: Readonly<Record<string, string>>
  readonly draft?: { readonly files: Readonly<Record<string, string>>; readonly at: string }
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
      at: body.draft?.at ?? body.publishedAt ?? '',
    }
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return undefined
    throw error
  }
}
