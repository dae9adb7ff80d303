import { points } from '../points.ts'
import { type Interval, newcombe } from '../two-proportions.ts'
import type { Arm, ArmName } from './hold-out-arms.ts'
import { welch } from './welch.ts'

/** What nurturing brought of one stage: the difference of both parts, and how many leads that is of those nurtured. */
export interface Brought {
  readonly stage: 'mql' | 'sql' | 'customer'
  readonly nurtured: number
  readonly heldOut: number
  /** In parts of 1. */
  readonly difference: number
  readonly interval: Interval
  readonly more: { readonly leads: number } & Interval
}

export interface HoldOutResult {
  readonly stages: readonly Brought[]
  /** For each nurtured lead, in coins; absent where too few bought to tell. */
  readonly revenue?: { readonly perLead: number } & Interval
  /** What one SQL more cost, in coins; without `high` it may be any more, since there may be none more. */
  readonly costPerSql?: { readonly coins: number; readonly low: number; readonly high?: number }
  readonly says: readonly string[]
}

/** Of fewer buyers in an arm the mean tells more of the one who bought most than of nurturing. */
const buyersAtLeast = 10

/**
 * What nurturing brought in MQL, SQL, customers and revenue against those who were held out, and what an SQL more cost, with intervals at 95 %: parts by Newcombe,
 * means by Welch. `cost`: of nurturing those of the first arm, in coins. Undefined while an arm has nobody.
 */
export function holdOutResult(arms: Record<ArmName, Arm>, cost: number): HoldOutResult | undefined {
  const { nurtured, 'held-out': heldOut } = arms
  if (nurtured.leads === 0 || heldOut.leads === 0) return undefined
  const stages = (['mql', 'sql', 'customer'] as const).map((stage) => broughtOf(stage, nurtured, heldOut))
  const enough = [nurtured, heldOut].every(({ revenue }) => revenue.length >= buyersAtLeast)
  const { difference, ...interval } = enough
    ? welch({ count: heldOut.leads, others: heldOut.revenue }, { count: nurtured.leads, others: nurtured.revenue })
    : { difference: 0, low: 0, high: 0 }
  const sql = stages[1]
  const costPerSql = sql && sql.more.leads > 0 ? costOf(sql, cost) : undefined
  return {
    stages,
    ...(enough && { revenue: { perLead: difference, ...interval } }),
    ...(costPerSql && { costPerSql }),
    says: [
      ...stages.map(inWords),
      ...(enough ? [] : [`Of revenue nothing is said before ${buyersAtLeast} leads bought in each arm.`]),
    ],
  }
}

function broughtOf(stage: Brought['stage'], nurtured: Arm, heldOut: Arm): Brought {
  const one = { reached: heldOut[stage], leads: heldOut.leads }
  const other = { reached: nurtured[stage], leads: nurtured.leads }
  const difference = other.reached / other.leads - one.reached / one.leads
  const interval = newcombe(one, other)
  const { leads } = nurtured
  return {
    stage,
    nurtured: other.reached / other.leads,
    heldOut: one.reached / one.leads,
    difference,
    interval,
    more: { leads: difference * leads, low: interval.low * leads, high: interval.high * leads },
  }
}

/** The interval of what is divided by turns around; where there may be none more, it has no upper end. */
function costOf({ more }: Brought, cost: number): NonNullable<HoldOutResult['costPerSql']> {
  return { coins: cost / more.leads, low: cost / more.high, ...(more.low > 0 && { high: cost / more.low }) }
}

function inWords({ stage, nurtured, heldOut, interval, more }: Brought): string {
  const names = { mql: 'MQLs', sql: 'SQLs', customer: 'customers' }[stage]
  const percent = (part: number) => `${Number((part * 100).toFixed(1))} %`
  const parts = `${percent(nurtured)} of those nurtured became ${names}, ${percent(heldOut)} of those held out`
  const whole = (count: number) => Math.round(count).toLocaleString('en')
  if (interval.low <= 0 && interval.high >= 0) {
    return `${parts}: the difference lies between ${points(interval.low)} and ${points(interval.high)}, at 95 %, so it may be none.`
  }
  const many = more.leads > 0 ? 'more' : 'fewer'
  const [from, to] = more.leads > 0 ? [more.low, more.high] : [-more.high, -more.low]
  return `${parts}: that is ${whole(Math.abs(more.leads))} ${names} ${many} (between ${whole(from)} and ${whole(to)}, at 95 %).`
}
