import { DateTime } from 'luxon'
import type { Role } from '../core/route.ts'
import type { LocalMail } from '../local/ripen-client.ts'
import type { Ripen } from '../local/run.ts'
import type { Narrator } from './narrator.ts'
import type { Entry, Handoff, Lead } from './shown.ts'

/** The zone of the visitor and of sales; all times of the story are told in it. */
export const zone = 'Europe/Berlin'

/** How long anything takes that Ripen does at once, in virtual ms. */
export const atOnceMs = 60_000

/** A step of the story did not happen. */
export class NotSeen extends Error {
  readonly expected: string
  readonly there: string

  constructor(expected: string, there: string) {
    super(`expected ${expected}; there was ${there}`)
    this.name = 'NotSeen'
    this.expected = expected
    this.there = there
  }
}

/** The run, its clock and its outside, as the people of the story use them. */
export class World {
  readonly ripen: Ripen
  readonly narrator: Narrator

  constructor(ripen: Ripen, narrator: Narrator) {
    this.ripen = ripen
    this.narrator = narrator
  }

  /** Calls the API as a browser does; never follows a redirect. */
  async browse(path: string, post?: Readonly<Record<string, string>>, headers: Record<string, string> = {}) {
    return fetch(new URL(path, this.ripen.url), {
      method: post ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { accept: 'text/html', ...headers },
      ...(post && { body: new URLSearchParams(post) }),
    })
  }

  /** Calls the API as staff: the first of the sample staff with this role, or this one. */
  async callAs(role: Role, method: string, path: string, body?: unknown, user?: string): Promise<Response> {
    return fetch(this.ripen.url + path, {
      method,
      headers: {
        authorization: `Bearer ${await this.ripen.token(role, user)}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  }

  /** As {@link callAs}; answers the JSON of the answer, throws {@link NotSeen} for one of 400 and more. */
  async asStaff<Body>(role: Role, method: string, path: string, body?: unknown, user?: string): Promise<Body> {
    const response = await this.callAs(role, method, path, body, user)
    const text = await response.text()
    if (!response.ok) throw new NotSeen(`${method} ${path} to succeed`, `${response.status} ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as Body
  }

  lead(leadId: string): Promise<Lead> {
    return this.asStaff('marketing', 'GET', `/leads/${leadId}`)
  }

  /** What is told of a lead, newest first. */
  async timeline(leadId: string): Promise<readonly Entry[]> {
    return (await this.asStaff<{ items: Entry[] }>('marketing', 'GET', `/leads/${leadId}/timeline?limit=100`)).items
  }

  handoff(handoffId: string): Promise<Handoff> {
    return this.asStaff('sales', 'GET', `/handoffs/${handoffId}`)
  }

  /**
   * Lets virtual time pass until there is something to see; throws {@link NotSeen} when there is nothing within `withinMs`. It looks often enough
   * that little more time passes than was needed.
   */
  async until<Seen>(
    expected: string,
    withinMs: number,
    look: () => Promise<Seen | undefined | false>,
    there: () => Promise<string>,
  ): Promise<Seen> {
    const strideMs = Math.max(withinMs / 24, 1_000)
    await this.ripen.settle()
    for (let passedMs = 0; ; passedMs += strideMs) {
      const seen = await look()
      if (seen) return seen
      if (passedMs >= withinMs) throw new NotSeen(expected, await there())
      await this.ripen.advance(Math.ceil(strideMs))
    }
  }

  /** The lead, once this is so of it. */
  async leadOnce(leadId: string, expected: string, isSo: (lead: Lead) => boolean): Promise<Lead> {
    const look = async () => {
      const lead = await this.lead(leadId)
      return isSo(lead) && lead
    }
    return this.until(expected, atOnceMs, look, async () => JSON.stringify(await this.lead(leadId)))
  }

  /** The mail of this template, once it is in the mailbox. */
  async mail(to: string, template: string, withinMs: number): Promise<LocalMail> {
    const inBox = async () => this.ripen.mails(to)
    return this.until(
      `a mail ${template} to ${to} within ${inWords(withinMs)}`,
      withinMs,
      async () => (await inBox()).findLast(({ tags }) => tags.template === template),
      async () => (await inBox()).map(({ tags, at }) => `${tags.template} at ${at}`).join(', ') || 'no mail at all',
    )
  }

  /** Throws {@link NotSeen} unless this is so. */
  check(isSo: boolean, expected: string, there: unknown): void {
    if (!isSo) throw new NotSeen(expected, typeof there === 'string' ? there : JSON.stringify(there))
  }

  /** Moves on to this time of the clock, today or so many days later. */
  async goTo(time: string, days = 0): Promise<void> {
    const [hour = 0, minute = 0] = time.split(':').map(Number)
    const now = DateTime.fromMillis(await this.ripen.now(), { zone })
    const then = now.plus({ days }).set({ hour, minute, second: 0, millisecond: 0 })
    if (then < now) throw new Error(`the story wants to go back from ${now.toISO()} to ${then.toISO()}`)
    await this.ripen.advance(then.diff(now).toMillis())
  }

  /** Tells a step that happened now, or at the time given. */
  async tell(who: string, what: string, details: readonly string[] = [], at?: string): Promise<void> {
    this.narrator.step(at ? Date.parse(at) : await this.ripen.now(), who, what, details)
  }
}

/** The first link of a mail that has this in it; throws {@link NotSeen} when it has none. */
export function linkIn(mail: LocalMail, part: string): string {
  const links = [...mail.html.matchAll(/href="([^"]+)"/g)].map(([, href]) => String(href).replaceAll('&amp;', '&'))
  const link = links.find((href) => href.includes(part))
  if (!link) throw new NotSeen(`a link with ${part} in “${mail.subject}”`, links.join(' '))
  return link
}

/** A time as people of the story say it: `Wed 2 Dec 09:17`. */
export function said(at: string): string {
  return DateTime.fromISO(at, { zone, locale: 'en' }).toFormat('ccc d LLL HH:mm')
}

/** The time of day in the zone of the story. */
export function timeOf(at: string): string {
  return DateTime.fromISO(at, { zone }).toFormat('HH:mm')
}

/** One of the staff as people call them. */
export function nameOf(userId: string): string {
  return userId.charAt(0).toUpperCase() + userId.slice(1)
}

function inWords(ms: number): string {
  const hours = ms / 3_600_000
  if (hours >= 48) return `${Math.round(hours / 24)} days`
  return hours >= 1 ? `${Math.round(hours)} h` : `${Math.round(ms / 60_000)} min`
}
