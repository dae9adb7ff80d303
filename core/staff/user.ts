import * as z from 'zod/mini'
import { personCalendar } from '../handoff/calendar.ts'
import { slug } from '../names.ts'

/** Staff: `USER#id / PROFILE`. */
export const user = z.object({
  userId: slug,
  email: z.string(),
  name: z.string(),
  groups: z.array(z.enum(['marketing', 'sales-development', 'sales', 'admin'])),
  team: z.optional(slug),
  manager: z.optional(slug),
  zone: z.optional(z.string()),
  locale: z._default(z.string(), 'en'),
  /** Days off, both ends included, in the user's zone. */
  absences: z._default(z.array(z.object({ from: z.iso.date(), to: z.iso.date() })), []),
  /** Hours, holidays and days off of one's own; the rest is the team's. */
  calendar: z.optional(personCalendar),
  /** Languages that the person can speak with leads: `de`, `pt-BR`. */
  languages: z.optional(z.array(z.string().check(z.maxLength(35))).check(z.maxLength(50))),
  /** Who gets what would go to this person while they are away. */
  substitute: z.optional(slug),
  /** Hand-offs at once, where a route goes by capacity. */
  capacity: z.optional(z.int().check(z.gte(1), z.lte(10_000))),
  /** New hand-offs in a week, Monday to Sunday. */
  perWeek: z.optional(z.int().check(z.gte(1), z.lte(10_000))),
  /** The share of the team's leads: 2 gets twice as many as 1, 0 none in turn. */
  weight: z.optional(z.int().check(z.gte(0), z.lte(10))),
  active: z._default(z.boolean(), true),
})
export type User = z.infer<typeof user>
