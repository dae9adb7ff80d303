import * as z from 'zod/mini'
import type { Activity } from '../../leads/activity.ts'
import { instant } from '../../names.ts'

/** One time that something of marketing's brought a lead: a form posted or a page visited by a named way, or a list or post by another source. */
export const journeyTouch = z.object({
  at: instant,
  source: z.optional(z.string()),
  campaign: z.optional(z.string()),
})
export type JourneyTouch = z.infer<typeof journeyTouch>

/** Of more touches of one lead the first and the last so many are kept: a journey can't grow without end. */
export const touchesAtEachEnd = 20

/** The touch that this fact is, if it names a source or a campaign. A click in a mail is none by itself: its landing page has UTM parameters or names nothing. */
export function touchBy({ type, at, data, told }: Activity): JourneyTouch | undefined {
  if (type === 'form-submitted' && told?.touch) return named({ ...told.touch })
  if (type === 'page-visited') return named({ at, source: data.source, campaign: data.campaign })
  if (type === 'list-imported') return named({ at, source: data.source, campaign: data.campaign })
  return undefined
}

function named({ at, source, campaign }: { at: string; source?: unknown; campaign?: unknown }) {
  const touch = {
    at,
    ...(typeof source === 'string' && { source }),
    ...(typeof campaign === 'string' && { campaign }),
  }
  return touch.source === undefined && touch.campaign === undefined ? undefined : touch
}

/** Both lists in one, by time. The first and last of a union are among the first and last of its parts: so this is a join, in any order and portions. */
export function bothTouches(one: readonly JourneyTouch[] = [], other: readonly JourneyTouch[] = []): JourneyTouch[] {
  const all = new Map([...one, ...other].map((touch) => [orderOf(touch), touch]))
  const sorted = [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, touch]) => touch)
  if (sorted.length <= 2 * touchesAtEachEnd) return sorted
  return [...sorted.slice(0, touchesAtEachEnd), ...sorted.slice(-touchesAtEachEnd)]
}

function orderOf({ at, source = '', campaign = '' }: JourneyTouch): string {
  return JSON.stringify([at, source, campaign])
}
