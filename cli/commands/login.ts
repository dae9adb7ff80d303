import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { signIn } from '../oauth.ts'
import { keepSession, settingsFile } from '../settings.ts'

interface Options {
  readonly outputs?: string
  readonly signIn?: string
  readonly client?: string
}

/** `ripen login`: in the browser, by the pool's own page; no password passes through here. */
export function loginCommand(): Command {
  return new Command('login')
    .description('sign in with the browser (Cognito, PKCE); the tokens lie in a file that only you can read')
    .option('--outputs <file>', 'what "cdk deploy --outputs-file <file>" wrote: names API, sign-in page and client')
    .option('--sign-in <url>', 'the sign-in page (output SignIn of the deploy)')
    .option('--client <id>', 'the client (output ClientId of the deploy)')
    .addHelpText(
      'after',
      `
Either --outputs is required, or --api, --sign-in and --client.

Examples:
  ripen login --outputs outputs.json
  ripen login --api https://api.example.com --sign-in https://sign-in.example.com --client 4f…`,
    )
    .action(async (options: Options, command: Command) => {
      const given = { ...fromOutputs(options.outputs), ...command.optsWithGlobals<{ api?: string } & Options>() }
      const { api, client } = given
      if (!api || !given.signIn || !client) {
        throw new Error(
          'name the deploy: --outputs <file>, or --api, --sign-in and --client as "cdk deploy" printed them',
        )
      }
      const made = await signIn({ signIn: given.signIn, clientId: client }, (url) => {
        console.error(`Open this address in your browser to sign in:\n\n  ${url}\n`)
      })
      keepSession(api.replace(/\/$/, ''), made)
      console.log(`Signed in at ${api}. Kept in ${settingsFile()}.`)
    })
}

function fromOutputs(file: string | undefined): { api?: string; signIn?: string; client?: string } {
  if (!file) return {}
  const stacks = Object.values(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>)
  const find = (name: string) =>
    stacks.flatMap((outputs) => Object.entries(outputs)).find(([key]) => key.includes(name))?.[1]
  const [api, signInUrl, client] = [find('ApiUrl'), find('SignIn'), find('ClientId')]
  return { ...(api && { api }), ...(signInUrl && { signIn: signInUrl }), ...(client && { client }) }
}
