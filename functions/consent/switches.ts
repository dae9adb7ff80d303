import * as z from 'zod'
import { derivedId } from '../../core/consent/derived-id.ts'
import { instant, slug, toInstant } from '../../core/names.ts'
import { switchKey } from '../aws/keys.ts'
import { getItem, ifAbsent, putItem, queryItems } from '../aws/table.ts'
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

let last: { read: Promise<boolean>; atMs: number; businessMs: number } | undefined

/**
 * May marketing mail go at all? As it was at most 10 s ago, of real and of business time (a fast virtual clock must not make days of them); on until
 * somebody turns it off.
 */
export function marketingMailOn(): Promise<boolean> {
  const [atMs, businessMs] = [performance.now(), now()]
  const isFresh = last && atMs - last.atMs < readAtMostMs && Math.abs(businessMs - last.businessMs) < readAtMostMs
  if (last && isFresh) return last.read
  const read = getItem(switchKey(marketingMail)).then((item) => item === undefined || item.on === true)
  last = { read, atMs, businessMs }
  read.catch(() => {
    last = undefined
  })
  return read
}

/** Turns marketing mail on or off, with who and why; this function's own reading is fresh at once. */
export async function setMarketingMail(set: { on: boolean; reason: string; by: string }): Promise<Switch> {
  const one: Switch = { name: marketingMail, ...set, at: toInstant(now()) }
  // The record first: a switch that was turned is never without it.
  await putItem({ ...switchKey(marketingMail), sk: `AT#${one.at}#${derivedId(JSON.stringify(one))}` }, one, ifAbsent)
  await putItem(switchKey(marketingMail), one)
  last = undefined
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
