import * as z from 'zod/mini'
import { stage } from '../../leads/lead.ts'
import { listSource } from '../../lists/list-row.ts'
import { slug } from '../../names.ts'
import { yesOrNo } from '../../yes-or-no.ts'
import { isZone } from '../../zone.ts'
import { fiscalYear, periodName } from './fiscal-period.ts'
import { amount, currency } from './money.ts'
import { counted, percent } from './rate.ts'

const date = z.iso.date('write a date like 2027-01-31')
const month = z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'write a month like 2026-09'))
const week = z.string().check(z.regex(/^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$/, 'write an ISO week like 2026-W48'))
const perWeek = z.number().check(
  z.gte(0),
  z.lte(1_000_000),
  z.refine((given) => /^\d+(\.\d{1,4})?$/.test(String(given)), 'write it with at most four digits behind the point'),
)
const howMany = z.int().check(z.gte(0), z.lte(1_000_000_000))
const likeTakes = 'write how long it takes in days or weeks, like 10d or 3w'
const takes = z.string(likeTakes).check(z.regex(/^(0d|[1-9]\d{0,3}d|[1-9]\d{0,2}w)$/, likeTakes))

/** How many came into each stage; what is left out was not counted. */
const arrivals = {
  subscriber: z.optional(howMany),
  lead: z.optional(howMany),
  mql: z.optional(howMany),
  sql: z.optional(howMany),
  opportunity: z.optional(howMany),
  customer: z.optional(howMany),
  revenue: z.optional(amount),
}

/** One step of the funnel: how many go on from a stage to the next that is planned with, and how long that takes. */
const step = z
  .strictObject({ from: stage, to: stage, rate: z.optional(percent), counted: z.optional(counted), takes })
  .check(
    z.refine(
      (one) => (one.rate === undefined) !== (one.counted === undefined),
      'write either "rate: 4 %" or "counted: 96 of 240"',
    ),
  )

/** Where leads come from, what came so far, and what it cost. */
const source = z
  .strictObject({
    id: slug,
    origin: listSource.shape.origin,
    /** Can the company make more of them come, or do they come by themselves? */
    controllable: yesOrNo,
    /** What it brought in these days, both in it. */
    counted: z.optional(z.strictObject({ from: date, to: date, ...arrivals })),
    /** What it is expected to bring, where nothing was counted. */
    'per-week': z.optional(perWeek),
    /** It brings nothing before this, or after that. */
    starts: z.optional(date),
    ends: z.optional(date),
    /** What was paid for it, by month. */
    costs: z._default(z.record(month, amount), {}),
  })
  .check(
    z.refine(
      (one) => (one.counted === undefined) !== (one['per-week'] === undefined),
      'write either "counted" (what came in which days) or "per-week" (what is expected)',
    ),
  )

/** What would be if one figure were another. */
const whatIf = z
  .strictObject({
    /** The stage that the step begins at. */
    step: z.optional(stage),
    rate: z.optional(percent),
    takes: z.optional(takes),
    deal: z.optional(amount),
  })
  .check(
    z.refine(
      (one) => (one.step === undefined) === (one.rate === undefined && one.takes === undefined),
      'write a step with its "rate" or "takes", for example { step: lead, rate: 3 % }',
    ),
    z.refine((one) => one.step !== undefined || one.deal !== undefined, 'write what would be another figure'),
  )

/** What marketing and sales write in `plan.yaml`: a goal, and what it takes to reach it. */
export const plan = z.strictObject({
  id: slug,
  description: z.optional(z.string().check(z.maxLength(2_000))),
  /** The company's zone: weeks and months begin by its clock. */
  zone: z.string().check(z.refine(isZone, 'write a time zone like Europe/Berlin')),
  currency,
  'fiscal-year': z.prefault(fiscalYear, {}),
  /** When the plan was made: it plans from this day on. Absent: today. */
  made: z.optional(date),
  goal: z
    .strictObject({
      revenue: amount,
      /** A fiscal year, half or quarter; or instead its first and last day. */
      in: z.optional(periodName),
      from: z.optional(date),
      to: z.optional(date),
      /** What of it was won before the plan was made. */
      won: z._default(amount, '0'),
    })
    .check(
      z.refine(
        (goal) => (goal.in !== undefined) !== (goal.from !== undefined || goal.to !== undefined),
        'write either "in: FY2027-Q2" or "from" and "to"',
      ),
      z.refine((goal) => (goal.from === undefined) === (goal.to === undefined), '"from" and "to" go together'),
    ),
  deal: z.strictObject({ size: amount, margin: percent }),
  funnel: z.array(step).check(z.minLength(1), z.maxLength(5)),
  /** Who is in these stages now, and may still become a customer. */
  pipeline: z._default(z.partialRecord(stage, howMany), {}),
  sources: z._default(z.array(source).check(z.maxLength(200)), []),
  /** What really came, by week. */
  actual: z._default(z.array(z.strictObject({ week, ...arrivals })).check(z.maxLength(520)), []),
  'what-if': z._default(z.array(whatIf).check(z.maxLength(50)), []),
})
export type Plan = z.infer<typeof plan>
export type Source = Plan['sources'][number]
export type WhatIf = Plan['what-if'][number]
