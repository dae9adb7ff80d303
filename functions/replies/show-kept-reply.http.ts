import { shownKeptReply } from '../../core/replies/kept-reply.ts'
import { replyRoutes } from '../../core/replies/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { mailOf } from './kept-mail.ts'
import { knownKeptReply } from './kept-replies.ts'
import { said } from './made-reply.ts'

/** `GET /replies/{keptReplyId}`: with what stands in it, as far as it is there and can be read. */
export const handler = onRequest(replyRoutes.showKeptReply, async ({ params: { keptReplyId } }) => {
  const kept = await knownKeptReply(keptReplyId)
  const mail = await mailOf(kept)
  const shown = shownKeptReply(kept)
  if (mail === undefined) return { ...shown, gone: true }
  if (typeof mail === 'string') return { ...shown, unreadable: mail }
  const { from, subject, isCut } = mail
  const { what, text, attachments } = said(mail, '')
  return { ...shown, from, subject, what, text, attachments, ...(isCut && { isCut }) }
})
