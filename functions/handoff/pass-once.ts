import type { Found } from '../../core/handoff/finding.ts'
import { missingFindings } from '../../core/handoff/findings.ts'
import type { Handoff } from '../../core/handoff/handoff.ts'
import { passOn, reasonNotToPass } from '../../core/handoff/pass-on.ts'
import { sells } from '../../core/handoff/presence.ts'
import { now } from '../runtime/clock.ts'
import { notValid, Problem } from '../runtime/problem.ts'
import { readUser } from '../staff/directory.ts'
import { changeHandoff } from './change-handoff.ts'
import { findHandoff, shown } from './find-handoff.ts'
import { type Chosen, nextOf, standInFor } from './next-of-team.ts'
import { calendarOf } from './policy-in-force.ts'
import { policyOf } from './policy-of.ts'
import { stillToFind } from './still-to-find.ts'

interface Asked {
  readonly by: string
  /** Whom it goes to; else the next of the team. */
  readonly to?: string | undefined
  readonly note?: string | undefined
  /** What was found, where it was not said before. */
  readonly found?: Found | undefined
}

/**
 * Passes a hand-off on, once; throws a {@link Problem} 404, 409 where it is not to be passed (with how it stands), or 422 for somebody who can't get it, and without what the funnel asked to find. Who
 * dies before the write has taken a turn at most: the repeat takes the same.
 */
export async function passOnce(handoffId: string, { by, to, note, found = {} }: Asked): Promise<Handoff> {
  const { handoff, lead } = await findHandoff(handoffId)
  refuse(handoff, found)
  const { passesTo } = handoff
  const policy = await policyOf(handoff)
  if (!policy || !passesTo) throw new Error('the policy of a hand-off is gone')
  const choice = to === undefined ? await nextOwner(handoff, lead.profile.locale) : await named(to)
  const calendar = await calendarOf(policy, passesTo.team, choice.user)
  let isMine = false
  const after = await changeHandoff(handoffId, (read) => {
    const passed = passOn(read, { by, note, found, policy, calendar, choice }, now())
    isMine = passed !== undefined
    return passed && { handoff: passed.handoff, causes: ['passed'], facts: passed.facts }
  })
  if (!after) throw new Problem(404, 'There is no such hand-off.')
  if (!isMine) refuse(after, found)
  return after
}

function refuse(handoff: Handoff, found: Found): void {
  const reason = reasonNotToPass(handoff)
  if (!reason) {
    const missing = missingFindings(handoff, found)
    if (missing.length > 0) throw stillToFind(missing, '/findings')
    return
  }
  const detail = {
    'passed already': 'This hand-off was passed on already.',
    'no team to pass it to': 'The SLA policy names no team to pass this hand-off on to.',
    'not accepted': 'Only a hand-off that is accepted, and no opportunity yet, is passed on.',
  }[reason]
  const { state, owner, answer, outcome } = shown(handoff)
  throw new Problem(409, detail, { extra: { state, owner, answer, outcome } })
}

async function named(to: string): Promise<Chosen> {
  const user = await readUser(to)
  if (user && sells(user)) return { owner: to, why: 'chosen by hand', user }
  const errors = [{ pointer: '/to', detail: 'name somebody of sales who is active: "ripen users" lists them' }]
  throw notValid(errors)
}

/** The next of the team that it is passed to, also beyond the leads of a week; else who stands in for that team. */
async function nextOwner({ handoffId, owner, previousOwners, passesTo }: Handoff, locale: string): Promise<Chosen> {
  if (!passesTo) throw new Error('there is no team to pass it to')
  const dealt = { handoffId, locale, passedOver: [...previousOwners, owner], beyondWeek: true }
  const next = await nextOf(passesTo, dealt)
  if (next) return next
  const standIn = await standInFor(passesTo.team)
  if (!standIn) throw new Problem(503, 'Nobody of that team can take it now.', { retryAfterSeconds: 900 })
  return standIn
}
