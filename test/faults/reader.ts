import './virtual-clock.ts'
import { routes } from '../../core/routes.ts'
import { handler as askForFile } from '../../functions/files/ask-for-file.http.ts'
import { handler as probeFile } from '../../functions/files/probe-file.http.ts'
import { handler as showFile } from '../../functions/files/show-file.http.ts'
import { browser } from '../fixtures/a-request.ts'
import { guideObject } from './guide.ts'
import type { Moments } from './moments.ts'
import type { Mail } from './ses.ts'
import type { World } from './world.ts'

const minute = 60_000
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const scanner = 'LinkScanner/2.0 (bot; +https://scanner.example)'

/** Whoever follows the link to a gated file: a scanner at once, later the person, who opens it again and again, also once its bytes are gone and once it ran out. */
export class Reader {
  readonly #world: World
  readonly #moments: Moments

  constructor(world: World, moments: Moments) {
    this.#world = world
    this.#moments = moments
  }

  /** Of the mail that brings a fresh link the person follows it; of the first, all that can be done with one. */
  reads(mail: Mail): void {
    const token = fileTokenIn(mail.text)
    if (token === undefined) return
    if (mail.tags.template === 'file-link') {
      for (const inMinutes of [15, 17]) this.#later(inMinutes, () => this.#opens(token))
      return
    }
    this.#later(0.1, () => this.#scans(token))
    // Nobody sees whether a download was told, so that each is opened a second time: a fault may have kept the first from it.
    for (const inMinutes of [8, 10, 40, 41, 60]) this.#later(inMinutes, () => this.#opens(token))
    this.#later(11, () => this.#opens(token, 'bytes=4-'))
    this.#later(39.9, () => this.#world.objects.delete(guideObject.key))
    this.#later(40.2, () => this.#world.objects.set(guideObject.key, guideObject.bytes))
    for (const inMinutes of [60, 62]) this.#later(inMinutes, () => this.#asksForLink(token))
  }

  #later(inMinutes: number, act: () => unknown): void {
    this.#world.timeline.after(inMinutes * minute, async () => void act())
  }

  #scans(token: string): void {
    const asked = { params: { token }, headers: { 'user-agent': scanner } }
    this.#world.asks('probe-file.http', probeFile, routes.probeFile, asked, () => {})
    this.#world.asks('show-file.http', showFile, routes.showFile, asked, () => {})
  }

  #opens(token: string, range?: string): void {
    const headers = { ...browser, 'user-agent': firefox, ...(range && { range }) }
    const asked = { params: { token }, headers }
    this.#world.asks('show-file.http', showFile, routes.showFile, asked, ({ status }, begun) => {
      if (status === 200) this.#moments.add('downloaded', token, begun)
    })
  }

  #asksForLink(token: string): void {
    const asked = { params: { token }, headers: browser, body: '' }
    this.#world.asks('ask-for-file.http', askForFile, routes.askForFile, asked, ({ status }, begun) => {
      if (status === 200) this.#moments.add('asked-for-link', token, begun)
    })
  }
}

/** Is this the browser of the person, and no scanner's? */
export function isPersons(agent: string | undefined): boolean {
  return agent === firefox
}

function fileTokenIn(text: string): string | undefined {
  return /https:\/\/api\.example\.com\/files\/(\S+)/.exec(text)?.[1]
}
