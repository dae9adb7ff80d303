import { movedAtMost, moveErrors, standsInWords } from '../../core/content/in-flight.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { Problem } from '../runtime/problem.ts'
import type { CurrentItem, InFlight } from './content-items.ts'
import { standsIn } from './leads-inside.ts'

/**
 * What is to be done with those inside a sequence when its next version goes live; undefined where nobody is inside. Throws {@link Problem} 409 telling how many
 * stand where, when it was not said, and 422 for what can't be done.
 */
export async function judgeInFlight(
  sequence: Sequence,
  current: CurrentItem | undefined,
  asked: { inFlight?: InFlight['choice'] | undefined; steps?: Readonly<Record<string, string>> | undefined },
): Promise<InFlight | undefined> {
  const stands = current ? await standsIn(sequence.id, current.version) : []
  if (stands.length === 0) return undefined
  const choice = asked.inFlight
  const words = standsInWords(stands)
  if (!choice) {
    throw new Problem(409, `${words} Say what becomes of them: "inFlight": "stay", "move" or "exit".`, {
      extra: { inFlight: stands },
    })
  }
  const steps = { ...asked.steps }
  const total = stands.reduce((sum, { leads }) => sum + leads, 0)
  if (choice !== 'stay' && total > movedAtMost) {
    const detail = `${words} More than ${movedAtMost} are not moved or taken out by publishing: only "stay" is offered.`
    throw new Problem(422, detail, { errors: [{ pointer: '/inFlight', detail: 'choose "stay"' }] })
  }
  const errors = choice === 'move' ? moveErrors(sequence, stands, steps) : []
  if (errors.length > 0) throw new Problem(422, `${words} They can't all be moved.`, { errors })
  return { choice, steps }
}
