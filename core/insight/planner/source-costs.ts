import Fraction from 'fraction.js'
import type { Stage } from '../../leads/lead.ts'
import { moneyText } from './money.ts'
import type { Plan, Source } from './plan.ts'
import { partIn } from './rate.ts'

const costed = ['lead', 'mql', 'sql', 'customer'] as const satisfies readonly Stage[]

/** What a source cost and brought in the days that were counted. Money as decimal text in the plan's currency. */
export interface SourceCosts {
  readonly source: string
  readonly origin: Source['origin']
  readonly controllable: boolean
  readonly cost: string
  readonly months: Readonly<Record<string, string>>
  /** What one cost; absent where none came or none were counted. */
  readonly per: Readonly<Partial<Record<(typeof costed)[number], string>>>
  /** What one at the stage cost that the funnel begins with. */
  readonly each?: string
  readonly revenue?: string
  /** (revenue × margin − cost) / cost, as a part of one: -0.25 has lost a quarter of what was paid. */
  readonly return?: number
  /** Does one at that stage cost more than it may and still earn? */
  readonly tooDear: boolean
}

/** Cost per lead, MQL, SQL and customer and the return, of each source for which something was paid. `most`: what a lead may cost at most. */
export function sourceCosts({ sources, deal, currency }: Plan, first: Stage, most: Fraction): SourceCosts[] {
  const margin = partIn(deal.margin)
  return sources.flatMap(({ id, origin, controllable, counted, costs }) => {
    const cost = costOf(costs)
    if (!counted || cost.equals(0)) return []
    const per = costed.flatMap((stage): [string, string][] => {
      const came = counted[stage] ?? 0
      return came > 0 ? [[stage, moneyText(cost.div(came), currency)]] : []
    })
    const { revenue } = counted
    const leads = counted[first] ?? 0
    return [
      {
        source: id,
        origin,
        controllable,
        cost: moneyText(cost, currency),
        months: Object.fromEntries(
          Object.entries(costs).map(([month, paid]) => [month, moneyText(new Fraction(paid), currency)]),
        ),
        per: Object.fromEntries(per),
        ...(leads > 0 && { each: moneyText(cost.div(leads), currency) }),
        ...(revenue !== undefined && {
          revenue: moneyText(new Fraction(revenue), currency),
          return: margin.mul(revenue).sub(cost).div(cost).round(4).valueOf(),
        }),
        tooDear: leads === 0 || cost.div(leads).gt(most),
      },
    ]
  })
}

/** What controllable leads cost lately, one on average; undefined where nothing was paid for them or none came. */
export function costOfControllable({ sources }: Plan, first: Stage): Fraction | undefined {
  const paid = sources.filter(({ controllable, counted, costs }) => controllable && counted && !costOf(costs).equals(0))
  const leads = paid.reduce((sum, { counted }) => sum + (counted?.[first] ?? 0), 0)
  const cost = paid.reduce((sum, { costs }) => sum.add(costOf(costs)), new Fraction(0))
  return leads === 0 ? undefined : cost.div(leads)
}

/** The most that one who comes into a stage may cost and still earn: what is left of a deal × the part that becomes a customer. */
export function mostCost(deal: Fraction, margin: Fraction, toCustomer: Fraction): Fraction {
  return deal.mul(margin).mul(toCustomer)
}

function costOf(costs: Source['costs']): Fraction {
  return Object.values(costs).reduce((sum, paid) => sum.add(paid), new Fraction(0))
}
