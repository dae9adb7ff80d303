import { slaPoliciesKind } from '../../core/content/schemas.ts'
import { givenReason, type ReasonedAnswer } from '../../core/handoff/given-reason.ts'
import type { Handoff } from '../../core/handoff/handoff.ts'
import type { SlaPolicy } from '../../core/handoff/policy.ts'
import { contentVersion } from '../content/published.ts'
import { notValid } from '../runtime/problem.ts'

/** The policy that a hand-off is kept by; undefined where it is not there any more. */
export async function policyOf({ policy, policyVersion }: Handoff): Promise<SlaPolicy | undefined> {
  return (await contentVersion(slaPoliciesKind, policy, policyVersion))?.value
}

/** What sales gives as its reason, as the policy of the hand-off keeps it; throws a {@link Problem} 422 that names the reasons there are. */
export async function reasonBy(
  handoff: Handoff,
  answer: ReasonedAnswer,
  given: { readonly reason?: string | undefined; readonly note?: string | undefined },
): Promise<{ reason?: string | undefined; note?: string | undefined }> {
  if (given.reason === undefined) return { note: given.note }
  const read = givenReason((await policyOf(handoff))?.answers, answer, given.reason, given.note)
  if (!('problem' in read)) return read
  throw notValid([{ pointer: '/reason', detail: read.problem }])
}
