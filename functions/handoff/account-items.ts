import { companyDomain } from '../../core/handoff/account.ts'
import { type Handoff, handoff } from '../../core/handoff/handoff.ts'
import { accountKey } from '../aws/keys.ts'
import { getItem, type Item, putItem, queryItems } from '../aws/table.ts'

/** So many hand-offs of one company are looked through, the latest first. */
const handoffsAtMost = 50

const accountBox = (domain: string) => `ACCOUNT#${domain}`

/** The company behind an address; undefined for a mail provider's. Their list is read only here. */
export async function companyOf(email: string): Promise<string | undefined> {
  const { isMailProvider } = await import('../../core/handoff/mail-providers.ts')
  return companyDomain(email, isMailProvider)
}

/**
 * Puts a hand-off into the list of its company, and answers the others in it. The entry lies with the lead, so that it is erased with it; one without a
 * hand-off says nothing, so it may be put before.
 */
export async function joinAccount(domain: string, handoffId: string, at: string): Promise<Handoff[]> {
  const [{ items }] = await Promise.all([
    queryItems({ index: 'box', pk: accountBox(domain), limit: handoffsAtMost, newestFirst: true }),
    putItem(accountKey(handoffId), { handoffId, box: accountBox(domain), boxOrder: at }),
  ])
  return readHandoffs(items.filter(({ pk }) => pk !== accountKey(handoffId).pk))
}

/** The latest hand-offs of a company. */
export async function handoffsOfAccount(domain: string): Promise<Handoff[]> {
  const { items } = await queryItems({ index: 'box', pk: accountBox(domain), limit: handoffsAtMost, newestFirst: true })
  return readHandoffs(items)
}

async function readHandoffs(entries: readonly Item[]): Promise<Handoff[]> {
  const found = await Promise.all(
    entries.map(({ pk, sk }) => getItem({ pk: String(pk), sk: String(sk).replace('ACCOUNT#', 'HANDOFF#') })),
  )
  return found.filter((item) => item !== undefined).map((item) => handoff.parse(item))
}
