import { type User, user } from '../../core/staff/user.ts'
import { type Key, userKey } from '../aws/keys.ts'
import { everyItem, getItem, type Item } from '../aws/table.ts'

/** The list of all staff in the index, by team. */
export const staffBox = 'USERS'

/** Where one of the staff stands in the list: with the team, so that a team is read alone. */
export function placesOfUser({ team, userId }: User): Item {
  return { box: staffBox, boxOrder: `${team ?? ''}#${userId}` }
}

/** One of the staff; undefined when there is nobody of this name. */
export async function readUser(userId: string): Promise<User | undefined> {
  return readUserAt(userKey(userId))
}

/** Whoever is of this team by now, whether active or not. */
export async function teamMembers(team: string): Promise<User[]> {
  return listed(`${team}#`, (one) => one.team === team)
}

/** All staff: dozens, not thousands. */
export async function allStaff(): Promise<User[]> {
  return listed(undefined, () => true)
}

async function listed(prefix: string | undefined, belongs: (one: User) => boolean): Promise<User[]> {
  const keys: Key[] = []
  for await (const { pk, sk } of everyItem({ index: 'box', pk: staffBox, ...(prefix !== undefined && { prefix }) })) {
    keys.push({ pk: String(pk), sk: String(sk) })
  }
  const found = await Promise.all(keys.map(readUserAt))
  return found.filter((one) => one !== undefined).filter(belongs)
}

async function readUserAt(key: Key): Promise<User | undefined> {
  const item = await getItem(key)
  return item && user.parse(item)
}
