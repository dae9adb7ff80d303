import * as z from 'zod/mini'
import { type User, user } from '../../core/staff/user.ts'
import { userKey } from '../aws/keys.ts'
import { ifAbsent, putItem } from '../aws/table.ts'
import { putLogin } from '../aws/user-pool.ts'
import { onDeploy } from '../runtime/on-deploy.ts'
import { placesOfUser, readUser } from './directory.ts'

/** The stage's `firstAdmin` (infra/config.ts). */
const properties = z.object({ id: user.shape.userId, name: user.shape.name, email: z.string().check(z.minLength(3)) })

/**
 * With the deploy: adds the first person who can sign in, who adds the others. Whoever is there already stays as staff made them since, and nobody is taken
 * away when the stack goes.
 */
export const handler = onDeploy('first-admin', async ({ request, given }) => {
  if (request === 'Delete') return
  const { id, name, email } = properties.parse(given)
  if (await readUser(id)) return
  const admin: User = user.parse({ userId: id, name, email, groups: ['admin'] })
  // The login first: a person in the table is one who can sign in.
  await putLogin(admin)
  await putItem(userKey(id), { ...admin, ...placesOfUser(admin) }, ifAbsent)
})
