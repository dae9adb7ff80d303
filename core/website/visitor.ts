import * as z from 'zod/mini'
import { instant, leadId } from '../names.ts'
import { landing } from './landing.ts'
import { visitorId } from './visit.ts'

const day = 86_400_000

/** How long what an unknown visitor did waits for somebody to say who it was, and how long a known one is known without another visit, in days. */
const keptDays = { unknown: 30, known: 180 } as const

/** So many events of one visitor are taken in a day (UTC): what is more is no person reading. */
export const eventsADay = 100

/** `VISITOR#id / VISITOR`: one browser of one person. It belongs to one lead at most, for ever: another person at the same machine makes another visitor. */
export const visitor = z.object({
  visitorId,
  /** The lead that it is, once a sign said so. */
  leadId: z.optional(leadId),
  /** The day whose events are counted, and how many there were. */
  day: z.optional(z.string()),
  events: z._default(z.int(), 0),
  lastAt: instant,
  /** Its first visit, by which month the funnel counts it. */
  firstAt: z.optional(instant),
  /** The first page of it that is known. */
  landing: z.optional(landing),
  /** Raised with each thing that the funnel is to count anew. */
  marks: z._default(z.int(), 0),
  /** TTL, in seconds since the epoch. */
  expiresAt: z.int(),
})
export type Visitor = z.infer<typeof visitor>

/** May so many events more be taken of this visitor on this day? "A flood of one visitor's events costs bounded writes." */
export function hasRoom(known: Visitor | undefined, actedAt: string, events: number): boolean {
  const before = known?.day === dayOf(actedAt) ? known.events : 0
  return before + events <= eventsADay
}

/** The day that an event counts to. */
export function dayOf(at: string): string {
  return at.slice(0, 10)
}

/** When what is held of a visitor is kept no longer, in seconds since the epoch. */
export function visitorExpiry(lastAt: string, isKnown: boolean): number {
  return Math.floor((Date.parse(lastAt) + (isKnown ? keptDays.known : keptDays.unknown) * day) / 1000)
}
