import { createHash } from 'node:crypto'
import { base32 } from '../../core/base32.ts'
import { readToken, signToken, type TokenClaims } from '../../core/consent/tokens.ts'
import type { Broadcast } from '../../core/nurture/broadcast.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { now } from '../runtime/clock.ts'
import { notValid, Problem } from '../runtime/problem.ts'

/** What somebody is asked to say yes to. */
type AskedList = Pick<Broadcast, 'sequence' | 'version' | 'audience' | 'count'>

/** A token that stands for having seen this sequence, list and count. */
export async function confirmationOf(list: AskedList): Promise<string> {
  return signToken('broadcast', claimsOf(list), await tokenKeys(), now())
}

/** Throws a {@link Problem}: 422 when the token is none of ours, 409 when what it stands for is no longer so (with the count as it is now). */
export async function confirms(confirm: string, list: AskedList): Promise<void> {
  const read = readToken(confirm, 'broadcast', await tokenKeys(), now())
  if (read.state === 'bad') {
    const detail = 'Give "confirm" as the first call answered it.'
    throw notValid([{ pointer: '/confirm', detail }])
  }
  const extra = { count: list.count, confirm: await confirmationOf(list) }
  if (read.state === 'expired')
    throw new Problem(409, 'The confirmation is older than an hour. Confirm the new one.', { extra })
  const { count, ...asked } = read.claims
  const { count: countNow, ...askedNow } = claimsOf(list)
  if (JSON.stringify(asked) !== JSON.stringify(askedNow)) {
    throw new Problem(409, 'The confirmation is of another list or version of the sequence. Confirm the new one.', {
      extra,
    })
  }
  if (count !== countNow) {
    throw new Problem(409, `The list held ${count} leads and holds ${countNow} now. Confirm the new count.`, { extra })
  }
}

/** One confirmation makes one broadcast, however often it is posted. */
export function broadcastIdOf(confirm: string): string {
  return base32(createHash('sha256').update(confirm).digest().subarray(0, 20))
}

function claimsOf({ sequence, version, audience, count }: AskedList): TokenClaims {
  const { stage = '', status = '', triggered } = audience
  return { sequence, version, stage, status, ...(triggered && { triggered: 'yes' }), count }
}
