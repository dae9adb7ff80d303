import { type Act, delayOf } from './persona-acts.ts'

/** Acts come again and again; more than this in a year is no person. */
const actsAtMost = 20_000

/** What is to happen, and when. */
interface Due {
  readonly atMs: number
  readonly act: Act
  /** How often it happened before. */
  readonly n: number
  /** What it counts from, in ms. */
  readonly fromMs: number
}

/** What is still to happen, soonest first. */
export class Agenda {
  readonly #list: Due[] = []
  readonly #onMail: readonly Act[]
  readonly #mailed = new Set<string>()
  readonly #endMs: number
  #taken = 0

  constructor(acts: readonly Act[], startMs: number, endMs: number) {
    this.#endMs = endMs
    this.#onMail = acts.filter(({ template }) => template !== undefined)
    for (const act of acts) if (act.template === undefined) this.#add(act, startMs, 0)
  }

  /** Acts about a mail count from the first one of its template. */
  mailed(template: string, atMs: number): void {
    if (this.#onMail.length === 0 || this.#mailed.has(template)) return
    this.#mailed.add(template)
    for (const act of this.#onMail) if (act.template === template) this.#add(act, atMs, 0)
  }

  next(): Due | undefined {
    return this.#list[0]
  }

  /** Takes the next one off the list; answers which of all that happened it is. */
  take({ act, fromMs, n }: Due): number {
    this.#list.shift()
    this.#add(act, fromMs, n + 1)
    this.#taken += 1
    return this.#taken
  }

  #add(act: Act, fromMs: number, n: number): void {
    const delay = delayOf(act, n)
    if (delay === undefined || fromMs + delay > this.#endMs || this.#taken > actsAtMost) return
    const atMs = fromMs + delay
    const at = this.#list.findIndex((one) => one.atMs > atMs)
    this.#list.splice(at < 0 ? this.#list.length : at, 0, { atMs, act, n, fromMs })
  }
}
