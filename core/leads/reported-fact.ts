import { derivedId } from '../consent/derived-id.ts'
import { fromInstant, instant, toInstant } from '../names.ts'
import { type Activity, activityTypes } from './activity.ts'

/** Clocks differ; a fact can't lie further ahead than this. */
const aheadMs = 5 * 60_000

/** The fact travels on the bus with others beside it and lies whole in one item. */
const mostBytes = 32 * 1024

/** So many types of one's own a lead has at most: each may take up to 9 KB of the profile, which holds 400 (decision 10). */
export const ownTypesAtMost = 20

/** What somebody outside tells of a lead. */
export interface Report {
  readonly id?: string | undefined
  readonly type: string
  /** RFC 3339, in any zone; now where it is not said. */
  readonly at?: string | undefined
  readonly data: Readonly<Record<string, string | number | boolean>>
}

/** Facts that people and websites see; everything else of Ripen's own types is decided or observed by Ripen alone. */
const fromOutside: readonly string[] = [
  'call',
  'demo',
  'meeting-booked',
  'email-replied',
  'page-visited',
  'site-searched',
  'content-downloaded',
]

/**
 * The fact that a report makes, or what is wrong with it. Its id follows from what it says, so that a repeat is one fact. `typesBefore`: of what types the lead
 * has facts already.
 */
export function reportedFact(
  leadId: string,
  { id, type, at, data }: Report,
  nowMs: number,
  typesBefore: readonly string[] = [],
): { readonly fact: Activity } | { readonly wrong: { readonly pointer: string; readonly detail: string } } {
  if (isRipens(type) && !fromOutside.includes(type)) {
    const detail = `This is decided or seen by Ripen itself; from outside come ${fromOutside.join(', ')}, or types of your own.`
    return { wrong: { pointer: '/type', detail } }
  }
  if (!isRipens(type) && !typesBefore.includes(type)) {
    const ownTypes = typesBefore.filter((one) => !isRipens(one)).length
    if (ownTypes >= ownTypesAtMost) {
      const detail = `This lead has facts of ${ownTypes} types of your own, and more are not counted: take one of those, and tell in "data" what is special.`
      return { wrong: { pointer: '/type', detail } }
    }
  }
  const happened = toInstant(at === undefined ? nowMs : fromInstant(at))
  if (!instant.safeParse(happened).success) {
    return { wrong: { pointer: '/at', detail: 'Give a time between the years 0 and 9999.' } }
  }
  if (fromInstant(happened) > nowMs + aheadMs) {
    return { wrong: { pointer: '/at', detail: 'This time is still to come; report what has happened.' } }
  }
  const said = JSON.stringify(Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1)))
  if (Buffer.byteLength(said) > mostBytes) {
    return { wrong: { pointer: '/data', detail: `Give at most ${mostBytes / 1024} KB of data.` } }
  }
  const name = id ?? derivedId(leadId, type, happened, said)
  return { fact: { leadId, id: name, type, at: happened, data } }
}

function isRipens(type: string): boolean {
  return activityTypes.some((one) => one === type)
}
