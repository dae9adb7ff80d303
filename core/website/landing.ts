import * as z from 'zod/mini'
import { fromInstant, instant, toInstant } from '../names.ts'
import type { ActedBatch } from './visit-facts.ts'

/** The first page that a browser opened, and where it came from: `utm_source`, else the website whose link was followed, and `utm_campaign`. */
export const landing = z.object({
  at: instant,
  source: z.optional(z.string()),
  campaign: z.optional(z.string()),
})
export type Landing = z.infer<typeof landing>

/** The first page of a batch; undefined where no page was opened. */
export function landingIn({ actedAt, events }: Pick<ActedBatch, 'actedAt' | 'events'>): Landing | undefined {
  return events.reduce<Landing | undefined>((first, event) => {
    if (event.type !== 'page-visited') return first
    const { ago, source = event.referrer, campaign } = event
    const at = toInstant(fromInstant(actedAt) - ago)
    return earlier(first, { at, ...(source !== undefined && { source }), ...(campaign !== undefined && { campaign }) })
  }, undefined)
}

/** The earlier of two; of the same moment in some fixed order, so that it never matters which was told first. */
export function earlier(one: Landing | undefined, other: Landing | undefined): Landing | undefined {
  if (!one || !other) return one ?? other
  return orderOf(one) <= orderOf(other) ? one : other
}

function orderOf({ at, source = '', campaign = '' }: Landing): string {
  return JSON.stringify([at, source, campaign])
}
