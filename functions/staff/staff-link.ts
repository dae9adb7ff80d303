import type * as z from 'zod/mini'
import { readToken, type TokenPurpose } from '../../core/consent/tokens.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { now } from '../runtime/clock.ts'
import { Problem } from '../runtime/problem.ts'
import { readUser } from './directory.ts'

export const nothingHere = () => new Problem(404, 'There is nothing at this address.')

/**
 * What a link in a mail to one of the staff names, and that person; throws a {@link Problem} 410 with `tooOld` for an old link, and 404 for one that is not ours or of
 * somebody who left the company.
 */
export async function readStaffLink<Claims extends { readonly userId: string }>(
  token: string,
  purpose: TokenPurpose,
  claims: z.ZodMiniType<Claims>,
  tooOld: string,
) {
  const read = readToken(token, purpose, await tokenKeys(), now())
  if (read.state === 'expired') throw new Problem(410, tooOld)
  const named = read.state === 'good' ? claims.safeParse(read.claims) : undefined
  if (!named?.success) throw nothingHere()
  const reader = await readUser(named.data.userId)
  if (!reader?.active) throw nothingHere()
  return { named: named.data, reader }
}
