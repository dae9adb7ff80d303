import type { PoolUser } from '../staff/user-pool.ts'
import { escaped, htmlPage } from './html.ts'

/** Where a person picks who to be; `action` is the address that was asked for, with what the client asked. */
export function signInPage(action: string, users: readonly PoolUser[], roles: readonly string[]): string {
  const button = (name: string, value: string, label: string) =>
    `<p><button name="${name}" value="${escaped(value)}">${escaped(label)}</button></p>`
  const people = users
    .filter(({ enabled }) => enabled)
    .map(({ username, groups }) => button('user', username, `${username} (${groups.join(', ') || 'no group'})`))
  return htmlPage(
    'Sign in',
    `<h1>Sign in</h1><p class="quiet">On this machine one picks who to be; on AWS Cognito asks for a password here.</p>
<form method="post" action="${escaped(action)}"><div class="grid">
<section><h2>Staff</h2>${people.join('') || '<p class="quiet">Nobody yet.</p>'}</section>
<section><h2>Anybody with the role</h2>${roles.map((role) => button('role', role, role)).join('')}</section>
</div></form>`,
  )
}
