import { inLocale } from '../../core/content/words.ts'
import { listedReasons, type ReasonedAnswer } from '../../core/handoff/given-reason.ts'
import type { Handoff } from '../../core/handoff/handoff.ts'
import { opportunityStages } from '../../core/leads/funnel.ts'
import type { User } from '../../core/staff/user.ts'
import { env } from '../aws/env.ts'
import type { AnswerChoices, Choice } from './answer-forms.ts'
import { liveFunnel } from './live-funnel.ts'
import { policyOf } from './policy-of.ts'

/** What this reader chooses from: the reasons of the hand-off's policy, the sub-categories of the funnel's opportunities, the clock. */
export async function answerChoices(handoff: Handoff, { locale, zone }: User): Promise<AnswerChoices> {
  const [policy, stages] = await Promise.all([policyOf(handoff), liveFunnel()])
  const reasons = (answer: ReasonedAnswer): Choice[] =>
    listedReasons(policy?.answers, answer).map(({ id, says }) => ({ id, says: inLocale(says, locale) }))
  return {
    reject: reasons('reject'),
    recycle: reasons('recycle'),
    lost: reasons('lost'),
    stages: opportunityStages(stages?.value, locale),
    zone: zone ?? env('DEFAULT_ZONE'),
  }
}
