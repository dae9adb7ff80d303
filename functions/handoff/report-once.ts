import { durationMs } from '../../core/duration.ts'
import { judgeOutcome, type Reporting } from '../../core/handoff/answer.ts'
import type { FindingName } from '../../core/handoff/finding.ts'
import type { Handoff } from '../../core/handoff/handoff.ts'
import { opportunityStages } from '../../core/leads/funnel.ts'
import { toInstant } from '../../core/names.ts'
import { now } from '../runtime/clock.ts'
import { notValid, Problem } from '../runtime/problem.ts'
import { answeredAlready } from './answer-once.ts'
import { changeHandoff } from './change-handoff.ts'
import { findHandoff } from './find-handoff.ts'
import { liveFunnel } from './live-funnel.ts'
import { policyOf, reasonBy } from './policy-of.ts'
import { stillToFind } from './still-to-find.ts'

/**
 * Stores what became of an accepted lead; throws a {@link Problem} 404, 409 while nobody accepted it or with what was said first (this is kept as late), or 422 for
 * a reason that the policy does not list, a stage that the funnel does not know, and for an opportunity or a win without what the funnel asked sales to find. A lost lead is nurtured again after the time that the policy sets.
 */
export async function reportOnce(handoffId: string, given: Reporting): Promise<Handoff> {
  const { handoff: found } = await findHandoff(handoffId)
  if (given.stage !== undefined) await refuseUnknownStage(given.stage)
  const reporting: Reporting = {
    ...given,
    ...(given.result === 'lost' && { ...(await reasonBy(found, 'lost', given)), until: await nurturedAgain(found) }),
  }
  let missing: readonly FindingName[] = []
  let said = 'late' as ReturnType<typeof judgeOutcome>['result']
  const handoff = await changeHandoff(handoffId, (read) => {
    const reported = judgeOutcome(read, reporting, now())
    said = reported.result
    if (reported.result === 'first') {
      return { handoff: reported.handoff, causes: [given.result], facts: reported.facts }
    }
    if (reported.result === 'missing') missing = reported.missing
    return reported.result === 'late' && reported.handoff ? { handoff: reported.handoff } : undefined
  })
  if (!handoff) throw new Problem(404, 'There is no such hand-off.')
  if (said === 'early')
    throw new Problem(409, 'This hand-off is not accepted yet.', { extra: { state: handoff.state } })
  if (said === 'missing') throw stillToFind(missing, '/findings')
  if (said !== 'first') throw answeredAlready(handoff)
  return handoff
}

/** How far an opportunity is has the words of the funnel, where it has some. */
async function refuseUnknownStage(stage: string): Promise<void> {
  const known = opportunityStages((await liveFunnel())?.value, 'en').map(({ id }) => id)
  if (known.length === 0 || known.includes(stage)) return
  const detail = `give one of: ${known.join(', ')}`
  throw notValid([{ pointer: '/stage', detail }])
}

async function nurturedAgain(handoff: Handoff): Promise<string | undefined> {
  const after = (await policyOf(handoff))?.answers?.['nurture-lost-after']
  return after === undefined ? undefined : toInstant(now() + durationMs(after))
}
