import { dim } from './output.ts'
import { momentInWords } from './when.ts'

/** The zone of the clocks of whoever types, or that of `TZ`. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** A moment by the clocks of whoever reads it: `Tue 24 Nov 2026 09:38`. What shows one says with {@link whoseTimes} whose clocks they are. */
export function moment(at: string): string {
  return momentInWords(at, ownZone())
}

/** Whose clocks the times above are of. */
export function whoseTimes(zone = ownZone()): string {
  return dim(`Times in ${zone}.`)
}
