import './virtual-clock.ts'
import { consentNameOf } from '../../core/consent/channel.ts'
import { toInstant } from '../../core/names.ts'
import { routes } from '../../core/routes.ts'
import { handler as submitForm } from '../../functions/capture/submit-form.http.ts'
import { handler as confirmConsent } from '../../functions/consent/confirm-consent.http.ts'
import { handler as withdrawConsent } from '../../functions/consent/withdraw-consent.http.ts'
import { handler as eraseLead } from '../../functions/leads/erase-lead.http.ts'
import { leadIdOf } from '../../functions/leads/identity.ts'
import { handler as mergeLead } from '../../functions/leads/merge-lead.http.ts'
import { handler as unmergeLead } from '../../functions/leads/unmerge-lead.http.ts'
import { handler as makeApiKey } from '../../functions/sources/make-api-key.http.ts'
import { handler as postLead } from '../../functions/sources/post-lead.http.ts'
import { handler as takeEvents } from '../../functions/website/take-events.http.ts'
import type { Moments } from './moments.ts'
import { Reader } from './reader.ts'
import { type Mail, taskOf } from './ses.ts'
import type { Story } from './stories.ts'
import { startMs } from './virtual-clock.ts'
import { type Way, ways } from './ways.ts'
import type { World } from './world.ts'

const minute = 60_000
const hour = 60 * minute
const paper = 'https://www.example.com/paper'
/** The one address of a story. */
export const address = 'olga@shop.example'
/** The other address of the same person, where there is one. */
export const otherAddress = 'olga@home.example'
const answers = { email: address, firstName: 'Olga', jobTitle: 'Director of Retail' }
const talking = { phone: '+49 30 1234567' }
const browser = 'b'.repeat(32)
const origin = 'https://www.example.com'

/** The person of a story, who does what mails ask for, and an admin who erases it. */
export class Lead {
  readonly #world: World
  readonly #story: Story
  readonly #moments: Moments
  readonly #reader: Reader
  /** Where the last mail says that one can leave. */
  #link: string | undefined
  #mails = 0
  #pages = 0
  #last: Mail | undefined

  constructor(world: World, story: Story, moments: Moments) {
    this.#world = world
    this.#story = story
    this.#moments = moments
    this.#reader = new Reader(world, moments)
  }

  /** The form of the story. */
  posts(): void {
    const { form = 'white-paper', browses } = this.#story
    this.#posts(form, {
      ...answers,
      ...(form !== 'white-paper' && talking),
      ...(browses && { visitor: browser }),
      consent: Object.fromEntries(consentsOf(form).map((name) => [name, true])),
    })
  }

  /** For the newsletter, which needs no confirmation. */
  subscribes(email = address): void {
    this.#posts('newsletter', { email, firstName: answers.firstName, consent: { newsletter: true } })
  }

  #posts(formId: string, body: Readonly<Record<string, unknown>>): void {
    const asked = { params: { formId }, body }
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
    this.#reader.reads(mail)
    // It has one link alone, which is the reader's.
    if (mail.to === otherAddress || mail.tags.template === 'file-link') return
    this.#link = mail.text
    this.#last = mail
    this.#mails += 1
    if (this.#mails === 2 && this.#story.browses) this.browses()
    const act = this.#mails === 2 ? this.#story.atSecond : undefined
    // Later than SES's proof of a mail whose answer was lost: by then the sequence has gone on.
    if (act !== 'complains') timeline.after(20 * minute, () => this.#world.reports(mail, 'Click', paper))
    if (act) timeline.after(minute, async () => this.#acts(act, mail))
  }

  /** The website's script tells of a page. */
  browses(): void {
    this.#pages += 1
    const path = `/page-${this.#pages}`
    const events = [{ type: 'page-visited', path, ago: 0 }]
    const body = { visitor: browser, consentedAt: '2026-11-24T08:59:00.000Z', events }
    const asked = { headers: { origin }, body }
    this.#world.asks('take-events.http', takeEvents, routes.takeEvents, asked, ({ status }, begun) => {
      if (status === 202) this.#moments.add('browsed', path, begun)
    })
  }

  /** A partner who was given a key posts the person. */
  isPosted(): void {
    const asked = { body: { name: 'webinar', scopes: ['leads:write'] }, groups: ['admin'] }
    this.#world.asks('make-api-key.http', makeApiKey, routes.makeApiKey, asked, ({ status, json }) => {
      if (status === 201) this.#postsAsPartner(String(json.apiKey))
    })
  }

  #postsAsPartner(apiKey: string): void {
    const consent = [
      { topic: 'newsletter', basis: 'opt-in', evidence: 'Ticked in the webinar', at: toInstant(startMs) },
    ]
    const body = { email: address, fields: {}, source: { name: 'webinar', origin: 'inbound' }, consent }
    const asked = { body, headers: { authorization: `Bearer ${apiKey}` } }
    this.#world.asks('post-lead.http', postLead, routes.postLead, asked, ({ status, json }, begun) => {
      if (status === 202) this.#moments.add('posted-by-partner', String(json.postId), begun)
    })
  }

  /** Told of a task: a person will call. */
  isToBeCalled(mail: Mail): void {
    const { atTask } = this.#story
    if (atTask === 'is-erased') this.#isErased(leadOfTask(mail))
    if (atTask === 'complains' && this.#last) {
      const last = this.#last
      this.#world.timeline.after(0, async () => this.#acts('complains', last))
    }
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
    if (act === 'is-erased') this.#isErased(mail.tags.leadId ?? '')
    if (act === 'is-merged') await this.#isMerged(mail.tags.leadId ?? '')
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

  /** Marketing sees that two leads are one person. */
  async #isMerged(into: string): Promise<void> {
    const leadId = await leadIdOf(otherAddress)
    const staff = { params: { leadId }, groups: ['marketing'] }
    const body = { into, reason: 'the same person' }
    this.#world.asks('merge-lead.http', mergeLead, routes.mergeLead, { ...staff, body }, ({ status }, begun) => {
      if (status !== 200) return
      this.#moments.add('merged', leadId, begun)
      if (this.#story.isUnmerged) this.#world.timeline.after(2 * hour, async () => this.#isUnmerged(leadId))
    })
  }

  #isUnmerged(leadId: string): void {
    const asked = { params: { leadId }, groups: ['marketing'], body: { reason: 'two people after all' } }
    this.#world.asks('unmerge-lead.http', unmergeLead, routes.unmergeLead, asked, ({ status }, begun) => {
      if (status === 200) this.#moments.add('unmerged', leadId, begun)
    })
  }

  #isErased(leadId: string): void {
    const asked = { params: { leadId }, groups: ['admin'] }
    this.#world.asks('erase-lead.http', eraseLead, routes.eraseLead, asked, ({ status }, begun) => {
      if (status !== 204) return
      this.#moments.add('erased', leadId, begun)
      this.#link = undefined
      if (this.#story.comesBack) this.#world.timeline.after(2 * hour, async () => this.posts())
    })
  }
}

function consentsOf(form: 'white-paper' | Way): string[] {
  if (form === 'white-paper') return ['product-education']
  return ways[form].consent.map(({ topic, channel }) => consentNameOf(topic, channel))
}

function leadOfTask(mail: Mail): string {
  return taskOf(mail)?.taskId.split('.')[0] ?? ''
}

/** The token of the link in a mail by which one confirms or leaves. */
export function tokenIn(text: string): string {
  return /https:\/\/api\.example\.com\/(?:confirm|u)\/(\S+)/.exec(text)?.[1] ?? ''
}
