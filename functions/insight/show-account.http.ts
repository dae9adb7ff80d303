import { companyDomain } from '../../core/handoff/account.ts'
import { foldAccount } from '../../core/insight/accounts/fold-account.ts'
import { insightRoutes } from '../../core/insight/routes.ts'
import { shownProfile } from '../../core/leads/lead-view.ts'
import { toInstant } from '../../core/names.ts'
import { now } from '../runtime/clock.ts'
import { onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { scoringModelNow } from '../scoring/scoring-model.ts'
import { peopleAt, readAccount } from './account-summaries.ts'

/** So many people are shown with what is known of them. */
const shownAtMost = 20

/** `GET /accounts/{domain}`: one company as it is now, with its most engaged people and who has which role. */
export const handler = onRequest(insightRoutes.showAccount, async ({ params: { domain } }) => {
  const { isMailProvider } = await import('../../core/handoff/mail-providers.ts')
  if (companyDomain(`someone@${domain}`, isMailProvider) === undefined) {
    throw new Problem(404, 'This domain makes no account: it gives mailboxes to anybody, or is for examples.')
  }
  const [model, before] = await Promise.all([scoringModelNow(), readAccount(domain)])
  const { people, profiles, more } = await peopleAt(domain, model)
  const rules = model?.value.accounts
  const folded = foldAccount(domain, people, rules, { model, before, at: toInstant(now()) })
  if (!folded) throw new Problem(404, 'There is no lead of this company.')
  const known = new Map(profiles.map((profile) => [profile.leadId, profile]))
  const engaged = people.slice(0, shownAtMost).map((person) => {
    const profile = known.get(person.leadId)
    const { email, fields } = profile ? (shownProfile(profile) as { email?: string; fields?: object }) : {}
    return { ...person, email, fields }
  })
  const missing = (rules?.roles ?? []).filter(({ id }) => folded.roles[id] === 0).map(({ id }) => id)
  return { ...folded, missing, mostEngaged: engaged, ...(more && { more }) }
})
