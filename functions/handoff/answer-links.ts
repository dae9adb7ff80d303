import * as z from 'zod/mini'
import { readToken, signToken } from '../../core/consent/tokens.ts'
import { handoffId, slug } from '../../core/names.ts'
import { env } from '../aws/env.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { now } from '../runtime/clock.ts'
import { Problem } from '../runtime/problem.ts'

const claims = z.object({ handoffId, userId: slug })
export type AnswerClaims = z.infer<typeof claims>

/** Link in a mail to one of the staff: to see this hand-off and answer it as that person. Good for 14 days. */
export async function answerUrl({ handoffId, userId }: AnswerClaims): Promise<string> {
  return `${env('API_URL')}/answer/${signToken('answer', { handoffId, userId }, await tokenKeys(), now())}`
}

/** Who answers what, by the link; throws a {@link Problem} 404 for a link that is not ours and 410 for an old one. */
export async function readAnswerLink(token: string): Promise<AnswerClaims> {
  const read = readToken(token, 'answer', await tokenKeys(), now())
  if (read.state === 'expired') throw new Problem(410, 'This link is more than 14 days old. Please use the inbox.')
  const parsed = read.state === 'good' ? claims.safeParse(read.claims) : undefined
  if (!parsed?.success) throw new Problem(404, 'There is nothing at this address.')
  return parsed.data
}
