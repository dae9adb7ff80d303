import { toInstant } from '../../core/names.ts'
import { shownKeptReply } from '../../core/replies/kept-reply.ts'
import { replyRoutes } from '../../core/replies/routes.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { onRequest } from '../runtime/on-request.ts'
import { changeKept, knownKeptReply, settledAlready } from './kept-replies.ts'

/** `POST /replies/{keptReplyId}/dismiss`: the raw mail stays until its days are over. */
export const handler = onRequest(replyRoutes.dismissKeptReply, async ({ params: { keptReplyId }, body, caller }) => {
  const kept = await knownKeptReply(keptReplyId)
  if (kept.became === 'dismissed') return shownKeptReply(kept)
  const settled = { state: 'settled', became: 'dismissed', by: caller.name, settledAt: toInstant(now()) } as const
  const stored = await changeKept(kept, { ...settled, ...(body.reason !== undefined && { reason: body.reason }) })
  if (!stored) throw settledAlready(await knownKeptReply(keptReplyId))
  log.info('a mail that came in was dismissed', { keptReplyId, by: caller.name })
  return shownKeptReply(stored)
})
