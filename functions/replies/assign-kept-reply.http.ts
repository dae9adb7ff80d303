import { derivedId } from '../../core/consent/derived-id.ts'
import { toInstant } from '../../core/names.ts'
import { type KeptReply, shownKeptReply } from '../../core/replies/kept-reply.ts'
import type { ReceivedMail } from '../../core/replies/received-mail.ts'
import { replyRoutes } from '../../core/replies/routes.ts'
import { whyKept } from '../../core/replies/scan-verdict.ts'
import { knownLead } from '../leads/known-lead.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { mailOf } from './kept-mail.ts'
import { changeKept, knownKeptReply, settledAlready } from './kept-replies.ts'
import { said } from './made-reply.ts'
import { keepReply, replyMadeOf } from './reply-items.ts'

/**
 * `POST /replies/{keptReplyId}/assign`: from here on it is as if it had come to the address of that lead's mail. Whose it is is written first, so that no other lead
 * has it too; who is broken off calls again and has the rest done.
 */
export const handler = onRequest(replyRoutes.assignKeptReply, async ({ params: { keptReplyId }, body, caller }) => {
  const kept = await knownKeptReply(keptReplyId)
  const lead = await knownLead(body.leadId)
  const { leadId, email } = lead.profile
  if (kept.state === 'settled' && kept.assignedTo === leadId) return shownKeptReply(kept)
  const mail = await assignable(kept)
  const read = said(mail, email)
  if (read.what === 'own') throw new Problem(409, 'This is a reply that Ripen forwarded itself: it was taken before.')
  const taken = await changeKept(kept, { assignedTo: leadId, by: caller.name }, leadId)
  if (!taken) throw settledAlready(await knownKeptReply(keptReplyId))
  const { at, object } = kept
  const made = { leadId, id: derivedId('reply', leadId, keptReplyId), at, object, ...read }
  const reply = (await replyMadeOf(object, leadId)) ?? (await keepReply(made))
  // Read by those alone that have a mail to assign.
  const { takeReply } = await import('./take-reply.ts')
  const why = await takeReply(reply, mail, lead)
  const settled = {
    state: 'settled',
    became: 'reply',
    settledAt: toInstant(now()),
    ...(why && { reason: why }),
  } as const
  const stored = (await changeKept(taken, settled, leadId)) ?? (await knownKeptReply(keptReplyId))
  log.info('a mail that came in was said to be a reply', { keptReplyId, leadId, what: reply.what, by: caller.name })
  return shownKeptReply(stored)
})

/** The mail, where somebody may still say whose reply it is; throws a 409 {@link Problem} where not. */
async function assignable(kept: KeptReply): Promise<ReceivedMail> {
  const mail = await mailOf(kept)
  if (mail === undefined) throw new Problem(409, 'This mail is not there any more.')
  if (typeof mail === 'string') throw new Problem(409, `This mail can be no reply: ${mail}.`)
  if (mail.verdict === 'virus') throw new Problem(409, `This mail can be no reply: ${whyKept.virus}. Dismiss it.`)
  if (kept.leadId && !mail.verdict)
    throw new Problem(
      409,
      'It is known whose reply this is, and it stands in that one’s timeline: answer it, then dismiss it.',
    )
  return mail
}
