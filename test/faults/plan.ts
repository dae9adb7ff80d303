import type { Call, Make } from './calls.ts'
import type { Stored } from './expressions.ts'
import { arrival, type FaultKind, faultsFor, goWrong } from './fault-kinds.ts'

/** Which of the calls of a run, counted from 0, goes wrong and how; a number picks one of the faults that the call can have. */
export type Plan = ReadonlyMap<number, FaultKind | number>

/** A call that went wrong. */
export interface Hit {
  readonly number: number
  readonly call: string
  readonly kind: FaultKind
}

/** A call that was made: by which function, of which item where it is one of the table, and at what time of the monotonic clock. */
export interface Made extends Pick<Call, 'name' | 'by'> {
  readonly item?: string | undefined
  readonly startedMs: number
}

/** Counts all calls of a run and lets the planned ones go wrong. */
export class Faults {
  /** The calls so far. */
  readonly calls: Made[] = []
  readonly hits: Hit[] = []
  readonly #plan: Plan

  constructor(plan: Plan = new Map()) {
    this.#plan = plan
  }

  /** Makes one call, or lets it go wrong. */
  async between(call: Call, make: Make): Promise<unknown> {
    const { name, by, input } = call
    const { Key, Item } = input as { Key?: Stored; Item?: Stored }
    const kind = this.#count(name, by, (Key ?? Item)?.sk?.S)
    return kind ? goWrong(kind, call, make) : make()
  }

  /** An event or a task comes to a function: counted as a call, since that can go wrong too. */
  arrives(by: string): FaultKind | undefined {
    return this.#count(arrival, by)
  }

  #count(name: string, by: string, item?: string): FaultKind | undefined {
    const number = this.calls.length
    this.calls.push({ name, by, item, startedMs: performance.now() })
    const planned = this.#plan.get(number)
    if (planned === undefined) return undefined
    const possible = faultsFor(name)
    const kind =
      typeof planned === 'number' ? possible[planned % possible.length] : possible.find((one) => one === planned)
    if (kind) this.hits.push({ number, call: `${name} of ${by}`, kind })
    return kind
  }
}
