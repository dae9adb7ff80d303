import type { Found } from '../../core/handoff/finding.ts'
import { type Qualified, qualify } from '../../core/handoff/findings.ts'
import type { Handoff } from '../../core/handoff/handoff.ts'
import { now } from '../runtime/clock.ts'
import { Problem } from '../runtime/problem.ts'
import { answeredAlready } from './answer-once.ts'
import { changeHandoff } from './change-handoff.ts'
import { findHandoff } from './find-handoff.ts'
import { stillToFind } from './still-to-find.ts'

/**
 * Stores what sales found, which makes the lead an SQL; the same once more changes nothing. Throws a {@link Problem} 404, 409 while nobody accepted the lead or once
 * sales has not got it any more, or 422 that names what is still to be found.
 */
export async function qualifyOnce(handoffId: string, by: string, found: Found): Promise<Handoff> {
  await findHandoff(handoffId)
  let said: Qualified = { result: 'same' }
  const handoff = await changeHandoff(handoffId, (read) => {
    said = qualify(read, { by, found }, now())
    return said.result === 'changed' ? { handoff: said.handoff, causes: ['qualified'], facts: [said.fact] } : undefined
  })
  if (!handoff) throw new Problem(404, 'There is no such hand-off.')
  if (said.result === 'same' && Object.keys(found).length === 0)
    throw new Problem(422, 'Say what was found: need, authority, budget or timing.')
  return answered(said, handoff)
}

function answered(said: Qualified, handoff: Handoff): Handoff {
  switch (said.result) {
    case 'missing':
      throw stillToFind(said.missing, '')
    case 'early':
      throw new Problem(409, 'This hand-off is not accepted yet.', { extra: { state: handoff.state } })
    case 'over':
      throw answeredAlready(handoff)
    default:
      return handoff
  }
}
