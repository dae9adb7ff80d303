import { moveErrors, standsInWords } from '../../core/content/in-flight.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { Problem } from '../runtime/problem.ts'
import type { CurrentItem, InFlight } from './content-items.ts'
import { standsIn } from './leads-inside.ts'

/** What somebody who publishes a sequence says of the leads inside. */
export interface AskedInFlight {
  readonly inFlight?: InFlight['choice'] | undefined
  readonly steps?: Readonly<Record<string, string>> | undefined
  readonly again?: boolean | undefined
}

/**
 * What is to be done with those inside a sequence when its next version goes live; undefined where nobody is inside. Throws {@link Problem} 409 telling how many
 * stand where, when it was not said, and 422 for what can't be done.
 */
export async function judgeInFlight(
  sequence: Sequence,
  current: CurrentItem | undefined,
  asked: AskedInFlight,
): Promise<InFlight | undefined> {
  const stands = current ? await standsIn(sequence.id, current.version) : []
  if (stands.length === 0) return undefined
  const choice = asked.inFlight
  const words = standsInWords(stands)
  if (!choice) {
    const detail = `${words} Say what becomes of them: "inFlight": "stay", "move" or "exit"; POST /content/sequences/${sequence.id}/plan tells what each would do.`
    throw new Problem(409, detail, { extra: { inFlight: stands } })
  }
  const steps = { ...asked.steps }
  const errors = choice === 'move' ? moveErrors(sequence, stands, steps) : []
  if (errors.length > 0)
    throw new Problem(422, `${words} They can't all be moved.`, { errors, extra: { inFlight: stands } })
  return { choice, steps, ...(asked.again && { again: true }) }
}
