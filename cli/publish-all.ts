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

/** Earlier parts of a release of many are live, and the next was refused: `cause` says why, and speaks of that part alone. */
export class PartlyPublished extends Error {
  /** What is live, by `type/id`, in its order. */
  readonly live: readonly string[]
  readonly left: number

  constructor(live: readonly string[], left: number, cause: unknown) {
    super(`${live.length} are live, and ${left} are not`, { cause })
    this.name = 'PartlyPublished'
    this.live = live
    this.left = left
  }
}

/**
 * Publishes drafts at one moment, all or none; answers the version of each, by `type/id`, and at how many moments: of more than a hundred the next hundred go
 * live after the first, in their order. What is said of leads inside counts for every sequence among them, and of clocks for every SLA policy. Throws {@link PartlyPublished} where a later hundred
 * is refused, and what the API answered where it is the first.
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
      .map(({ type, id, etag }) => ({ type, id, ifMatch: etag, ...saidOf(type, asked) }))
    const { body } = await api
      .post<{ items: { type: string; id: string; version: number }[] }>('/content/publish', { items })
      .catch((error: unknown) => {
        throw moments === 0 ? error : new PartlyPublished([...versions.keys()], drafts.length - from, error)
      })
    for (const { type, id, version } of body.items) versions.set(`${type}/${id}`, version)
    moments += 1
  }
  return { versions, moments }
}

/** Clocks stay or move: what else is said is about leads inside sequences. */
function saidOf(type: ContentType, asked: Record<string, unknown>): Record<string, unknown> {
  if (type === 'sequences') return asked
  return type === 'sla-policies' && asked.inFlight && asked.inFlight !== 'exit' ? { inFlight: asked.inFlight } : {}
}
