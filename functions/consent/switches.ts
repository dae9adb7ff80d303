import * as z from 'zod/mini'
import { derivedId } from '../../core/consent/derived-id.ts'
import { instant, slug, toInstant } from '../../core/names.ts'
import { commonHoursKey, sequencePauseKey, switchKey } from '../aws/keys.ts'
import { everyItem, getItem, type Item, ifAbsent, putItem, queryItems } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'

/** "One switch stops all marketing mail (read at most 10 s old)." */
const readAtMostMs = 10_000
const marketingMail = 'marketing-mail'

/** `SWITCH#name / CURRENT`; every setting is kept beside it as `AT#time`, so that who did what and why can be read. */
export const switchItem = z.object({
  name: slug,
  on: z.boolean(),
  reason: z.string(),
  by: z.string(),
  at: instant,
})
export type Switch = z.infer<typeof switchItem>

/** What stops mail by the will of staff. */
export interface Stops {
  /** May marketing mail go at all? On until somebody turns it off. */
  readonly marketingMail: boolean
  /** Sequences that are paused as a whole. */
  readonly paused: ReadonlySet<string>
  /** Sequences that were, and go on: leads may still stand where they were held. */
  readonly resumed: ReadonlySet<string>
  /** When leads click, as stored: it lies beside, so that who sends by it needs no read more. */
  readonly commonHours?: Item | undefined
}

let last: { read: Promise<Stops>; atMs: number; businessMs: number } | undefined

/**
 * The switch and the paused sequences, which lie side by side, by one read: as they were at most 10 s ago, of real and of business time (a fast virtual clock
 * must not make days of them).
 */
export function mailStops(): Promise<Stops> {
  const [atMs, businessMs] = [performance.now(), now()]
  const isFresh = last && atMs - last.atMs < readAtMostMs && Math.abs(businessMs - last.businessMs) < readAtMostMs
  if (last && isFresh) return last.read
  const read = readStops()
  last = { read, atMs, businessMs }
  read.catch(() => {
    last = undefined
  })
  return read
}

/** May marketing mail go at all? As {@link mailStops} has it. */
export async function marketingMailOn(): Promise<boolean> {
  return (await mailStops()).marketingMail
}

/** Makes this function's next reading a fresh one: for whoever has just changed what stops mail. */
export function forgetStops(): void {
  last = undefined
}

async function readStops(): Promise<Stops> {
  const [paused, resumed] = [new Set<string>(), new Set<string>()]
  let on = true
  let commonHours: Item | undefined
  const between = { from: 'CURRENT', to: sequencePauseKey('~').sk }
  for await (const item of everyItem({ pk: switchKey(marketingMail).pk, between })) {
    if (item.sk === 'CURRENT') on = item.on === true
    else if (item.sk === commonHoursKey.sk) commonHours = item
    else (item.paused === false ? resumed : paused).add(String(item.sequence))
  }
  return { marketingMail: on, paused, resumed, commonHours }
}

/** Turns marketing mail on or off, with who and why; this function's own reading is fresh at once. */
export async function setMarketingMail(set: { on: boolean; reason: string; by: string }): Promise<Switch> {
  const one: Switch = { name: marketingMail, ...set, at: toInstant(now()) }
  // The record first: a switch that was turned is never without it.
  await putItem({ ...switchKey(marketingMail), sk: `AT#${one.at}#${derivedId(JSON.stringify(one))}` }, one, ifAbsent)
  await putItem(switchKey(marketingMail), one)
  forgetStops()
  return one
}

/** The switch as it stands now; undefined while nobody ever turned it. */
export async function readMarketingMail(): Promise<Switch | undefined> {
  const item = await getItem(switchKey(marketingMail))
  return item && switchItem.parse(item)
}

/** The switches as they stand, each with its last 20 settings, newest first. */
export async function readSwitches(): Promise<(Switch & { history: Switch[] })[]> {
  const { items } = await queryItems({ pk: switchKey(marketingMail).pk, prefix: 'AT#', newestFirst: true, limit: 20 })
  const untouched: Switch = { name: marketingMail, on: true, reason: 'never turned', by: 'default', at: toInstant(0) }
  const current = (await readMarketingMail()) ?? untouched
  return [{ ...current, history: items.map((one) => switchItem.parse(one)) }]
}
