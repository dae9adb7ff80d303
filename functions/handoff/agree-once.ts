import type { Handoff } from '../../core/handoff/handoff.ts'
import { agreeOnMeeting, problemOfMeeting } from '../../core/handoff/meeting.ts'
import { fromInstant, toInstant } from '../../core/names.ts'
import { now } from '../runtime/clock.ts'
import { notValid, Problem } from '../runtime/problem.ts'
import { readUser } from '../staff/directory.ts'
import { answeredAlready } from './answer-once.ts'
import { changeHandoff } from './change-handoff.ts'
import { findHandoff } from './find-handoff.ts'
import { askedFindings } from './live-funnel.ts'

/** Stores a meeting with a lead, which accepts it where nobody answered yet; throws a {@link Problem} 404, 409 when sales has not got it any more, or 422. */
export async function agreeOnce(handoffId: string, by: string, time: string): Promise<Handoff> {
  const on = toInstant(fromInstant(time))
  const problem = problemOfMeeting(on, now())
  if (problem) {
    throw notValid([{ pointer: '/on', detail: problem }])
  }
  await findHandoff(handoffId)
  const takes = (await readUser(by))?.active === true
  const asks = await askedFindings()
  let isStored = false
  const handoff = await changeHandoff(handoffId, (read) => {
    const agreed = agreeOnMeeting(read, { by, on, takes, asks }, now())
    isStored = agreed !== undefined
    if (!agreed || agreed.facts.length === 0) return undefined
    return {
      handoff: agreed.handoff,
      causes: [...(agreed.handoff.state === read.state ? [] : ['accepted']), 'meeting'],
      facts: agreed.facts,
    }
  })
  if (!handoff) throw new Problem(404, 'There is no such hand-off.')
  if (!isStored) throw answeredAlready(handoff)
  return handoff
}
