import type { ScoringModel } from '../model.ts'
import { type Judgement, type RuleName, ruleNames } from './judge-lead.ts'

/** What one model says of all leads, in columns: the n-th of each is the n-th lead's. */
export interface JudgedBy {
  /** As people call it: its id, or its file's name where two have the same id. */
  readonly name: string
  readonly model: ScoringModel
  readonly totals: Int32Array
  readonly passesGates: Uint8Array
  readonly isReady: Uint8Array
  readonly rules: readonly (RuleName & { readonly holds: Uint8Array })[]
}

/** The leads of the past that count, in columns and in an order that does not hang on that of the list. */
export interface JudgedLeads {
  readonly leads: number
  readonly isWon: Uint8Array
  readonly cameMs: Float64Array
  /** One, or two that are compared. */
  readonly by: readonly JudgedBy[]
}

/** One lead, ready for the columns. */
export interface JudgedLead {
  readonly isWon: boolean
  readonly cameMs: number
  /** By each model. */
  readonly judgements: readonly Judgement[]
}

/** Gathers leads one by one, some tens of bytes for each. */
export class LeadColumns {
  readonly #models: readonly { readonly name: string; readonly model: ScoringModel }[]
  readonly #rules: readonly RuleName[][]
  readonly #won: number[] = []
  readonly #came: number[] = []
  /** For each model its total, gates, bar and then each rule. */
  readonly #columns: number[][][]

  constructor(models: readonly { readonly name: string; readonly model: ScoringModel }[]) {
    this.#models = models
    this.#rules = models.map(({ model }) => ruleNames(model))
    this.#columns = this.#rules.map((rules) => Array.from({ length: 3 + rules.length }, () => []))
  }

  add({ isWon, cameMs, judgements }: JudgedLead): void {
    this.#won.push(isWon ? 1 : 0)
    this.#came.push(cameMs)
    for (const [index, { total, passesGates, isReady, holds }] of judgements.entries()) {
      const columns = this.#columns[index] as number[][]
      columns[0]?.push(total)
      columns[1]?.push(passesGates ? 1 : 0)
      columns[2]?.push(isReady ? 1 : 0)
      for (let place = 3; place < columns.length; place += 1) columns[place]?.push(0)
      for (const rule of holds) {
        const column = columns[3 + rule] as number[]
        column[column.length - 1] = 1
      }
    }
  }

  /** All leads; two lists with the same rows give the same, whatever their order. */
  judged(): JudgedLeads {
    // The first model's come first: its intervals are the same whether or not there is a second.
    const [first = [], ...others] = this.#columns
    const keys = [...first, this.#won, this.#came, ...others.flat()]
    const order = Array.from(this.#won, (_, lead) => lead).sort((a, b) => {
      for (const key of keys) {
        const difference = (key[a] as number) - (key[b] as number)
        if (difference !== 0) return difference
      }
      return 0
    })
    const inOrder = (column: readonly number[]) => order.map((lead) => column[lead] as number)
    return {
      leads: order.length,
      isWon: Uint8Array.from(inOrder(this.#won)),
      cameMs: Float64Array.from(inOrder(this.#came)),
      by: this.#models.map(({ name, model }, index) => {
        const [totals, passesGates, isReady, ...rules] = (this.#columns[index] as number[][]).map(inOrder)
        return {
          name,
          model,
          totals: Int32Array.from(totals ?? []),
          passesGates: Uint8Array.from(passesGates ?? []),
          isReady: Uint8Array.from(isReady ?? []),
          rules: rules.map((holds, rule) => ({
            ...(this.#rules[index]?.[rule] as RuleName),
            holds: Uint8Array.from(holds),
          })),
        }
      }),
    }
  }
}
