import { addFacts, type Engagement, type Fact, noEngagement } from '../engagement.ts'
import type { ScoringModel } from '../model.ts'
import { type Rules, rulesOf } from '../rules.ts'
import { FieldTally } from './field-tally.ts'
import { judgeBy } from './judge-lead.ts'
import { type JudgedLeads, LeadColumns } from './judged-leads.ts'
import { type Leak, leakOfField, leakOfRule } from './leaks.ts'
import type { PastLead } from './past-lead.ts'
import type { Unripe } from './warnings.ts'

const dayMs = 86_400_000

/** What became of an activity: it counts, it was after the lead was judged, or its lead is not in the list. */
export type TakenFact = 'counts' | 'later' | 'unknown-lead'

interface Held {
  readonly lead: PastLead
  /** By each model. */
  engagements: Engagement[]
}

/**
 * Takes in the leads of the past and then what they did, in any order, and judges each by each model. Without activities a lead is judged at once and some tens of bytes
 * are kept of it; with them its answers and sums wait until all are in (about 3 KB a lead), while activities themselves are folded and kept nowhere.
 */
export class PastLeads {
  readonly #models: readonly { readonly name: string; readonly model: ScoringModel }[]
  readonly #rules: readonly Rules[]
  readonly #judges: readonly ReturnType<typeof judgeBy>[]
  readonly #columns: LeadColumns
  readonly #held: Map<string, Held> | undefined
  readonly #fields: readonly FieldTally[]
  readonly #late = new Map<string, number>()
  readonly #daysToWin: number[] = []
  /** When leads came that are lost without a time of their outcome. */
  readonly #lostUntimed: number[] = []
  #newestMs = Number.NEGATIVE_INFINITY
  #won = 0
  #lost = 0

  constructor(
    models: readonly { readonly name: string; readonly model: ScoringModel }[],
    { fields, hasActivities }: { fields: readonly string[]; hasActivities: boolean },
  ) {
    this.#models = models
    this.#rules = models.map(({ model }) => rulesOf(model))
    this.#judges = models.map(({ model }) => judgeBy(model))
    this.#columns = new LeadColumns(models)
    this.#held = hasActivities ? new Map() : undefined
    this.#fields = fields.map((name) => new FieldTally(name))
  }

  /** Takes a lead in; false where one with its name is in already. */
  add(lead: PastLead): boolean {
    if (this.#held) {
      const key = lead.key ?? ''
      if (this.#held.has(key)) return false
      this.#held.set(key, { lead, engagements: this.#models.map(() => noEngagement) })
    } else this.#judge(lead, undefined)
    this.#count(lead)
    return true
  }

  /** Takes in what a lead did: in any order, each act once. */
  act(key: string, fact: Fact): TakenFact {
    const held = this.#held?.get(key)
    if (!held) return 'unknown-lead'
    const atMs = Date.parse(fact.at)
    this.#newestMs = Math.max(this.#newestMs, atMs)
    const { judgedMs } = held.lead
    if (atMs >= judgedMs) return 'later'
    held.engagements = held.engagements.map((engagement, index) =>
      addFacts(this.#rules[index] as Rules, engagement, [fact], judgedMs),
    )
    return 'counts'
  }

  get won(): number {
    return this.#won
  }

  get lost(): number {
    return this.#lost
  }

  /** All leads as the models judge them; nothing can be taken in after it. */
  judged(): JudgedLeads {
    for (const { lead, engagements } of this.#held?.values() ?? []) this.#judge(lead, engagements)
    this.#held?.clear()
    return this.#columns.judged()
  }

  /** How the fields fell out, of those that are named. */
  tallies(names?: ReadonlySet<string>): FieldTally[] {
    return this.#fields.filter(({ name }) => names?.has(name) ?? true)
  }

  /** Fields that were learnt too late, with the number of leads. */
  get late(): ReadonlyMap<string, number> {
    return this.#late
  }

  /** Fields of the list, and rules of the first model, that tell the outcome alone. */
  leaks({ by, isWon }: JudgedLeads): Leak[] {
    const all = { won: this.#won, lost: this.#lost }
    const rules = by[0]?.rules ?? []
    const found = rules.map(({ name, holds }) => {
      let [leads, won] = [0, 0]
      for (const [lead, held] of holds.entries()) {
        leads += held
        won += held & (isWon[lead] as number)
      }
      return leakOfRule(name, { leads, won }, all)
    })
    return [...this.#fields.map((tally) => leakOfField(tally, all)), ...found].filter((leak) => leak !== undefined)
  }

  /** Leads that count as lost though others were won later than that; undefined where they are less than 1 in 20. */
  unripe(): Unripe | undefined {
    const days = [...this.#daysToWin].sort((a, b) => a - b)
    const ninth = days[Math.ceil(days.length * 0.9) - 1]
    if (ninth === undefined) return undefined
    const sinceMs = Math.floor((this.#newestMs - ninth * dayMs) / dayMs) * dayMs
    const leads = this.#lostUntimed.filter((ms) => ms >= sinceMs).length
    if (leads < (this.#won + this.#lost) / 20) return undefined
    return { leads, days: Math.round(ninth), since: new Date(sinceMs).toISOString().slice(0, 10) }
  }

  #count({ facts, isWon, cameMs, decidedMs, late }: PastLead): void {
    if (isWon) this.#won += 1
    else this.#lost += 1
    for (const tally of this.#fields) tally.add(facts[tally.name], isWon, cameMs)
    for (const field of late) this.#late.set(field, (this.#late.get(field) ?? 0) + 1)
    this.#newestMs = Math.max(this.#newestMs, cameMs, decidedMs ?? cameMs)
    if (isWon && decidedMs !== undefined) this.#daysToWin.push((decidedMs - cameMs) / dayMs)
    if (!isWon && decidedMs === undefined) this.#lostUntimed.push(cameMs)
  }

  #judge(lead: PastLead, engagements: readonly Engagement[] | undefined): void {
    const judgements = this.#judges.map((judge, index) => judge(lead, engagements?.[index]))
    this.#columns.add({ isWon: lead.isWon, cameMs: lead.cameMs, judgements })
  }
}
