import type { Mailbox } from './mailbox.ts'

/** "Five soft bounces in a row without a delivery" mean that nobody reads there. */
export const softBouncesAtMost = 5

export type Suppression = NonNullable<Mailbox['suppression']>

/** Why no mail goes to this lead: its own suppression, or one that binds it of a lead that is merged into it. */
export function suppressionOf({ suppression, merged }: Mailbox): Suppression | undefined {
  return suppression ?? merged?.find((one) => one.suppression)?.suppression
}

/** Why nobody speaks to this lead at all, on whatever channel and basis; undefined where consent decides. */
export function reasonForSilence(mailbox: Mailbox): string | undefined {
  if (mailbox.mergedInto) return 'merged into another lead'
  const suppression = suppressionOf(mailbox)
  return suppression && `suppressed: ${suppression.reason}`
}

/** What the mailbox becomes when the lead must get no more mail; undefined when it is suppressed already. The first reason stays. */
export function suppress(mailbox: Mailbox, suppression: Suppression): Partial<Mailbox> | undefined {
  return mailbox.suppression ? undefined : { suppression, rev: mailbox.rev + 1 }
}

/**
 * What the mailbox becomes by a soft bounce of this mail; undefined when it was counted already, or a mail was delivered since. Reports come in any order:
 * what is in a row is told by the times of what happened, of which the last delivery that is known is given.
 */
export function countSoftBounce(
  mailbox: Mailbox,
  sendId: string,
  at: string,
  deliveredAt = '',
): Partial<Mailbox> | undefined {
  if (at <= deliveredAt || mailbox.softBounced.some((one) => one.sendId === sendId)) return undefined
  const row = [...mailbox.softBounced, { sendId, at }].filter((one) => one.at > deliveredAt)
  const softBounced = row.sort((a, b) => (a.at < b.at ? -1 : 1)).slice(-softBouncesAtMost)
  const change = { softBounced, softBounces: softBounced.length, rev: mailbox.rev + 1 }
  const last = softBounced.at(-1)
  if (!last || softBounced.length < softBouncesAtMost || mailbox.suppression) return change
  return { ...change, suppression: { reason: 'soft-bounces', at: last.at, detail: `${softBouncesAtMost} in a row` } }
}

/** What the mailbox becomes by a delivery: it ends the row of soft bounces before it. A suppression stands: it was decided by what was known. */
export function countDelivery(mailbox: Mailbox, at: string): Partial<Mailbox> | undefined {
  const softBounced = mailbox.softBounced.filter((one) => one.at > at)
  if (softBounced.length === mailbox.softBounced.length) return undefined
  return { softBounced, softBounces: softBounced.length, rev: mailbox.rev + 1 }
}
