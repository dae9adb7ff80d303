import type { Handoff } from './handoff.ts'

/** What nobody's company has: names kept for examples (RFC 2606). */
const forExamples = new Set(['example.com', 'example.net', 'example.org'])

/** The domain of the company behind an address; undefined for one of a mail provider, where neighbours are no colleagues. */
export function companyDomain(email: string, isMailProvider: (domain: string) => boolean): string | undefined {
  const domain = email.slice(email.lastIndexOf('@') + 1)
  const labels = domain.split('.')
  // A provider's domain is also one that ends in it: `anna@eu.yahoo.example`.
  const ends = labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'))
  return labels.length < 2 || forExamples.has(domain) || ends.some(isMailProvider) ? undefined : domain
}

/** The hand-off that says who has an account: the latest that is open with sales, else the latest won. Others give nobody a claim. */
export function accountHandoff(handoffs: readonly Handoff[]): Handoff | undefined {
  const latest = [...handoffs].sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1))
  return (
    latest.find(({ state }) => state === 'open' || state === 'accepted' || state === 'opportunity') ??
    latest.find(({ state }) => state === 'won')
  )
}

/** Why the account's owner, in words. */
export function accountInWords(domain: string, { state, owner, openedAt }: Handoff): string {
  const since = openedAt.slice(0, 10)
  return state === 'won'
    ? `${domain} is a customer of ${owner}, of ${since}`
    : `${owner} has another lead of ${domain}, since ${since}`
}
