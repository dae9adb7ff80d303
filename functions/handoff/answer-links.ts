import * as z from 'zod/mini'
import { signToken } from '../../core/consent/tokens.ts'
import { handoffId, slug } from '../../core/names.ts'
import { env } from '../aws/env.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { now } from '../runtime/clock.ts'

export const answerClaims = z.object({ handoffId, userId: slug })
export type AnswerClaims = z.infer<typeof answerClaims>

/** Link in a mail to one of the staff: to see this hand-off and answer it as that person. Good for 14 days. */
export async function answerUrl({ handoffId, userId }: AnswerClaims): Promise<string> {
  return `${env('API_URL')}/answer/${signToken('answer', { handoffId, userId }, await tokenKeys(), now())}`
}
