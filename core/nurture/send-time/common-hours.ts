import * as z from 'zod/mini'
import { instant } from '../../names.ts'
import { hoursOfWeek, ownHours, type WeekHours } from './hour-weights.ts'

/** Fewer leads than this are no crowd whose hours say something of one more. */
export const leadsAtLeast = 20

/** When leads click, all of them together, by hours of the week in the zone of each: summed up from their profiles once a night. */
export const commonHours = z.object({
  hours: z.array(z.number()).check(z.length(hoursOfWeek)),
  /** How many leads those are that clicked at all. */
  leads: z.int(),
  at: z.optional(instant),
})
export type CommonHours = z.infer<typeof commonHours>

/** The sum of nobody's hours. */
export const nobodysHours: CommonHours = { hours: new Array<number>(hoursOfWeek).fill(0), leads: 0 }

/** The sum with one lead more. Each lead is one voice, however much it clicks. */
export function withLeadsHours(
  { hours, leads }: CommonHours,
  clickHours: readonly string[],
  zone: string,
  nowMs: number,
): CommonHours {
  if (clickHours.length === 0) return { hours, leads }
  const own = ownHours(clickHours, zone, nowMs)
  const sum = own.reduce((all, one) => all + one, 0)
  const with_ = hours.map((before, hour) => before + (own[hour] ?? 0) / sum)
  return { hours: with_, leads: leads + 1 }
}

/** As it is stored: with as many digits as matter. */
export function roundedHours({ hours, leads }: CommonHours): CommonHours {
  return { hours: hours.map((one) => Math.round(one * 1_000) / 1_000), leads }
}

/** Each hour's part of the whole; undefined while they are too few to say anything. */
export function partsOf(common: CommonHours | undefined): WeekHours | undefined {
  if (!common || common.leads < leadsAtLeast) return undefined
  const sum = common.hours.reduce((all, one) => all + one, 0)
  return sum > 0 ? common.hours.map((one) => one / sum) : undefined
}
