/** Something that somebody was told is done: after how many calls of the run it was first tried, and after how many it was answered. */
export interface Moment {
  readonly what:
    | 'browsed'
    | 'posted'
    | 'posted-by-partner'
    | 'confirmed'
    | 'withdrawn'
    | 'erased'
    | 'complained'
    | 'stopped'
    | 'recycled'
    | 'accepted'
    | 'called'
    | 'downloaded'
    | 'asked-for-link'
    | 'reported'
    | 'forged'
    | 'merged'
    | 'unmerged'
  readonly id: string
  readonly begun: number
  readonly answered: number
}

/** What the people of a run were told, in its order. */
export class Moments {
  readonly all: Moment[] = []
  readonly #callsSoFar: () => number
  /** Hears of each. */
  onAdd: (moment: Moment) => void = () => {}

  constructor(callsSoFar: () => number) {
    this.#callsSoFar = callsSoFar
  }

  add(what: Moment['what'], id: string, begun = this.#callsSoFar()): void {
    const moment = { what, id, begun, answered: this.#callsSoFar() }
    this.all.push(moment)
    this.onAdd(moment)
  }

  has(what: Moment['what']): boolean {
    return this.all.some((one) => one.what === what)
  }
}
