import { offsetAt } from '../../local-time.ts'
import type { SendWindow } from '../sequence.ts'
import { shareOf } from '../share.ts'
import { nextOpening } from '../window.ts'
import { type CommonHours, partsOf } from './common-hours.ts'
import { ownHours, spokenFor, weekHourAt } from './hour-weights.ts'

const hourMs = 3_600_000

/** "Never later than 24 hours after it would have gone without." */
export const delayedAtMostMs = 24 * hourMs
/** What everybody does counts like so many clicks of the lead's own: with more of its own, its own habit decides. */
export const commonCountsAs = 10
/** What is left of an hour when the window closes is worth going for from this on: a clock may ring a little late. */
const worthMs = 5 * 60_000

/** For whom, and from when on, an hour is asked for. */
export interface SendTimeAsked {
  readonly leadId: string
  /** IANA zone whose clock hangs on the lead's wall. */
  readonly zone: string
  readonly clickHours: readonly string[]
  readonly window: SendWindow | undefined
  /** When the mail would go without: the window is open, and the cap has room. */
  readonly readyMs: number
}

/** `habit`: the lead's own clicks have a say. `common`: it has none, so those of all leads. `none`: there are neither, and nothing is waited for. */
export type SendTimeBy = 'habit' | 'common' | 'none'

export interface SendTime {
  readonly atMs: number
  readonly by: SendTimeBy
}

/**
 * When a mail goes to a lead whose sequence asks for its habit: in the hour, of the 24 from `readyMs` on and within the window, in which clicks say that it reads.
 * Of equal hours the first; in the present hour at once, in a later one somewhere in its first half, always at the same place for the same lead and hour.
 */
export function chooseSendTime(asked: SendTimeAsked, common: CommonHours | undefined): SendTime {
  const { leadId, zone, clickHours, readyMs } = asked
  const parts = partsOf(common)
  const by = clickHours.length > 0 ? 'habit' : parts ? 'common' : 'none'
  if (by === 'none') return { atMs: readyMs, by }
  const own = ownHours(clickHours, zone, readyMs)
  let best: { readonly fromMs: number; readonly toMs: number; readonly weight: number } | undefined
  for (const { fromMs, toMs } of openHours(asked)) {
    const weekHour = weekHourAt(zone, fromMs)
    const weight = spokenFor(own, weekHour) + (parts ? commonCountsAs * spokenFor(parts, weekHour) : 0)
    if (!best || weight > best.weight) best = { fromMs, toMs, weight }
  }
  if (!best || best.fromMs === readyMs) return { atMs: readyMs, by }
  const share = shareOf('send time', leadId, String(best.fromMs))
  return { atMs: best.fromMs + Math.floor((share * (best.toMs - best.fromMs)) / 2), by }
}

/** The hours of the lead's clock within the bound, each as far as the window is open in it; the present one begins now. */
function* openHours({ window, zone, readyMs }: SendTimeAsked): Generator<{ fromMs: number; toMs: number }> {
  const endMs = readyMs + delayedAtMostMs
  let opening = { openMs: readyMs, closeMs: Number.POSITIVE_INFINITY }
  for (let ms = readyMs; ms < endMs; ms = nextHour(zone, ms)) {
    if (window && (ms === readyMs || opening.closeMs <= ms)) opening = nextOpening(window, zone, ms)
    const fromMs = Math.max(ms, opening.openMs)
    const toMs = Math.min(nextHour(zone, ms), opening.closeMs, endMs)
    if (fromMs === readyMs || toMs - fromMs >= worthMs) yield { fromMs, toMs }
  }
}

/** When the clock of a zone next shows a full hour: half an hour past it by UTC, where the zone is half an hour off. */
function nextHour(zone: string, ms: number): number {
  const local = ms + offsetAt(zone, ms)
  return ms + hourMs - (((local % hourMs) + hourMs) % hourMs)
}
