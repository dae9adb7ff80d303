import type { Disputed } from '../../core/handoff/dispute.ts'
import type { Handoff } from '../../core/handoff/handoff.ts'
import { Problem } from '../runtime/problem.ts'
import { changeHandoff } from './change-handoff.ts'
import { findHandoff, shown } from './find-handoff.ts'

const whyNot = {
  same: 'This was said already.',
  'not-rejected': 'Only a rejected hand-off can be disputed.',
  'not-disputed': 'Nobody disputes this hand-off.',
} as const

/** Stores what is said about a rejection, each thing once; throws a {@link Problem} 404, or 409 with what was said first. */
export async function disputeOnce(
  handoffId: string,
  cause: 'disputed' | 'reviewed',
  decide: (handoff: Handoff) => Disputed,
): Promise<Handoff> {
  await findHandoff(handoffId)
  let said: Disputed['result'] = 'same'
  const handoff = await changeHandoff(handoffId, (read) => {
    const decided = decide(read)
    said = decided.result
    return decided.result === 'changed' ? { handoff: decided.handoff, causes: [cause] } : undefined
  })
  if (!handoff) throw new Problem(404, 'There is no such hand-off.')
  const result = said as Disputed['result']
  if (result === 'changed') return handoff
  const { state, answer, dispute } = shown(handoff)
  throw new Problem(409, whyNot[result], { extra: { state, answer, dispute } })
}
