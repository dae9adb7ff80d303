import { type Role, sales } from '../route.ts'
import type { User } from '../staff/user.ts'

const answering: readonly Role[] = [...sales, 'admin']

/** May this person answer hand-offs? Marketing, which is mailed about its duties and disputes, looks on. */
export function mayAnswer({ active, groups }: Pick<User, 'active' | 'groups'>): boolean {
  return active && groups.some((group) => answering.includes(group))
}
