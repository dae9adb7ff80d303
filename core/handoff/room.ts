/** One of those who sell in a team and are there today. */
export interface Seller {
  /** Hand-offs at once; undefined is what routing takes it for. */
  readonly capacity?: number | undefined
  /** New hand-offs in a week. */
  readonly perWeek?: number | undefined
  /** Hand-offs that are with them now. */
  readonly load: number
  /** New ones that they got in this week. */
  readonly given: number
}

/** As routing by capacity has it, where nothing is said. */
export const capacityUnsaid = 20
/** New leads that one person can answer in time, beside what comes by itself: so many are dealt out at one moment. */
export const atOnceEach = 2

/** How many leads a team can take at this moment beside those that come by themselves, without anybody being flooded. */
export function roomOf(sellers: readonly Seller[]): number {
  return sellers.reduce((sum, { capacity = capacityUnsaid, perWeek = Number.POSITIVE_INFINITY, load, given }) => {
    const free = Math.min(atOnceEach, capacity - load, perWeek - given)
    return sum + Math.max(0, free)
  }, 0)
}
