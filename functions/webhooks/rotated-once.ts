import { durationMs } from '../../core/duration.ts'
import { toInstant } from '../../core/names.ts'
import { rotated } from '../../core/webhooks/signing-secret.ts'
import { now } from '../runtime/clock.ts'
import { notValid, Problem } from '../runtime/problem.ts'

/** Long enough for any release of the other side. */
const longestOverlapMs = 7 * 86_400_000

/**
 * Gives its owner another secret (`newSecret` makes it) and lets the others count for so long; throws a {@link Problem} 409 or 422. Answers the new one, and until
 * when the others count.
 */
export async function rotatedOnce<
  Secret extends { readonly madeAt: string; readonly until?: string | undefined },
  Owner extends { readonly secrets: readonly Secret[] },
>(
  owner: Owner,
  overlap: string,
  newSecret: (madeAt: string) => Promise<Secret> | Secret,
  write: (changed: Owner, before: Owner) => Promise<boolean>,
): Promise<{ made: Secret; until: string }> {
  if (durationMs(overlap) > longestOverlapMs)
    throw notValid([{ pointer: '/overlap', detail: 'give seven days at most' }])
  const nowMs = now()
  const until = toInstant(nowMs + durationMs(overlap))
  const made = await newSecret(toInstant(nowMs))
  const secrets = rotated(owner.secrets, made, until)
  if (!secrets) throw new Problem(409, 'Three secrets count already: wait for the end of an overlap, or give "0s".')
  if (!(await write({ ...owner, secrets }, owner)))
    throw new Problem(409, 'It was changed by somebody else at the same time. Try again.')
  return { made, until }
}
