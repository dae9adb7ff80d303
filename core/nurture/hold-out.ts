import type { Sequence } from './sequence.ts'
import { shareOf } from './share.ts'

/** `nurtured` gets the sequence, `held-out` is kept out of it by chance, once and for all. */
export type Arm = 'nurtured' | 'held-out'

/** Into which arm of a sequence's hold-out a lead falls: always the same one, and the share held out over many leads. Undefined where the sequence holds nobody out. */
export function armOf({ id, 'hold-out': holdOut }: Pick<Sequence, 'id' | 'hold-out'>, leadId: string): Arm | undefined {
  if (!holdOut) return undefined
  return shareOf('hold-out', leadId, id) * 100 < Number.parseFloat(holdOut.share) ? 'held-out' : 'nurtured'
}
