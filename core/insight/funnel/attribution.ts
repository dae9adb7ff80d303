import Fraction from 'fraction.js'
import * as z from 'zod/mini'
import type { Stage } from '../../leads/lead.ts'
import {
  type AttributionModel,
  type AttributionSplit,
  attributionModels,
  attributionSplits,
} from './attribution-names.ts'
import { addCounts, type Counts } from './counts.ts'
import { cellKey, type FunnelCell, monthIn, revenueOf, summedAll, unnamed, yearOf } from './funnel-cells.ts'
import type { OfMonth } from './funnel-view.ts'
import { type Journey, reachedAt } from './journey.ts'
import type { JourneyTouch } from './touches.ts'

/** What is attributed: leads that came to these stages, and the revenue of what they bought. */
export const attributedStages = ['mql', 'sql', 'customer'] as const satisfies readonly Stage[]

/** The name under which the cells of a split lie. */
export function attributionSplit(by: AttributionSplit): string {
  return `attribution-${by}`
}

const million = 1_000_000
const parts = z.optional(z.record(z.string(), z.int()))
const ofModel = z.object({
  mql: parts,
  sql: parts,
  customer: parts,
  millions: parts,
  thousandths: parts,
})

/** Of one value over a year, by month and model: parts as whole numerators by their denominator. Whole numbers alone add up to the same in any order. */
export const attributionCell = z.record(z.string(), z.partialRecord(z.enum(attributionModels), ofModel))

/** The part of each of `many` touches, in their order, by a model whose parts add up to one. */
export function weightsOf(model: Exclude<AttributionModel, 'influenced'>, many: number): Fraction[] {
  const [none, all] = [new Fraction(0), new Fraction(1)]
  const only = (place: number) => Array.from({ length: many }, (_, index) => (index === place ? all : none))
  if (model === 'first') return only(0)
  if (model === 'last') return only(many - 1)
  if (many <= 2) return Array.from({ length: many }, () => new Fraction(1, many))
  const between = new Fraction(1, 5).div(many - 2)
  return Array.from({ length: many }, (_, index) => (index === 0 || index === many - 1 ? new Fraction(2, 5) : between))
}

/** What touched a lead before this happened; one without a name stands for a lead that nothing named did. */
function touchesUntil({ touches = [] }: Journey, at: string): readonly JourneyTouch[] {
  const before = touches.filter((touch) => touch.at <= at)
  return before.length > 0 ? before : [{ at }]
}

/** The part of each value in what came of these touches. */
function partsOf(
  model: AttributionModel,
  by: AttributionSplit,
  touches: readonly JourneyTouch[],
): Map<string, Fraction> {
  const found = new Map<string, Fraction>()
  const values = touches.map((touch) => touch[by] ?? unnamed)
  if (model === 'influenced') return new Map(values.map((value) => [value, new Fraction(1)]))
  for (const [index, weight] of weightsOf(model, values.length).entries()) {
    const value = values[index] as string
    if (!weight.equals(0)) found.set(value, weight.add(found.get(value) ?? 0))
  }
  return found
}

/** The cells in which it is counted whose doing what became of a lead was, in the month in which it came: as in the funnel, so that the parts add up to its counts. */
export function attributionCounted(journey: Journey, zone: string): [string, Counts][] {
  const cameAt = reachedAt(journey, 'subscriber')
  if (cameAt === undefined) return []
  const month = monthIn(zone, cameAt)
  const cells = new Map<string, Counts>()
  const add = (
    by: AttributionSplit,
    model: AttributionModel,
    at: string,
    amounts: Readonly<Record<string, number>>,
  ) => {
    for (const [value, part] of partsOf(model, by, touchesUntil(journey, at))) {
      const key = cellKey(yearOf(month), attributionSplit(by), value)
      const cell = cells.get(key) ?? {}
      const counts = Object.entries(amounts).map(([what, amount]) => [
        what,
        { [String(part.d)]: amount * Number(part.n) },
      ])
      addCounts(cell, { [month]: { [model]: Object.fromEntries(counts) } })
      cells.set(key, cell)
    }
  }
  for (const by of attributionSplits) {
    for (const model of attributionModels) {
      for (const stage of attributedStages) {
        const at = reachedAt(journey, stage)
        if (at !== undefined) add(by, model, at, { [stage]: 1 })
      }
      for (const { at, revenue } of Object.values(journey.won)) {
        const millions = Math.floor(revenue / million)
        add(by, model, at, { millions, thousandths: Math.round((revenue - millions * million) * 1_000) })
      }
    }
  }
  return [...cells].filter(([, counts]) => Object.keys(counts).length > 0)
}

/** What is attributed to one value: as numbers, and exactly (`7/5`). */
export interface AttributionRow {
  readonly value: string
  readonly mql: number
  readonly sql: number
  readonly customer: number
  readonly revenue: number
  readonly exact: Readonly<Record<'mql' | 'sql' | 'customer' | 'revenue', string>>
}

/** All rows of a model, the most revenue, customers and leads first, with what there is in all to be attributed. */
export function attributionView(
  model: AttributionModel,
  cells: readonly OfMonth<Counts>[],
  all: readonly FunnelCell[],
): { items: AttributionRow[]; total: Omit<AttributionRow, 'value' | 'exact'> } {
  const sums = new Map<string, Counts>()
  for (const { value, cell } of cells) {
    const sum = sums.get(value) ?? {}
    addCounts(sum, (cell[model] as Counts | undefined) ?? {})
    sums.set(value, sum)
  }
  const items = [...sums].flatMap(([value, sum]) => {
    const exact = {
      mql: fractionIn(sum.mql),
      sql: fractionIn(sum.sql),
      customer: fractionIn(sum.customer),
      revenue: fractionIn(sum.millions).mul(million).add(fractionIn(sum.thousandths).div(1_000)),
    }
    return Object.values(exact).every((part) => part.equals(0)) ? [] : [rowOf(value, exact)]
  })
  const { reached = {}, ...won } = summedAll(all)
  const ofAll = Object.fromEntries(attributedStages.map((stage) => [stage, reached[stage] ?? 0]))
  return {
    items: items.sort(byMost),
    total: { mql: 0, sql: 0, customer: 0, ...ofAll, revenue: revenueOf({ reached, ...won }) },
  }
}

function rowOf(value: string, exact: Readonly<Record<keyof AttributionRow['exact'], Fraction>>): AttributionRow {
  const { mql, sql, customer, revenue } = exact
  return {
    value,
    mql: mql.valueOf(),
    sql: sql.valueOf(),
    customer: customer.valueOf(),
    revenue: revenue.valueOf(),
    exact: {
      mql: mql.toFraction(),
      sql: sql.toFraction(),
      customer: customer.toFraction(),
      revenue: revenue.toFraction(),
    },
  }
}

/** Numerators by denominator, added up. */
function fractionIn(counted: number | Counts | undefined): Fraction {
  return Object.entries(typeof counted === 'object' ? counted : {}).reduce(
    (sum, [denominator, numerator]) => sum.add(new Fraction(Number(numerator), Number(denominator))),
    new Fraction(0),
  )
}

function byMost(a: AttributionRow, b: AttributionRow): number {
  return (
    b.revenue - a.revenue || b.customer - a.customer || b.sql - a.sql || b.mql - a.mql || (a.value < b.value ? -1 : 1)
  )
}
