import * as z from 'zod/mini'
import { fieldName } from '../capture/form.ts'
import { duration, durationMs } from '../duration.ts'
import { profileValue } from '../leads/lead.ts'
import { slug } from '../names.ts'

const hour = 3_600_000

/** Time from nothing on: an act may follow at once. */
const after = z.union([z.literal('0s'), duration])

const scalar = z.union([z.string().check(z.maxLength(500)), z.number(), z.boolean()])

/**
 * Something that a persona does, or that happens to it: `{ after: 2d, type: email-clicked, template: welcome }`. `after` counts from the first mail of this
 * template where one is named, else from the start. What is not named here is the fact's own data: `path: /pricing`.
 */
export const act = z.catchall(
  z.object({
    after: z._default(after, '4h'),
    /** Again and again, so long after the last time. */
    every: z.optional(
      duration.check(z.refine((text) => isHours(text), 'at most once an hour: write 1h or more, for example 14d')),
    ),
    /** Activity type: email-clicked, email-replied, page-visited, meeting-booked, consent-withdrawn … */
    type: slug,
    template: z.optional(slug),
    /** New answers that it tells. */
    fields: z.optional(z.record(fieldName, profileValue)),
    tags: z.optional(z.array(slug)),
    /** For `handoff-recycled`: how long sales wants the lead to be left alone. */
    park: z.optional(duration),
  }),
  scalar,
)
export interface Act {
  readonly after: string
  readonly type: string
  readonly every?: string | undefined
  readonly template?: string | undefined
  readonly fields?: Readonly<Record<string, z.infer<typeof profileValue>>> | undefined
  readonly tags?: readonly string[] | undefined
  readonly park?: string | undefined
  /** Texts, numbers and yes or no. */
  readonly [name: string]: unknown
}

/** What a persona does about a mail, as the command line has it. */
const shorthand = /^([a-z0-9]+(?:-[a-z0-9]+)*)(?:@\+(0s|[1-9]\d{0,5}[smhdw]))?$/

/** Reads `case-study@+2d` (the mail, and how long after it) or `case-study` (four hours after it); undefined for any other text. */
export function actOnMail(text: string, type: string): Act | undefined {
  const [, template, after = '4h'] = shorthand.exec(text) ?? []
  return template === undefined ? undefined : { after, type, template }
}

/** Reads `page-visited@+3d` or `page-visited@+3d,path=/pricing`: an activity type, how long after the start, and what is known of it. */
export function actByItself(text: string): Act | undefined {
  const [head = '', ...pairs] = text.split(',')
  const named = actOnMail(head, 'any')
  const data = pairs.map((pair) => /^([a-zA-Z][a-zA-Z0-9-]*)=(.+)$/.exec(pair))
  if (!named || data.some((found) => !found)) return undefined
  const read = act.safeParse({
    ...Object.fromEntries(data.map((found) => [found?.[1], found?.[2]])),
    type: named.template,
    after: named.after,
  })
  return read.data
}

/** How long after what it counts from this happens for the n-th time (0 is the first), in ms; undefined where it does not happen again. */
export function delayOf({ after, every }: Act, n: number): number | undefined {
  if (n > 0 && every === undefined) return undefined
  return durationMs(after) + n * (every === undefined ? 0 : durationMs(every))
}

function isHours(text: string): boolean {
  try {
    return durationMs(text) >= hour
  } catch {
    return false
  }
}
