import type { User } from '../staff/user.ts'
import { sells } from './presence.ts'

/** "Weekly summary by email" to those who keep the agreement for their side: marketing, whoever leads somebody in sales, and admins where there is neither. */
export function weekReaders(staff: readonly User[]): User[] {
  const active = staff.filter((one) => one.active)
  const leaders = leadersIn(active)
  const readers = active.filter((one) => one.groups.includes('marketing') || leaders.includes(one))
  return orAdmins(readers, active).sort((a, b) => (a.userId < b.userId ? -1 : 1))
}

/** Whoever leads somebody in sales, else all who sell, else the admins: somebody is told. */
export function leadersOfSales(staff: readonly User[]): User[] {
  const active = staff.filter((one) => one.active)
  const leaders = leadersIn(active)
  return orAdmins(leaders.length > 0 ? leaders : active.filter(sells), active)
}

function leadersIn(active: readonly User[]): User[] {
  const leads = new Set(active.filter(sells).map(({ manager }) => manager))
  return active.filter(({ userId }) => leads.has(userId))
}

function orAdmins(chosen: User[], active: readonly User[]): User[] {
  return chosen.length > 0 ? chosen : active.filter(({ groups }) => groups.includes('admin'))
}
