import { randomBytes } from 'node:crypto'
import {
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { signIn } from '../../cli/oauth.ts'

/** Signs in by the pool's own page, as `ripen login` does: the test plays the browser and the person in front of it. */
export async function hostedSignIn(
  cognito: CognitoIdentityProviderClient,
  given: { endpoint: string; clientId: string; username: string },
): Promise<string> {
  const password = `Aa1!${randomBytes(12).toString('hex')}`
  const { UserPools } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 10 }))
  // Stands for the link in the invitation, where a person sets the password.
  await cognito.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: UserPools?.[0]?.Id,
      Username: given.username,
      Password: password,
      Permanent: true,
    }),
  )
  const session = await signIn({ signIn: given.endpoint, clientId: given.clientId }, (url) => {
    browse(url, given.endpoint, given.username, password).catch((error) => console.error(error))
  })
  return session.accessToken
}

/** Opens the sign-in page, fills in its form and follows the redirect to the waiting program. */
async function browse(url: string, endpoint: string, username: string, password: string): Promise<void> {
  const page = await (await fetch(url)).text()
  const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)]
  const fields = hidden.map(([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')] as [string, string])
  const posted = await fetch(`${endpoint}/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams([...fields, ['username', username], ['password', password]]),
  })
  const callback = posted.headers.get('location')
  if (!callback) throw new Error(`the sign-in page answered ${posted.status} and no redirect`)
  await fetch(callback)
}
