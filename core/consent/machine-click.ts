import { fromInstant } from '../names.ts'

/** Nobody reads so fast: what is clicked within this after the mail arrived was clicked by a scanner. */
const readAfterMs = 10_000
/** Nobody follows two links so fast. */
const betweenLinksMs = 2_000

export interface Click {
  readonly at: string
  readonly link: string
}

/** Was this click made by a machine that looks through incoming mail? `arrivedAt` is the delivery, or the sending while no delivery is known. */
export function isMachineClick(click: Click, arrivedAt: string, before?: Click): boolean {
  const at = fromInstant(click.at)
  if (at - fromInstant(arrivedAt) <= readAfterMs) return true
  return before !== undefined && before.link !== click.link && Math.abs(at - fromInstant(before.at)) <= betweenLinksMs
}
