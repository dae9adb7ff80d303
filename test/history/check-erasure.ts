import type { LeadHistory, StoredItem } from './lead-history.ts'
import { type Breach, breaches } from './rules.ts'

/** What a person may do after an erasure without lifting it, and what is kept of that. */
const ownSince: readonly string[] = ['ACT', 'CONSENT', 'SUBMISSION', 'SEND']

/** "An erased address can't be mailed and leaves only a tombstone", but for what the person did since. */
export function checkErasure({ leadId, mailbox, profile, items }: LeadHistory, all: readonly StoredItem[]): Breach[] {
  const { erasedAt } = mailbox ?? {}
  if (!erasedAt) return []
  const left = items
    .filter(({ sk }) => sk !== 'MAILBOX' && sk !== 'PROFILE')
    .filter((item) => !isOfSince(item, erasedAt) && !isOnItsWayOut(item))
  const posts = all.filter(({ pk, leadId: whose, post }) => {
    const { actedAt } = (post ?? {}) as { actedAt?: string }
    return pk.startsWith('SUBMISSION#') && whose === leadId && (actedAt ?? '') <= erasedAt
  })
  const isKnown = profile && profile.lastActivityAt <= erasedAt && (profile.email !== '' || hasAny(profile.fields))
  const places = [...left.map(({ sk }) => `${leadId} ${sk.split('#')[0]}`), ...posts.map(({ pk }) => pk)]
  return [
    ...places.map((where): Breach => ({ rule: 'erasure leaves only a tombstone', where })),
    ...breaches(isKnown === true, 'an erased profile says nothing of its person', leadId),
  ]
}

function isOfSince(item: StoredItem, erasedAt: string): boolean {
  const [kind = '', time = ''] = item.sk.split('#')
  const at = kind === 'SEND' ? String(item.preparedAt) : time
  return ownSince.includes(kind) && at > erasedAt
}

/** By this the funnel takes out what it counted of the person, within minutes; then it is empty, and goes with the next look at the tombstone. */
function isOnItsWayOut({ sk, counted, dueKind, journey }: StoredItem): boolean {
  if (sk !== 'STAGES') return false
  const { reached = {} } = (journey ?? {}) as { reached?: object }
  return dueKind === 'uncounted' || (counted === undefined && !hasAny(reached))
}

function hasAny(fields: object): boolean {
  return Object.keys(fields).length > 0
}
