import type { Incoming } from '../http/payload.ts'
import type { Reply } from '../http/reply.ts'
import type { MailStore } from '../mail/mail-store.ts'
import { type HomeLead, homePage, leadPage } from './home-page.ts'
import { PanelProblem, page } from './panel-request.ts'
import { type StateSources, stateOf } from './state-calls.ts'

/** Asks the API as the panel's own admin: the status and the parsed body. */
type AskApi = (path: string) => Promise<{ status: number; body: unknown }>

/** `GET /_local/` and `GET /_local/leads/{leadId}`, for people. What they show of leads and forms comes from the API. */
export class PageCalls {
  readonly #ask: AskApi
  readonly #sources: StateSources
  readonly #mails: MailStore
  readonly #roles: readonly string[]

  constructor(options: { ask: AskApi; sources: StateSources; mails: MailStore; roles: readonly string[] }) {
    this.#ask = options.ask
    this.#sources = options.sources
    this.#mails = options.mails
    this.#roles = options.roles
  }

  async home(): Promise<Reply> {
    const [forms, leads] = await Promise.all([this.#items('/content/forms?limit=100'), this.#items('/leads?limit=50')])
    const mails = this.#mails.list({ last: 5 }).reverse()
    return page(
      homePage({
        state: stateOf(this.#sources),
        forms: forms.map(({ id }) => String(id)),
        leads: leads as unknown as HomeLead[],
        mails: mails.map(({ atMs, to, subject }) => ({ at: new Date(atMs).toISOString(), to: to.join(', '), subject })),
        roles: this.#roles,
      }),
    )
  }

  async lead(request: Incoming): Promise<Reply> {
    const leadId = request.url.split('/').pop() ?? ''
    const [lead, timeline] = await Promise.all([
      this.#ask(`/leads/${leadId}`),
      this.#items(`/leads/${leadId}/timeline`),
    ])
    if (lead.status !== 200) throw new PanelProblem(404, 'There is no such lead.')
    return page(leadPage(lead.body as Record<string, unknown>, timeline))
  }

  async #items(path: string): Promise<Record<string, unknown>[]> {
    const { status, body } = await this.#ask(path)
    const { items } = (body ?? {}) as { items?: unknown }
    return status === 200 && Array.isArray(items) ? items : []
  }
}
