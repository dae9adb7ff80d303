import { routes } from '../../core/routes.ts'
import { handler as submitForm } from '../../functions/capture/submit-form.http.ts'
import { handler as confirmConsent } from '../../functions/consent/confirm-consent.http.ts'
import { handler as withdrawConsent } from '../../functions/consent/withdraw-consent.http.ts'
import { handler as acceptHandoff } from '../../functions/handoff/accept-handoff.http.ts'
import { handler as eraseLead } from '../../functions/leads/erase-lead.http.ts'
import type { Mail } from './ses.ts'
import type { World } from './world.ts'

const minute = 60_000
const hour = 60 * minute

/** How a story ends: the person withdraws after the hand-off, or as soon as the second mail is there, or is erased then. */
export const stories = ['withdraws-late', 'withdraws-early', 'is-erased'] as const
export type StoryName = (typeof stories)[number]

export const address = 'olga@shop.example'
const answers = { email: address, firstName: 'Olga', jobTitle: 'Director of Retail' }

/** Something that somebody was told is done, and after how many calls of the run. */
export interface Moment {
  readonly what: 'posted' | 'confirmed' | 'withdrawn' | 'erased' | 'accepted'
  readonly id: string
  readonly afterCalls: number
}

/** The people of a story: they do what mails ask them to, and try again what fails. */
export class People {
  readonly moments: Moment[] = []
  readonly #world: World
  readonly #story: StoryName
  #link: string | undefined

  constructor(world: World, story: StoryName) {
    this.#world = world
    this.#story = story
    world.onMail = (mail) => this.#reads(mail)
  }

  /** The whole story; an hour after its end all that clocks and sweeps do by themselves is done. */
  async play(): Promise<void> {
    const { timeline } = this.#world
    const startMs = performance.now()
    this.#posts()
    await timeline.until(Date.parse('2026-11-24T15:00:00.000Z'))
    if (!this.#isOver()) await this.#tries()
    await timeline.until(Date.parse('2026-11-24T09:00:00.000Z') + performance.now() - startMs + hour)
  }

  did(what: Moment['what']): boolean {
    return this.moments.some((one) => one.what === what)
  }

  #isOver(): boolean {
    return this.did('withdrawn') || this.did('erased')
  }

  /** Whoever got no mail posts again the next day; whoever got one and heard no more leaves. */
  async #tries(): Promise<void> {
    const { timeline } = this.#world
    timeline.in(20 * hour, async () => {
      if (!this.did('confirmed')) this.#posts()
    })
    timeline.in(30 * hour, async () => {
      if (!this.#isOver()) this.#leaves()
    })
    await timeline.until(Date.parse('2026-11-25T22:00:00.000Z'))
  }

  #reads(mail: Mail): void {
    const { timeline } = this.#world
    if (mail.tags.basis === 'staff') {
      timeline.in(20 * minute, async () => this.#accepts(mail))
    } else if (mail.tags.basis === 'confirmation') {
      timeline.in(2 * minute, async () => this.#confirms(mail))
    } else {
      this.#link = mail.text
      timeline.in(10 * minute, () => this.#world.reports(mail, 'Click', 'https://www.example.com/paper'))
      if (mail.tags.template !== 'second') return
      if (this.#story === 'withdraws-early') timeline.in(minute, async () => this.#leaves())
      if (this.#story === 'is-erased') timeline.in(minute, async () => this.#isErased(mail))
    }
  }

  #posts(): void {
    const asked = { params: { formId: 'white-paper' }, body: { ...answers, consent: { 'product-education': true } } }
    this.#world.asks('submit-form.http', submitForm, routes.submitForm, asked, ({ status, json }) => {
      if (status === 202) this.#heard('posted', String(json.submissionId))
    })
  }

  #confirms({ text }: Mail): void {
    if (this.did('confirmed')) return
    const asked = { params: { token: tokenIn(text) }, body: '' }
    this.#world.asks('confirm-consent.http', confirmConsent, routes.confirmConsent, asked, ({ status }) => {
      if (status === 200) this.#heard('confirmed', '')
    })
  }

  #leaves(): void {
    if (!this.#link || this.did('withdrawn')) return
    const asked = { params: { token: tokenIn(this.#link) }, body: 'List-Unsubscribe=One-Click' }
    this.#world.asks('withdraw-consent.http', withdrawConsent, routes.withdrawConsent, asked, ({ status }) => {
      if (status === 200) this.#heard('withdrawn', 'product-education')
    })
  }

  #isErased({ tags: { leadId = '' } }: Mail): void {
    const asked = { params: { leadId }, groups: ['admin'] }
    this.#world.asks('erase-lead.http', eraseLead, routes.eraseLead, asked, ({ status }) => {
      if (status === 204) this.#heard('erased', leadId)
    })
  }

  #accepts({ text }: Mail): void {
    const handoffId = this.#handoffOf(text)
    if (!handoffId || this.did('accepted')) return
    const asked = { params: { handoffId }, groups: ['sales'], body: {} }
    this.#world.asks('accept-handoff.http', acceptHandoff, routes.acceptHandoff, asked, ({ status }) => {
      if (status === 200) this.#heard('accepted', handoffId)
      if (this.#story === 'withdraws-late') this.#world.timeline.in(hour, async () => this.#leaves())
    })
  }

  /** Whose link it is stands in its token, as in all of Ripen's. */
  #handoffOf(text: string): string | undefined {
    const payload = /\/answer\/[^.\s]+\.([^.\s]+)/.exec(text)?.[1]
    if (!payload) return undefined
    const [, claims] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [number, { handoffId: string }]
    return claims.handoffId
  }

  #heard(what: Moment['what'], id: string): void {
    this.moments.push({ what, id, afterCalls: this.#world.faults.calls.length })
  }
}

function tokenIn(text: string): string {
  return /https:\/\/api\.example\.com\/(?:confirm|u)\/(\S+)/.exec(text)?.[1] ?? ''
}
