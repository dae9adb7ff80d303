import { seeded } from '../../core/seeded.ts'
import { conflict } from './conflict.ts'
import type { Choose, Waiting } from './turns.ts'

/** A place where one of several can go on. */
interface Place {
  readonly waiting: readonly Waiting[]
  /** Who went on first at an earlier place, with a call that conflicts with nothing since: nothing new comes of going on now. */
  readonly asleep: ReadonlySet<string>
  /** Who must be tried here: a later call of theirs conflicts with what was done here. */
  readonly toTry: Set<string>
  readonly tried: Set<string>
  chosen: Waiting
}

/**
 * Goes through the orders of calls of several runs, depth first: all of them, but for those that differ only in the order of calls that do not conflict
 * (C. Flanagan, P. Godefroid, Dynamic Partial-Order Reduction for Model Checking Software, POPL 2005, with sleep sets).
 */
export class EveryOrder {
  readonly #path: Place[] = []
  #depth = 0
  /** Nothing new comes of the present order. */
  isRepeat = false

  readonly choose: Choose = (waiting) => {
    const place = this.#path[this.#depth] ?? this.#newPlace(waiting)
    this.#depth += 1
    return place?.chosen.name ?? ''
  }

  /** Makes ready for the next order; false when there is none left. */
  next(): boolean {
    for (const [index, { chosen }] of this.#path.entries()) this.#mustTry(chosen, index)
    this.#depth = 0
    this.isRepeat = false
    for (let place = this.#path.at(-1); place; place = this.#path.at(-1)) {
      const { waiting, asleep, toTry, tried } = place
      tried.add(place.chosen.name)
      const other = waiting.find(({ name }) => toTry.has(name) && !tried.has(name) && !asleep.has(name))
      if (other) {
        place.chosen = other
        return true
      }
      this.#path.pop()
    }
    return false
  }

  #newPlace(waiting: readonly Waiting[]): Place | undefined {
    if (this.isRepeat) return undefined
    const before = this.#path.at(-1)
    const asleep = asleepAfter(before)
    const awake = waiting.filter(({ name }) => !asleep.has(name))
    const chosen = awake.find(({ name }) => name === before?.chosen.name) ?? awake[0]
    if (!chosen) {
      this.isRepeat = true
      for (const one of waiting) this.#mustTry(one, this.#path.length)
      return undefined
    }
    // Of more than two, another may have to go on first before the one that conflicts: then all are tried.
    const isPair = (this.#path[0]?.waiting ?? waiting).length <= 2
    const toTry = new Set(isPair ? [chosen.name] : waiting.map(({ name }) => name))
    const place = { waiting, asleep, toTry, tried: new Set<string>(), chosen }
    this.#path.push(place)
    return place
  }

  /** A call could also come before an earlier one that it conflicts with: who makes it must be tried there. */
  #mustTry({ name, call }: Waiting, before: number): void {
    for (const { chosen, toTry } of this.#path.slice(0, before)) {
      if (chosen.name !== name && conflict(chosen.call, call)) toTry.add(name)
    }
  }
}

function asleepAfter(place: Place | undefined): Set<string> {
  if (!place) return new Set()
  const { waiting, asleep, tried, chosen } = place
  return new Set(
    waiting
      .filter(({ name }) => asleep.has(name) || tried.has(name))
      .filter(({ call }) => !conflict(call, chosen.call))
      .map(({ name }) => name),
  )
}

/** A random order that its seed repeats. */
export function anyOrder(seed: number): Choose {
  const random = seeded(seed)
  return (waiting) => waiting[Math.floor(random() * waiting.length)]?.name ?? ''
}
