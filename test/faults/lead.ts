import './virtual-clock.ts'
import { routes } from '../../core/routes.ts'
import { handler as submitForm } from '../../functions/capture/submit-form.http.ts'
import { handler as confirmConsent } from '../../functions/consent/confirm-consent.http.ts'
import { handler as withdrawConsent } from '../../functions/consent/withdraw-consent.http.ts'
import { handler as eraseLead } from '../../functions/leads/erase-lead.http.ts'
import type { Moments } from './moments.ts'
import type { Mail } from './ses.ts'
import type { Story } from './stories.ts'
import type { World } from './world.ts'

const minute = 60_000
const hour = 60 * minute
const paper = 'https://www.example.com/paper'
/** The one address of a story. */
export const address = 'olga@shop.example'
const answers = { email: address, firstName: 'Olga', jobTitle: 'Director of Retail' }

/** The person of a story, who does what mails ask for, and an admin who erases it. */
export class Lead {
  readonly #world: World
  readonly #story: Story
  readonly #moments: Moments
  /** Where the last mail says that one can leave. */
  #link: string | undefined
  #mails = 0

  constructor(world: World, story: Story, moments: Moments) {
    this.#world = world
    this.#story = story
    this.#moments = moments
  }

  posts(formId = 'white-paper', topic = 'product-education'): void {
    const { jobTitle, ...short } = answers
    const fields = formId === 'newsletter' ? short : { ...short, jobTitle }
    const asked = { params: { formId }, body: { ...fields, consent: { [topic]: true } } }
    this.#world.asks('submit-form.http', submitForm, routes.submitForm, asked, ({ status, json }, begun) => {
      if (status === 202) this.#moments.add('posted', String(json.submissionId), begun)
    })
  }

  reads(mail: Mail): void {
    const { timeline } = this.#world
    if (mail.tags.basis === 'confirmation') {
      timeline.after(2 * minute, async () => this.#confirms(mail))
      return
    }
    this.#link = mail.text
    this.#mails += 1
    const act = this.#mails === 2 ? this.#story.atSecond : undefined
    // Later than SES's proof of a mail whose answer was lost: by then the sequence has gone on.
    if (act !== 'complains') timeline.after(20 * minute, () => this.#world.reports(mail, 'Click', paper))
    if (act) timeline.after(minute, async () => this.#acts(act, mail))
  }

  /** One click in the mail program. */
  leaves(): void {
    if (!this.#link || this.#moments.has('withdrawn')) return
    const asked = { params: { token: tokenIn(this.#link) }, body: 'List-Unsubscribe=One-Click' }
    this.#world.asks('withdraw-consent.http', withdrawConsent, routes.withdrawConsent, asked, ({ status }, begun) => {
      if (status === 200) this.#moments.add('withdrawn', 'product-education', begun)
    })
  }

  async #acts(act: NonNullable<Story['atSecond']>, mail: Mail): Promise<void> {
    if (act === 'withdraws') this.leaves()
    if (act === 'is-erased') this.#isErased(mail)
    if (act === 'replies') await this.#world.receives(mail, address, 'Call me on Monday.')
    if (act === 'says-stop') {
      await this.#world.receives(mail, address, 'stop')
      this.#moments.add('stopped', mail.messageId)
    }
    if (act === 'complains') {
      await this.#world.reports(mail, 'Complaint')
      this.#moments.add('complained', mail.messageId)
    }
  }

  #confirms({ text }: Mail): void {
    const asked = { params: { token: tokenIn(text) }, body: '' }
    this.#world.asks('confirm-consent.http', confirmConsent, routes.confirmConsent, asked, ({ status }, begun) => {
      if (status === 200) this.#moments.add('confirmed', '', begun)
    })
  }

  #isErased({ tags: { leadId = '' } }: Mail): void {
    const asked = { params: { leadId }, groups: ['admin'] }
    this.#world.asks('erase-lead.http', eraseLead, routes.eraseLead, asked, ({ status }, begun) => {
      if (status !== 204) return
      this.#moments.add('erased', leadId, begun)
      this.#link = undefined
      if (this.#story.comesBack) this.#world.timeline.after(2 * hour, async () => this.posts())
    })
  }
}

function tokenIn(text: string): string {
  return /https:\/\/api\.example\.com\/(?:confirm|u)\/(\S+)/.exec(text)?.[1] ?? ''
}
