import { accountHandoff } from '../../core/handoff/account.ts'
import { leadersOfSales } from '../../core/handoff/week-readers.ts'
import { accountLetter } from '../../core/insight/accounts/account-words.ts'
import { nameOf } from '../../core/leads/name-of.ts'
import { accountMailKey } from '../aws/keys.ts'
import { handoffsOfAccount } from '../handoff/account-items.ts'
import { scoringModelNow } from '../scoring/scoring-model.ts'
import { allStaff } from '../staff/directory.ts'
import { mailLines } from '../staff/mail-lines.ts'
import { peopleAt, readAccount } from './account-summaries.ts'

/** So many people are named. */
const namedAtMost = 5

/**
 * Mails that a company qualifies, once for each time that it is told. One that does not any more, or has no people left, is not told of. Safe to
 * repeat; throws Error when a mail is to be tried again.
 */
export async function tellAccount(domain: string, at: string): Promise<void> {
  const account = await readAccount(domain)
  if (account?.qualifiedAt === undefined || account.toldAt !== at) return
  const [staff, handoffs, { people, profiles }] = await Promise.all([
    allStaff(),
    handoffsOfAccount(domain),
    peopleAt(domain, await scoringModelNow()),
  ])
  const owner = staff.find(({ userId, active }) => active && userId === accountHandoff(handoffs)?.owner)
  const known = new Map(profiles.map((profile) => [profile.leadId, profile]))
  const named = people.slice(0, namedAtMost).map(({ leadId, interest }) => {
    const { fields = {}, email = '' } = known.get(leadId) ?? {}
    return { name: nameOf({ fields }) ?? email, interest }
  })
  let putOff = 0
  for (const reader of owner ? [owner] : leadersOfSales(staff)) {
    const letter = accountLetter({ account, owner: owner?.name, people: named }, reader.locale)
    const mail = { letter, template: 'account-qualified' }
    if ((await mailLines(accountMailKey(domain, at, reader.userId), reader, mail)) === 'not-now') putOff += 1
  }
  if (putOff > 0) throw new Error(`${putOff} mails about an account could not go now; the next try mails them`)
}
