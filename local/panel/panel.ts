import type { Incoming } from '../http/payload.ts'
import type { Reply } from '../http/reply.ts'
import type { ClockCalls } from './clock-calls.ts'
import type { MailCalls } from './mail-calls.ts'
import type { PageCalls } from './page-calls.ts'
import { PanelProblem, problemReply, redirect } from './panel-request.ts'
import type { SignInCalls } from './sign-in-calls.ts'
import type { SmsCalls } from './sms-calls.ts'
import type { StateCalls } from './state-calls.ts'
import type { TokenCalls } from './token-calls.ts'

interface Calls {
  readonly clock: ClockCalls
  readonly mails: MailCalls
  readonly pages: PageCalls
  readonly sms: SmsCalls
  readonly state: StateCalls
  readonly tokens: TokenCalls
  readonly signIn: SignInCalls
}

type Call = (request: Incoming) => Promise<Reply>

/** Names that this machine goes by: a page elsewhere whose name was made to point here must not get tokens. */
const ownNames = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/** What the run serves beside the API: `/_local/…`, and Cognito's sign-in. */
export class Panel {
  readonly #exact: Readonly<Record<string, Call>>
  readonly #below: readonly (readonly [string, Call])[]

  constructor({ clock, mails, pages, sms, state, tokens, signIn }: Calls) {
    this.#exact = {
      'GET /_local': async () => redirect('/_local/', 308),
      'GET /_local/': () => pages.home(),
      'GET /_local/clock': () => clock.show(),
      'POST /_local/clock': (request) => clock.move(request),
      'POST /_local/settle': () => clock.settle(),
      'GET /_local/mails': (request) => mails.list(request),
      'GET /_local/sms': (request) => sms.list(request),
      'POST /_local/mail-events': (request) => mails.report(request),
      'POST /_local/replies': (request) => mails.reply(request),
      'GET /_local/mailbox': async () => redirect('/_local/mailbox/', 308),
      'GET /_local/state': () => state.show(),
      'GET /_local/token': (request) => tokens.give(request),
      'GET /oauth2/authorize': (request) => signIn.ask(request),
      'POST /oauth2/authorize': (request) => signIn.choose(request),
      'POST /oauth2/token': (request) => signIn.exchange(request),
    }
    this.#below = [
      ['/_local/mailbox/', (request) => mails.mailbox(request)],
      ['/_local/issuer/', (request) => tokens.wellKnown(request)],
      ['/_local/leads/', (request) => pages.lead(request)],
    ]
  }

  /** Is this the panel's, and not the API's? */
  serves({ url }: Incoming): boolean {
    return /^\/(_local(\/|\?|$)|oauth2\/)/.test(url)
  }

  /** Answers a request; never throws. */
  async answer(request: Incoming): Promise<Reply> {
    try {
      if (!ownNames.test(request.headers.host?.[0] ?? ''))
        throw new PanelProblem(403, 'This is served to this machine alone: call it by the name localhost.')
      const path = request.url.split('?')[0] ?? '/'
      const call =
        this.#exact[`${request.method} ${path}`] ?? this.#below.find(([start]) => path.startsWith(start))?.[1]
      if (call) return await call(request)
      const elsewhere = Object.keys(this.#exact).filter((name) => name.endsWith(` ${path}`))
      if (elsewhere.length > 0)
        throw new PanelProblem(405, `Use ${elsewhere.map((name) => name.split(' ')[0]).join(' or ')}.`)
      throw new PanelProblem(404, 'Nothing is here. /_local/ lists what there is.')
    } catch (error) {
      if (!(error instanceof PanelProblem)) console.error(`${request.method} ${request.url} failed:`, error)
      return problemReply(error)
    }
  }
}
