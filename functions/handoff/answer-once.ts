import { type Answering, answerHandoff, problemOfParking } from '../../core/handoff/answer.ts'
import { isFormerOwner } from '../../core/handoff/former-owner.ts'
import type { Handoff } from '../../core/handoff/handoff.ts'
import { fromInstant, toInstant } from '../../core/names.ts'
import { now } from '../runtime/clock.ts'
import { notValid, Problem } from '../runtime/problem.ts'
import { readUser } from '../staff/directory.ts'
import { changeHandoff } from './change-handoff.ts'
import { findHandoff, shown } from './find-handoff.ts'
import { askedFindings } from './live-funnel.ts'
import { reasonBy } from './policy-of.ts'

const asked = { rejected: 'reject', recycled: 'recycle' } as const

/**
 * Gives the one answer to a hand-off; throws a {@link Problem} 404, 409 with the first answer (this one is kept as late) or with who has the lead by now, or 422 for a
 * date that will not do.
 * Whoever accepts has the lead, if it is one of the staff.
 */
export async function answerOnce(handoffId: string, given: Omit<Answering, 'takes' | 'asks'>): Promise<Handoff> {
  const { handoff: found } = await findHandoff(handoffId)
  const answering: Answering = {
    ...given,
    ...(given.kind !== 'accepted' && (await reasonBy(found, asked[given.kind], given))),
    parkUntil: given.parkUntil && readDate(given.parkUntil),
    ...(given.kind === 'accepted' && {
      takes: (await readUser(given.by))?.active === true,
      // Whatever it was when it was read: one that is passed on meanwhile is open again.
      asks: await askedFindings(),
    }),
  }
  let isFirst = false
  let isFormers = false
  const handoff = await changeHandoff(handoffId, (read) => {
    isFormers = read.state === 'open' && isFormerOwner(read, given.by)
    // Who lost the lead takes it back from nobody.
    if (isFormers) return undefined
    const answered = answerHandoff(read, answering, now())
    isFirst = answered.result === 'first'
    if (answered.result === 'first') {
      return { handoff: answered.handoff, causes: [given.kind], facts: [answered.fact] }
    }
    return answered.handoff && { handoff: answered.handoff }
  })
  if (!handoff) throw new Problem(404, 'There is no such hand-off.')
  if (isFormers)
    throw new Problem(409, `This lead went on to ${handoff.owner}, who answers it.`, {
      extra: { owner: handoff.owner },
    })
  if (!isFirst) throw answeredAlready(handoff)
  return handoff
}

/** "A second answer 409 with the first." */
export function answeredAlready(handoff: Handoff): Problem {
  const { state, answer, outcome } = shown(handoff)
  return new Problem(409, 'This hand-off was answered already.', { extra: { state, answer, outcome } })
}

/** A date as an instant in UTC. */
function readDate(text: string): string {
  const at = toInstant(fromInstant(text))
  const problem = problemOfParking(at, now())
  if (problem) {
    throw notValid([{ pointer: '/parkUntil', detail: problem }])
  }
  return at
}
