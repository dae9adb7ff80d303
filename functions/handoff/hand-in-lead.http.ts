import { LeadHandedIn } from '../../core/events.ts'
import { type HandedIn, handIn } from '../../core/handoff/hand-in.ts'
import { sells } from '../../core/handoff/presence.ts'
import { handoffRoutes } from '../../core/handoff/routes.ts'
import { toInstant } from '../../core/names.ts'
import { announcement } from '../aws/announce.ts'
import { changeLead } from '../leads/change-lead.ts'
import { knownLead } from '../leads/known-lead.ts'
import { now } from '../runtime/clock.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { notValid, Problem } from '../runtime/problem.ts'
import { readUser } from '../staff/directory.ts'
import { callerId } from './find-handoff.ts'

/** `POST /handoffs`: somebody of sales hands a lead in. Taken when it is written; the hand-off follows, as of every qualification. */
export const handler = onRequest(handoffRoutes.handInLead, async ({ body: { leadId: named, ...said }, caller }) => {
  const read = await knownLead(named)
  const { leadId } = read.profile
  const handedIn = { ...said, by: callerId(caller) }
  if (said.for === 'me') await refuseWhoSellsNothing(handedIn.by)
  let decided: HandedIn | undefined
  const at = toInstant(now())
  const cause = { type: 'handed-in', id: `handed-in-${at}`, at }
  await changeLead(
    leadId,
    cause,
    (lead) => {
      // Erased since it was read: nothing more may be written of this person.
      if (lead.mailbox.erasedAt) throw new Problem(404, 'There is no such lead.')
      decided = handIn(lead, handedIn, now())
      if (decided.result !== 'new') return {}
      const { qualification } = decided
      const told = announcement(LeadHandedIn, { leadId, k: qualification.k, by: handedIn.by, at: qualification.at })
      return { set: { qualification }, announce: [told] }
    },
    { read },
  )
  if (!decided || decided.result === 'taken') throw taken(decided?.handoff)
  return answer(202, { handoffId: `${leadId}.${decided.qualification.k}` })
})

/** Who is not among those that get leads would wait in vain for this one. */
async function refuseWhoSellsNothing(userId: string): Promise<void> {
  const user = await readUser(userId)
  if (user && sells(user)) return
  const detail = 'You get no leads, being nobody of sales who is active: say "team", and whoever is next gets it.'
  throw notValid([{ pointer: '/for', detail }])
}

function taken(handoff: Extract<HandedIn, { result: 'taken' }>['handoff']): Problem {
  if (!handoff) return new Problem(409, 'This lead is on its way to sales already.')
  const { handoffId, owner, state } = handoff
  return new Problem(409, 'Sales has this lead already.', { extra: { handoffId, owner, state } })
}
