import { AccountQualified } from '../../core/events.ts'
import { type Account, account, foldAccount, type Person, peopleOf } from '../../core/insight/accounts/fold-account.ts'
import { type Profile, profile } from '../../core/leads/lead.ts'
import { isMergedAway } from '../../core/leads/lead-status.ts'
import { toInstant } from '../../core/names.ts'
import type { ModelVersion } from '../../core/scoring/decide-score.ts'
import { type Announcement, announce, announcement, announcing, stillOwed } from '../aws/announce.ts'
import { accountSummaryKey, leadPartition, profileKey, worksAtKey } from '../aws/keys.ts'
import { deleteItem, getItem, ifRev, putItem, queryItems } from '../aws/table.ts'
import { companyOf } from '../handoff/account-items.ts'
import { now } from '../runtime/clock.ts'
import { scoringModelNow } from '../scoring/scoring-model.ts'
import { accountKind, markAccount } from './mark-account.ts'
import { several } from './several.ts'

/** So many people of one company are looked at; that there are more is said. */
export const peopleAtMost = 500
/** An account is looked at again after so long, though nobody told anything: points fade, and people are erased. */
const lookAgainMs = 7 * 86_400_000
export const accountsBox = 'ACCOUNTS'
const peopleBox = (domain: string) => `PEOPLE#${domain}`

/** Puts a lead among the people of its company, or takes it out, and marks the account to be folded. A mail provider's domain makes no account. */
export async function followPerson(leadId: string): Promise<void> {
  const [stored, before] = await Promise.all([getItem(profileKey(leadId)), getItem(worksAtKey(leadId))])
  const read = stored && profile.parse(stored)
  const domain = read?.email ? await companyOf(read.email) : undefined
  if (domain !== undefined && before?.domain !== domain) {
    await putItem(worksAtKey(leadId), { domain, box: peopleBox(domain), boxOrder: leadId })
  }
  const domains = new Set([domain, before?.domain].filter((one) => typeof one === 'string'))
  for (const one of domains) await markAccount(one)
}

/** Folds the accounts that are due, one after the other; answers how many. */
export async function foldDueAccounts(untilMs: number): Promise<number> {
  const model = await scoringModelNow()
  let folded = 0
  while (performance.now() < untilMs) {
    const { items } = await queryItems({
      index: 'due',
      pk: accountKind,
      between: { from: '0', to: toInstant(now()) },
      limit: 100,
    })
    const before = folded
    await several(items, 4, async ({ pk }) => {
      if (await foldStored(String(pk).replace('ACCOUNT#', ''), model)) folded += 1
    })
    if (folded === before) return folded
  }
  return folded
}

/** Folds one account, on condition that nobody marked it since it was read: else it is due still. */
async function foldStored(domain: string, model: ModelVersion | undefined): Promise<boolean> {
  const key = accountSummaryKey(domain)
  const item = await getItem(key)
  // The index may lag behind.
  if (!item?.dueKind || String(item.dueAt) > toInstant(now())) return false
  const { people } = await peopleAt(domain, model)
  const read = account.safeParse(item)
  const made = foldAccount(domain, people, model?.value.accounts, {
    model,
    before: read.success ? read.data : undefined,
    at: toInstant(now()),
  })
  const rev = Number(item.rev)
  if (!made) return deleteItem(key, ifRev(rev))
  const places = {
    box: accountsBox,
    boxOrder: `${String(Math.max(0, made.total)).padStart(9, '0')}#${domain}`,
    dueKind: accountKind,
    dueAt: toInstant(now() + lookAgainMs),
  }
  const toldBefore = read.success ? read.data.toldAt : undefined
  const tells = made.toldAt === toldBefore ? undefined : made.toldAt
  const owed = tells ? announcing([qualifiedEvent(made, tells)], now(), item) : stillOwed(item)
  const stored = { ...made, ...places, ...owed, rev: rev + 1 }
  if (!(await putItem(key, stored, ifRev(rev)))) return false
  if (tells) await announce(key, stored, [AccountQualified])
  return true
}

function qualifiedEvent({ domain, people, engaged, fit, interest }: Account, at: string): Announcement {
  return announcement(AccountQualified, { domain, at, people, engaged, fit, interest })
}

/** The people of a company as they are now, the most engaged first, each once: who is merged into another counts with that one. Of one whom the asker knows already nothing is read. */
export async function peopleAt(
  domain: string,
  model: ModelVersion | undefined,
  except?: string,
): Promise<{ people: Person[]; profiles: Profile[]; more: boolean }> {
  const { items, next } = await queryItems({ index: 'box', pk: peopleBox(domain), limit: peopleAtMost })
  const asked = items.filter(({ pk }) => except === undefined || pk !== leadPartition(except))
  const profiles: Profile[] = []
  await several(asked, 8, async ({ pk }) => {
    const stored = await getItem({ pk: String(pk), sk: 'PROFILE' })
    const read = stored && profile.parse(stored)
    if (read && read.status !== 'erased' && read.email !== '' && !isMergedAway(read)) profiles.push(read)
  })
  return { people: peopleOf(profiles, model?.value.accounts), profiles, more: next !== undefined }
}

/** One account as it was folded; undefined where there is none (yet). */
export async function readAccount(domain: string): Promise<Account | undefined> {
  const read = account.safeParse(await getItem(accountSummaryKey(domain)))
  return read.success ? read.data : undefined
}
