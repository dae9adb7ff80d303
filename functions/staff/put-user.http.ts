import { readEmailAddress } from '../../core/capture/email-address.ts'
import { staffRoutes } from '../../core/staff/routes.ts'
import { type User, user } from '../../core/staff/user.ts'
import { userKey } from '../aws/keys.ts'
import { putItem } from '../aws/table.ts'
import { AddressTaken, putLogin } from '../aws/user-pool.ts'
import { log } from '../runtime/log.ts'
import { onRequest } from '../runtime/on-request.ts'
import { type InputError, notValid, Problem } from '../runtime/problem.ts'
import { placesOfUser, readUser } from './directory.ts'
import { problemsOfSubstitute } from './problems-of-substitute.ts'
import { problemsOfUser } from './problems-of-user.ts'

/** `PUT /users/{userId}`: adds or changes one of the staff, with sign-in and groups; the whole of what is given counts. */
export const handler = onRequest(staffRoutes.putUser, async ({ params, body, caller }) => {
  const address = readEmailAddress(body.email)
  const given: User = user.parse({ ...body, userId: params.userId })
  const errors = problemsOfUser(given, 'refused' in address)
  errors.push(...(await problemsOfSubstitute(given)), ...(await problemsOfManager(given)))
  if ('refused' in address || errors.length > 0) {
    throw notValid(errors)
  }
  const one: User = { ...given, email: address.address, groups: [...new Set(given.groups)] }
  try {
    await putLogin(one)
  } catch (error) {
    if (!(error instanceof AddressTaken)) throw error
    throw new Problem(409, 'Another user signs in with this address. Give each of the staff an address of their own.')
  }
  await putItem(userKey(one.userId), { ...one, ...placesOfUser(one) })
  log.warn('staff was changed', { userId: one.userId, groups: one.groups, active: one.active, by: caller.username })
  return one
})

/** Breaches are told to a manager: one who is not there would be told of none. */
async function problemsOfManager({ userId, manager }: User): Promise<InputError[]> {
  if (manager === undefined || manager === userId || (await readUser(manager))) return []
  return [{ pointer: '/manager', detail: 'there is nobody of this id: add them first' }]
}
