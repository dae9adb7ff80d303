import './virtual-clock.ts'
import { routes } from '../../core/routes.ts'
import { handler as submitForm } from '../../functions/capture/submit-form.http.ts'
import { handler as confirmConsent } from '../../functions/consent/confirm-consent.http.ts'
import { handler as withdrawConsent } from '../../functions/consent/withdraw-consent.http.ts'
import { handler as eraseLead } from '../../functions/leads/erase-lead.http.ts'
import type { Mail } from './ses.ts'
import type { Moment, Story } from './stories.ts'
import type { World } from './world.ts'

const minute = 60_000
const hour = 60 * minute
const paper = 'https://www.example.com/paper'
const answers = { email: 'olga@shop.example', firstName: 'Olga', jobTitle: 'Director of Retail' }

/** The person of a story, who does what mails ask for, and an admin who erases it. */
export class Lead {
  readonly #world: World
  readonly #story: Story
  readonly #heard: (what: Moment['what'], id: string) => void
  readonly #did: (what: Moment['what']) => boolean
  /** Where the last mail says that one can leave. */
  #link: string | undefined

  constructor(
    world: World,
    story: Story,
    moments: { heard: (what: Moment['what'], id: string) => void; did: (what: Moment['what']) => boolean },
  ) {
    this.#world = world
    this.#story = story
    this.#heard = moments.heard
    this.#did = moments.did
  }

  posts(formId = 'white-paper', topic = 'product-education'): void {
    const { jobTitle, ...short } = answers
    const fields = formId === 'newsletter' ? short : { ...short, jobTitle }
    const asked = { params: { formId }, body: { ...fields, consent: { [topic]: true } } }
    this.#world.asks('submit-form.http', submitForm, routes.submitForm, asked, ({ status, json }) => {
      if (status === 202) this.#heard('posted', String(json.submissionId))
    })
  }

  reads(mail: Mail): void {
    const { timeline } = this.#world
    const { basis, template } = mail.tags
    if (basis === 'confirmation') {
      timeline.after(2 * minute, async () => this.#confirms(mail))
      return
    }
    this.#link = mail.text
    const act = template === 'second' && !this.#did('erased') ? this.#story.atSecond : undefined
    if (act !== 'complains') timeline.after(10 * minute, () => this.#world.reports(mail, 'Click', paper))
    if (act) timeline.after(minute, async () => this.#acts(act, mail))
  }

  /** One click in the mail program. */
  leaves(): void {
    if (!this.#link || this.#did('withdrawn')) return
    const asked = { params: { token: tokenIn(this.#link) }, body: 'List-Unsubscribe=One-Click' }
    this.#world.asks('withdraw-consent.http', withdrawConsent, routes.withdrawConsent, asked, ({ status }) => {
      if (status === 200) this.#heard('withdrawn', 'product-education')
    })
  }

  async #acts(act: NonNullable<Story['atSecond']>, mail: Mail): Promise<void> {
    if (act === 'withdraws') this.leaves()
    if (act === 'is-erased') this.#isErased(mail)
    if (act === 'complains') {
      await this.#world.reports(mail, 'Complaint')
      this.#heard('complained', mail.messageId)
    }
  }

  #confirms({ text }: Mail): void {
    const asked = { params: { token: tokenIn(text) }, body: '' }
    this.#world.asks('confirm-consent.http', confirmConsent, routes.confirmConsent, asked, ({ status }) => {
      if (status === 200) this.#heard('confirmed', '')
    })
  }

  #isErased({ tags: { leadId = '' } }: Mail): void {
    const asked = { params: { leadId }, groups: ['admin'] }
    this.#world.asks('erase-lead.http', eraseLead, routes.eraseLead, asked, ({ status }) => {
      if (status !== 204) return
      this.#heard('erased', leadId)
      this.#link = undefined
      if (this.#story.comesBack) this.#world.timeline.after(2 * hour, async () => this.posts())
    })
  }
}

function tokenIn(text: string): string {
  return /https:\/\/api\.example\.com\/(?:confirm|u)\/(\S+)/.exec(text)?.[1] ?? ''
}
