import type { User } from '../staff/user.ts'
import { sells } from './presence.ts'

/** "Weekly summary by email" to those who keep the agreement for their side: marketing, whoever leads somebody in sales, and admins where there is neither. */
export function weekReaders(staff: readonly User[]): User[] {
  const active = staff.filter((one) => one.active)
  const leads = new Set(active.filter(sells).map(({ manager }) => manager))
  const readers = active.filter((one) => one.groups.includes('marketing') || leads.has(one.userId))
  const chosen = readers.length > 0 ? readers : active.filter(({ groups }) => groups.includes('admin'))
  return chosen.sort((a, b) => (a.userId < b.userId ? -1 : 1))
}

/** Whoever leads somebody in sales, else all who sell, else the admins: somebody is told. */
export function sellsOrLeads(staff: readonly User[]): User[] {
  const active = staff.filter((one) => one.active)
  const sellers = active.filter(sells)
  const leads = new Set(sellers.map(({ manager }) => manager))
  const chosen = [active.filter(({ userId }) => leads.has(userId)), sellers]
  return chosen.find((some) => some.length > 0) ?? active.filter(({ groups }) => groups.includes('admin'))
}
