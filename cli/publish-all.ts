import type { ContentType } from '../core/content/content-type.ts'
import { publishedAtMost } from '../core/content/version-routes.ts'
import type { Api } from './api.ts'
import { type InFlightOptions, inFlightOf } from './content-arguments.ts'

/** A draft to be published, by the ETag under which it is stored. */
export interface Drafted {
  readonly type: ContentType
  readonly id: string
  readonly etag: string
}

/**
 * Publishes drafts at one moment, all or none; answers the version of each, by `type/id`, and at how many moments: of more than a hundred the next hundred go
 * live after the first, in their order. What is said of leads inside counts for every sequence among them.
 */
export async function publishAll(
  api: Api,
  drafts: readonly Drafted[],
  options: InFlightOptions,
): Promise<{ versions: ReadonlyMap<string, number>; moments: number }> {
  const asked = inFlightOf(options)
  const versions = new Map<string, number>()
  let moments = 0
  for (let from = 0; from < drafts.length; from += publishedAtMost) {
    const items = drafts
      .slice(from, from + publishedAtMost)
      .map(({ type, id, etag }) => ({ type, id, ifMatch: etag, ...(type === 'sequences' && asked) }))
    const { body } = await api.post<{ items: { type: string; id: string; version: number }[] }>('/content/publish', {
      items,
    })
    for (const { type, id, version } of body.items) versions.set(`${type}/${id}`, version)
    moments += 1
  }
  return { versions, moments }
}
