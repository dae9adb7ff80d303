import * as z from 'zod/mini'
import { stage, stages } from '../../core/leads/lead.ts'
import { instant } from '../../core/names.ts'
import { funnelCountKey } from '../aws/keys.ts'
import { getItem, ifAbsent, ifRev, putItem } from '../aws/table.ts'
import { layoutOfCells } from './funnel-cells.ts'

/** `FUNNEL / COUNT`: how far the funnel is counted. */
export const countState = z.object({
  rev: z.int(),
  /** Raised by each counting anew, which has cells of its own. */
  generation: z.int(),
  /** By whose clock days and months begin. */
  zone: z.string(),
  /** How its cells lie; another layout is counted anew. */
  layout: z.optional(z.int()),
  /** The last batch; its numbers only grow. */
  batch: z.int(),
  /** A batch that was decided and may not be in all cells yet. */
  open: z.optional(z.instanceof(Uint8Array)),
  /** While all leads are gone through: where it is, and when it was through. */
  pass: z.optional(
    z.object({ stage: z.optional(stage), cursor: z.optional(z.string()), throughAt: z.optional(instant) }),
  ),
  /** What is shown until this generation is through. */
  shown: z.optional(z.int()),
  /** When nothing was left to count, last. */
  countedAt: z.optional(instant),
})
export type CountState = z.infer<typeof countState>

export async function readCountState(): Promise<CountState | undefined> {
  const item = await getItem(funnelCountKey)
  return item && countState.parse(item)
}

/** The next state, on condition that nobody wrote since; undefined when somebody did. */
export async function moveState(
  before: CountState | undefined,
  to: Omit<CountState, 'rev'>,
): Promise<CountState | undefined> {
  const next = { ...to, rev: (before?.rev ?? 0) + 1 }
  return (await putItem(funnelCountKey, next, before ? ifRev(before.rev) : ifAbsent)) ? next : undefined
}

/** Everything is counted anew: the leads there are, one after the other, into cells that nobody sees until it is through. */
export function countingAnew(before: CountState | undefined, zone: string): Omit<CountState, 'rev'> {
  const generation = (before?.generation ?? 0) + 1
  // What was shown so far is shown on; a counting that was begun meanwhile was never whole.
  const shown = before && (before.pass ? before.shown : before.generation)
  return {
    generation,
    zone,
    layout: layoutOfCells,
    batch: before?.batch ?? 0,
    // An open batch is of the generation before it; its leads are still marked, and counted here from nothing.
    pass: { stage: stages[0] },
    ...(shown !== undefined && { shown }),
    ...(before?.countedAt && { countedAt: before.countedAt }),
  }
}

/** The generation whose cells are shown; while the first is counted, that. */
export function shownGeneration(state: CountState | undefined): number {
  return state?.shown ?? state?.generation ?? 1
}

/** Until when it is counted, and whether all of it is being counted anew. */
export function countedUntil(state: CountState | undefined): { countedAt?: string; countingAnew?: true } {
  return {
    ...(state?.countedAt && { countedAt: state.countedAt }),
    ...((state === undefined || state.pass) && { countingAnew: true }),
  }
}
